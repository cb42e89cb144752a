import type { WrittenName } from "../../undo/touch.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { isIdentifier, keyword } from "./token-cursor.ts";
import { words } from "./words.ts";

/** A table or view that is named where rows come from. */
export type TableReference = {
  readonly name: WrittenName;
  readonly alias: string | null;
  /** Whether it stands in a query inside of the list, not in the list itself. */
  readonly inQuery: boolean;
};

/** What is between two parentheses, or the whole. */
type Frame = {
  /** SELECT has been seen in it. */
  query: boolean;
  /** Where in a list of tables: a table must come; one has come; outside of a list. */
  place: "table" | "after table" | "outside";
  /** Common table expressions that are known in it. */
  readonly commonTables: Set<string>;
  /** The common table expression whose query comes next. */
  pending: string | null;
  /** The common table expression that this is the query of. */
  readonly queryOf: string | null;
};

const END_OF_TABLES = words(
  "WHERE GROUP HAVING ORDER LIMIT UNION EXCEPT INTERSECT MINUS INTO PROCEDURE LOCK FETCH RETURNING VALUES",
);
/** What may follow a table and is no alias. */
const NO_ALIAS = words(
  "CROSS EXCEPT FETCH FOR FORCE FULL GROUP HAVING IGNORE INNER INTERSECT INTO JOIN LEFT LIMIT LOCK MINUS NATURAL ON ORDER " +
    "PARTITION PROCEDURE RETURNING RIGHT SET STRAIGHT_JOIN UNION USE USING WHERE WINDOW",
);
/** What may stand in front of the statement `TABLE t`. */
const BEFORE_QUERY = words("( AS ALL DISTINCT EXCEPT INTERSECT UNION");
/** WITH in front of these begins no common table expression. */
const NO_COMMON_TABLE = words("CASCADED CHECK LOCAL QUERY ROLLUP TIES");

/**
 * The tables that a query reads, at any depth (`begin`: "query"), or those of a list such as UPDATE has one ("tables").
 * Common table expressions, also those named by `commonTables`, are left out. Null: the parentheses do not match.
 */
export function tableReferences(
  tokens: readonly SqlToken[],
  begin: "query" | "tables",
  commonTables: Iterable<string> = [],
): TableReference[] | null {
  return new ReferenceReader(tokens, begin, commonTables).read();
}

class ReferenceReader {
  private readonly tokens: readonly SqlToken[];
  private readonly root: Frame;
  private readonly frames: Frame[];
  private readonly references: TableReference[] = [];
  private at = 0;

  constructor(tokens: readonly SqlToken[], begin: "query" | "tables", commonTables: Iterable<string>) {
    this.tokens = tokens;
    this.root = {
      query: false,
      place: begin === "tables" ? "table" : "outside",
      commonTables: new Set(commonTables),
      pending: null,
      queryOf: null,
    };
    this.frames = [this.root];
  }

