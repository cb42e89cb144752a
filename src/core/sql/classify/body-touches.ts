import type { Touch, Touches } from "../../undo/touch.ts";
import { HandlerConditions } from "../handler-conditions.ts";
import { STATEMENT_STARTS } from "../program-words.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { sqlTokens } from "../sql-tokens.ts";
import { bodyStart, innerBodyStart } from "./body-start.ts";
import { expressionTouches } from "./expression-touches.ts";
import type { Classify, SqlText } from "./sql-text.ts";
import { TokenCursor, isIdentifier, keyword } from "./token-cursor.ts";
import { unknown, words } from "./words.ts";

/** The touches of all statements in a stored program, see `classifyBody`. */
export function bodyTouches(text: SqlText, classify: Classify): Touches {
  const tokens = [...sqlTokens(text.sql, text.mode)];
  const start = bodyStart(tokens, text.mode.oracle === true);
  return start === null
    ? unknown("a program whose body is not found")
    : new BodyReader(text, tokens, classify).read(start);
}

/** Words of control whose condition or query goes on up to one of these. */
const CONTROL: ReadonlyMap<string, readonly string[]> = new Map([
  ["IF", ["THEN"]],
  ["ELSEIF", ["THEN"]],
  ["ELSIF", ["THEN"]],
  ["WHEN", ["THEN"]],
  ["WHILE", ["DO", "LOOP"]],
  ["FOR", ["DO", "LOOP"]],
]);
/** Words in front of a statement, besides. */
const BEFORE_STATEMENT = words("BEGIN ELSE LOOP REPEAT EXCEPTION AS IS");
const BLOCKS = words("IF CASE LOOP WHILE REPEAT FOR");
/** Statements of programs alone, that do nothing but by their expressions; the last ones are of sql_mode=ORACLE. */
const OF_PROGRAMS = words(
  "RETURN LEAVE ITERATE OPEN FETCH CLOSE EXIT CONTINUE GOTO NULL RAISE CURSOR TYPE SUBTYPE PRAGMA",
);

/**
 * Reads a body semicolon by semicolon. What controls the flow is passed over, since all that may run counts; so blocks
 * need not be matched.
 */
class BodyReader {
  private readonly text: SqlText;
  private readonly tokens: readonly SqlToken[];
  private readonly classify: Classify;
  private readonly found = new Map<string, Touch>();
  private at = 0;
  /** The end of the part up to the next semicolon. */
  private to = 0;

  constructor(text: SqlText, tokens: readonly SqlToken[], classify: Classify) {
    this.text = text;
    this.tokens = tokens;
    this.classify = classify;
  }

  read(start: number): Touches {
    this.at = start;
    while (this.at < this.tokens.length) {
      this.to = this.at;
      while (this.to < this.tokens.length && keyword(this.tokens[this.to]) !== ";") this.to += 1;
      while (this.at < this.to) this.step();
      this.at = this.to + 1;
    }
    return [...this.found.values()];
  }

  private add(touches: Touches): void {
    for (const touch of touches) this.found.set(JSON.stringify(touch), touch);
  }

  /** Passes over a word of control, or to the end of the part. */
  private step(): void {
    const word = this.word();
    if (this.skipLabel()) return;
    const ends = CONTROL.get(word);
    if (ends !== undefined) return this.condition(ends, 1);
    if (BEFORE_STATEMENT.has(word)) {
      this.at += 1;
      if (word === "BEGIN" && this.word() === "NOT") this.at += 2;
      return;
    }
    switch (word) {
      case "CASE":
        return this.condition(["WHEN"], 0);
      case "UNTIL":
        return this.condition(["END"], 0);
      case "END":
        return this.end();
      case "FOLLOWS":
      case "PRECEDES":
        this.at += 2;
        return;
      case "DECLARE":
        return this.declare();
      case "PROCEDURE":
      case "FUNCTION":
        this.at = innerBodyStart(this.tokens, this.at + 1, this.to);
        return;
      default:
        this.statement(word);
        this.at = this.to;
    }
  }

  /** `label:` or, in sql_mode=ORACLE, `<<label>>`. */
  private skipLabel(): boolean {
    if (this.word() === "<" && this.word(1) === "<") {
      this.at += 5;
      return true;
    }
    const isLabel = isIdentifier(this.tokens[this.at]) && this.word(1) === ":" && this.word(2) !== "=";
    if (isLabel) this.at += 2;
    return isLabel;
  }

