import type { AlterAction, Touch, Touches, WrittenName } from "../../undo/touch.ts";
import { splitAtCommas } from "../sql-tokens.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { alterActions } from "./alter-actions.ts";
import { expressionTouches } from "./expression-touches.ts";
import type { SqlText } from "./sql-text.ts";
import { TokenCursor, keyword } from "./token-cursor.ts";
import { unknown } from "./words.ts";

/** ALTER [IGNORE] TABLE …, after that word. */
export function alterTable(cursor: TokenCursor, text: SqlText, ignore: boolean): Touches {
  cursor.skipIfExists();
  const name = cursor.name();
  if (name === null) return unknown("ALTER TABLE without a name");
  cursor.skipWait();
  const { clauses, partitioning } = readClauses(cursor.rest());
  const actions = clauses.flatMap((clause) => alterActions(clause, text.sql));
  if (partitioning) actions.push({ kind: "structure" });
  // Rows that a new unique key does not let in are deleted.
  if (ignore) actions.push({ kind: "other", text: "IGNORE" });
  const others = clauses.flatMap(convertedTable);
  // MariaDB: the default of a new column may take values of a sequence, one for each row.
  return [{ kind: "alter-table", name, actions }, ...others, ...sequencesOf(text)];
}

/** The clauses, and whether PARTITION BY or REMOVE PARTITIONING follows them, for which no comma is needed. */
function readClauses(tokens: readonly SqlToken[]): { clauses: SqlToken[][]; partitioning: boolean } {
  const cursor = new TokenCursor(tokens);
  const taken: SqlToken[] = [];
  let partitioning = false;
  for (;;) {
    taken.push(...cursor.until("PARTITION", "REMOVE"));
    partitioning = cursor.word(1) === "BY" || cursor.word(1) === "PARTITIONING";
    const token = partitioning ? undefined : cursor.next();
    if (token === undefined) break;
    taken.push(token);
  }
  const clauses: SqlToken[][] = [];
  for (const part of splitAtCommas(taken)) {
    const last = clauses.at(-1);
    if (last !== undefined && goesOn(last, part)) last.push(...part);
    else if (part.length > 0) clauses.push(part);
  }
  return { clauses, partitioning };
}

/** Whether what comes after a comma still belongs to the clause in front of it: lists of partitions, and ORDER BY. */
function goesOn(clause: readonly SqlToken[], part: readonly SqlToken[]): boolean {
  if (keyword(clause[0]) === "ORDER") {
    const order = keyword(part.at(-1));
    return part.length === 1 || order === "ASC" || order === "DESC" || keyword(part[1]) === ".";
  }
  return keyword(clause[1]) === "PARTITION" && keyword(clause[0]) !== "ADD" && keyword(clause[0]) !== "CONVERT";
}

/** MariaDB: CONVERT PARTITION p TO TABLE t makes a table, CONVERT TABLE t TO PARTITION p takes one away. */
function convertedTable(clause: readonly SqlToken[]): Touch[] {
  const cursor = new TokenCursor(clause);
  if (cursor.accept("CONVERT", "TABLE")) {
    const name = cursor.name();
    const actions: AlterAction[] = [{ kind: "other", text: "CONVERT TABLE" }];
    return name === null ? [] : [{ kind: "alter-table", name, actions }];
  }
  if (!cursor.accept("CONVERT", "PARTITION")) return [];
  cursor.until("TO");
  const name: WrittenName | null = cursor.accept("TO", "TABLE") ? cursor.name() : null;
  return name === null ? [] : [{ kind: "create", object: "table", name, replaces: false, temporary: false }];
}

function sequencesOf({ sql, mode }: SqlText): Touch[] {
  if (!/NEXT/i.test(sql)) return [];
  return expressionTouches(sql, mode).filter(({ kind }) => kind === "alter");
}