  read(): TableReference[] | null {
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at];
      const word = keyword(token);
      const frame = this.frames.at(-1);
      if (frame === undefined) return null;
      if (frame.place === "table" && isIdentifier(token) && !this.beginsQuery(word)) this.table(frame);
      else {
        this.at += 1;
        this.step(word, frame);
      }
    }
    return this.frames.length === 1 ? this.references : null;
  }

  /** A word or sign, which has just been passed. */
  private step(word: string, frame: Frame): void {
    switch (word) {
      case "(":
        return this.open(frame);
      case ")":
        return this.close(frame);
      case ",":
        if (frame.place === "after table") frame.place = "table";
        return;
      case "{": // { OJ a LEFT JOIN b ON … }
        if (frame.place === "table") this.at += 1;
        return;
      case ".":
        if (frame.place !== "table") this.at += 1;
        return;
      case "SELECT":
        frame.query = true;
        frame.place = "outside";
        return;
      case "FROM": {
        const before = keyword(this.tokens[this.at - 2]);
        if (frame.query && before !== "SYSTEM_TIME" && before !== "DISTINCT") frame.place = "table";
        return;
      }
      case "JOIN":
      case "STRAIGHT_JOIN":
        if (frame.place === "after table") frame.place = "table";
        return;
      case "FOR":
        return this.for(frame);
      case "WINDOW":
        if (this.word(1) === "AS") frame.place = "outside";
        return;
      case "TABLE":
        if (this.at === 1 || BEFORE_QUERY.has(keyword(this.tokens[this.at - 2]))) frame.place = "table";
        return;
      case "WITH":
        if (!NO_COMMON_TABLE.has(this.word())) this.commonTable(frame, this.word() === "RECURSIVE");
        return;
      default:
        if (END_OF_TABLES.has(word)) frame.place = "outside";
    }
  }

  /** Whether a word in the place of a table is none: a query in parentheses begins, or LATERAL. */
  private beginsQuery(word: string): boolean {
    if (word === "TABLE") return BEFORE_QUERY.has(keyword(this.tokens[this.at - 1]));
    return word === "SELECT" || word === "WITH" || word === "VALUES" || word === "LATERAL";
  }

  private table(frame: Frame): void {
    const first = this.tokens[this.at];
    this.at += 1;
    frame.place = "after table";
    if (first === undefined || this.word() === "(") return; // JSON_TABLE(…)
    let name: WrittenName = { schema: null, name: first.text };
    const second = this.tokens[this.at + 1];
    if (this.word() === "." && second !== undefined) {
      name = { schema: first.text, name: second.text };
      this.at += 2;
    } else if (keyword(first) === "DUAL") return;
    const isCommon = name.schema === null && this.frames.some(({ commonTables }) => commonTables.has(name.name));
    if (isCommon) return;
    const inQuery = this.frames.some(({ query }) => query);
    this.references.push({ name, alias: this.alias(), inQuery });
  }

  private alias(): string | null {
    if (this.word() === "PARTITION" && this.word(1) === "(") {
      while (this.at < this.tokens.length && this.word() !== ")") this.at += 1;
      this.at += 1;
    }
    if (this.word() === "AS") this.at += 1;
    const token = this.tokens[this.at];
    const isAlias = token?.kind === "string" || (isIdentifier(token) && !NO_ALIAS.has(keyword(token)));
    if (!isAlias) return null;
    this.at += 1;
    return token.text;
  }

  private open(frame: Frame): void {
    const { place, pending } = frame;
    if (place === "table") frame.place = "after table";
    frame.pending = null;
    this.frames.push({
      query: false,
      place: place === "table" ? "table" : "outside",
      commonTables: new Set(),
      pending: null,
      queryOf: pending,
    });
  }

  private close(closed: Frame): void {
    this.frames.pop();
    const frame = this.frames.at(-1);
    if (frame === undefined || closed.queryOf === null) return;
    frame.commonTables.add(closed.queryOf);
    if (this.word() === "CYCLE") while (this.at < this.tokens.length && this.word(-1) !== "RESTRICT") this.at += 1;
    if (this.word() !== ",") return;
    this.at += 1;
    this.commonTable(frame, false);
  }

  /** The head of a common table expression, up to the parenthesis of its query. It knows itself if it is recursive. */
  private commonTable(frame: Frame, recursive: boolean): void {
    if (recursive) this.at += 1;
    const name = this.tokens[this.at];
    if (!isIdentifier(name)) return;
    this.at += 1;
    if (this.word() === "(") while (this.at < this.tokens.length && this.word() !== "AS") this.at += 1;
    if (this.word() !== "AS") return;
    this.at += 1;
    frame.place = "outside";
    frame.pending = name.text;
    if (recursive) frame.commonTables.add(name.text);
  }

  /** FOR UPDATE ends the tables; those of index hints and of system versioning do not. */
  private for(frame: Frame): void {
    const word = this.word();
    if (word === "JOIN" || word === "ORDER" || word === "GROUP") this.at += 1;
    else if (word === "UPDATE" || word === "SHARE") frame.place = "outside";
  }

  private word(distance = 0): string {
    return keyword(this.tokens[this.at + distance]);
  }
}