  /** A condition after the word that is next: up to one of these words, and `beyond` words further. */
  private condition(ends: readonly string[], beyond: number): void {
    const from = this.at + 1;
    const end = this.endOfExpression(from, ends);
    if (end === null) {
      this.add(unknown(`${this.word()} without ${ends.join(" or ")} in a program`));
      this.at = this.to;
      return;
    }
    this.expressions(from, end);
    this.at = end + beyond;
  }

  /** Where one of these words stands in no parentheses and in no CASE expression. */
  private endOfExpression(from: number, ends: readonly string[]): number | null {
    let parens = 0;
    let cases = 0;
    for (let at = from; at < this.to; at += 1) {
      const word = keyword(this.tokens[at]);
      if (keyword(this.tokens[at - 1]) === ".") continue;
      if (parens === 0 && cases === 0 && ends.includes(word)) return at;
      if (word === "(") parens += 1;
      if (word === ")") parens -= 1;
      if (word === "CASE") cases += 1;
      if (word === "END" && cases > 0) cases -= 1;
    }
    return null;
  }

  /** END [IF] [label], where a label of sql_mode=ORACLE may be a routine's whole name. */
  private end(): void {
    this.at += 1;
    if (BLOCKS.has(this.word())) this.at += 1;
    if (isIdentifier(this.tokens[this.at])) this.at += this.word(1) === "." ? 3 : 1;
    if (this.at < this.to) this.add(unknown("END with something after it in a program"));
    this.at = this.to;
  }

  private declare(): void {
    const handler = new HandlerConditions();
    handler.declare();
    for (let at = this.at + 1; at < this.to; at += 1) {
      const token = this.tokens[at];
      const word = keyword(token);
      if (token?.kind === "word" ? handler.word(word) === "statement" : this.endsConditions(handler, token)) {
        this.at = at;
        return;
      }
    }
    // sql_mode=ORACLE: the first declaration follows the word.
    this.expressions(this.at, this.to);
    this.at = this.to;
  }

  private endsConditions(handler: HandlerConditions, token: SqlToken | undefined): boolean {
    if (token?.kind === "symbol") handler.symbol(token.text);
    else handler.quoted();
    return false;
  }

  private statement(word: string): void {
    const { mode } = this.text;
    if (OF_PROGRAMS.has(word)) this.expressions(word === "RETURN" ? this.at + 1 : this.at, this.to);
    else if (mode.oracle === true && !STATEMENT_STARTS.has(word)) this.oracleStatement();
    else this.add(this.classify(this.textOf(this.at, this.to), mode));
  }

  /** sql_mode=ORACLE: an assignment, a call without CALL, or a declaration without DECLARE. */
  private oracleStatement(): void {
    const cursor = new TokenCursor(this.tokens.slice(this.at, this.to));
    const isOfRow = cursor.accept(":"); // :NEW.a := …
    const name = cursor.name();
    const inner = cursor.accept(".") ? cursor.identifier() : null;
    const next = cursor.word();
    const isCall = cursor.peek() === undefined || next === "(";
    if (name === null) this.add(this.classify(this.textOf(this.at, this.to), this.text.mode));
    else if (!isCall || isOfRow) this.expressions(this.at, this.to);
    else {
      const called = inner === null ? "" : `.${inner}`;
      this.add([{ kind: "call", routine: { schema: name.schema, name: name.name + called } }]);
      const given = cursor.peek()?.start;
      if (given !== undefined) this.add(expressionTouches(this.text.sql.slice(given, this.endOfPart), this.text.mode));
    }
  }

  private expressions(from: number, to: number): void {
    if (to > from) this.add(expressionTouches(this.textOf(from, to), this.text.mode));
  }

  private textOf(from: number, to: number): string {
    return this.text.sql.slice(this.tokens[from]?.start, this.tokens[to - 1]?.end);
  }

  private get endOfPart(): number | undefined {
    return this.tokens[this.to - 1]?.end;
  }

  private word(distance = 0): string {
    return keyword(this.tokens[this.at + distance]);
  }
}
