import type { WrittenName } from "../../undo/touch.ts";
import type { SqlToken } from "../sql-tokens.ts";

/** An unquoted word in upper case, or a sign; "" for what is quoted and for the end. */
export function keyword(token: SqlToken | undefined): string {
  return token === undefined || token.kind === "string" || token.kind === "name" ? "" : token.text.toUpperCase();
}

/** Whether a token can be a name, or a part of one. */
export function isIdentifier(token: SqlToken | undefined): token is SqlToken {
  return token !== undefined && (token.kind === "word" || token.kind === "name");
}

/** Reads a statement from its first token on, and no further than it is asked to. */
export class TokenCursor {
  private readonly source: Iterator<SqlToken>;
  private readonly seen: SqlToken[] = [];
  private at = 0;

  constructor(tokens: Iterable<SqlToken>) {
    this.source = tokens[Symbol.iterator]();
  }

  /** The token `distance` after the next one, which stays the next one. */
  peek(distance = 0): SqlToken | undefined {
    while (this.seen.length <= this.at + distance) {
      const step = this.source.next();
      if (step.done === true) return undefined;
      this.seen.push(step.value);
    }
    return this.seen[this.at + distance];
  }

  next(): SqlToken | undefined {
    const token = this.peek();
    if (token !== undefined) this.at += 1;
    return token;
  }

  /** The keyword or sign there, see `keyword`. */
  word(distance = 0): string {
    return keyword(this.peek(distance));
  }

  /** Passes over these words if they all come next, in this order. */
  accept(...words: readonly string[]): boolean {
    if (!words.every((word, distance) => this.word(distance) === word)) return false;
    this.at += words.length;
    return true;
  }

  /** Passes over any number of these words. */
  skipAny(words: ReadonlySet<string>): void {
    while (words.has(this.word())) this.at += 1;
  }

  /** Takes the tokens in front of the first of these words that is in no parentheses, or all. */
  until(...words: readonly string[]): SqlToken[] {
    const taken: SqlToken[] = [];
    let parens = 0;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      const word = keyword(token);
      if (parens === 0 && words.includes(word) && keyword(taken.at(-1)) !== ".") break;
      if (word === "(") parens += 1;
      if (word === ")") parens -= 1;
      taken.push(token);
      this.at += 1;
    }
    return taken;
  }

  rest(): SqlToken[] {
    return this.until();
  }

  /** Takes one name without a schema. */
  identifier(): string | null {
    const token = this.peek();
    if (!isIdentifier(token)) return null;
    this.at += 1;
    return token.text;
  }

  /** Takes `name`, `schema.name` or `.name`; null if there is none. */
  name(): WrittenName | null {
    this.accept(".");
    const first = this.identifier();
    if (first === null) return null;
    const second = this.peek(1);
    if (this.word() !== "." || !isIdentifier(second)) return { schema: null, name: first };
    this.at += 2;
    return { schema: first, name: second.text };
  }

  /** Takes names with commas between them; null if one is missing. */
  names(): WrittenName[] | null {
    const names: WrittenName[] = [];
    do {
      const name = this.name();
      if (name === null) return null;
      names.push(name);
    } while (this.accept(","));
    return names;
  }

  skipIfExists(): void {
    if (!this.accept("IF", "NOT", "EXISTS")) this.accept("IF", "EXISTS");
  }

  /** MariaDB: WAIT n, NOWAIT. */
  skipWait(): void {
    if (!this.accept("NOWAIT") && this.accept("WAIT")) this.next();
  }
}
