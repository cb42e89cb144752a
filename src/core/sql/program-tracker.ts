import type { Block } from "./block-stack.ts";
import { ProgramBody } from "./program-body.ts";
import { ProgramHead } from "./program-head.ts";
import type { HeadStep } from "./program-head.ts";
import type { SqlPosition } from "./sql-problem.ts";

export type TrackerOptions = {
  readonly product: "mysql" | "mariadb";
  /** Turns an offset of the window into a place of the file. */
  readonly locate: (offset: number) => SqlPosition;
};

/** The longest keyword of the heads and bodies is CURRENT_USER. */
const LONGEST_KEYWORD = 12;
const MOST_WORDS = 10_000;

/** Reads one statement's tokens to tell whether its semicolons end it, or belong to the body of a stored program. */
export class ProgramTracker {
  private readonly options: TrackerOptions;
  private readonly upperCased = new Map<string, string>();
  private head: ProgramHead;
  private body: ProgramBody | null = null;
  private reading: "head" | "body" | "nothing" = "head";

  constructor(options: TrackerOptions) {
    this.options = options;
    this.head = new ProgramHead(false);
  }

  /** A new statement begins. */
  reset(oracle: boolean): void {
    this.head = new ProgramHead(oracle);
    this.body = null;
    this.reading = "head";
  }

  /** Whether it wants to see the words of this statement. */
  get tracking(): boolean {
    return this.reading !== "nothing";
  }

  /** Whether a semicolon here belongs to a body. */
  get open(): boolean {
    return this.reading === "body" && this.body?.open === true;
  }

  /** The block to tell of if the script ends while a body is open. */
  get unclosed(): Block | null {
    return this.open && this.body !== null ? this.body.unclosed : null;
  }

  /** Whether `$$` would begin a string here: the code of a routine in another language, since MySQL 9. */
  get dollarStrings(): boolean {
    return this.reading === "head" && this.head.beforeCode && this.options.product === "mysql";
  }

  word(text: string, offset: number): void {
    const upper = this.upperCase(text);
    if (this.reading === "head") this.follow(this.head.word(upper), offset, (body) => body.word(upper, offset));
    else this.body?.word(upper, offset);
    this.settle();
  }

  symbol(sign: string, offset: number): void {
    if (this.reading === "head") this.follow(this.head.symbol(sign), offset, (body) => body.symbol(sign));
    else this.body?.symbol(sign);
    this.settle();
  }

  quoted(quote: string, offset: number): void {
    if (this.reading === "head") this.follow(this.head.quoted(quote), offset, (body) => body.quoted(quote));
    else this.body?.quoted(quote);
    this.settle();
  }

  /** A semicolon that belongs to the body. */
  semicolon(): void {
    this.body?.semicolon();
  }

  /** Scripts are made of few different words: to look one up takes half the time of changing it. */
  private upperCase(word: string): string {
    if (word.length > LONGEST_KEYWORD) return "";
    const known = this.upperCased.get(word);
    if (known !== undefined) return known;
    const upper = word.toUpperCase();
    if (this.upperCased.size < MOST_WORDS) this.upperCased.set(word, upper);
    return upper;
  }

  private follow(step: HeadStep, offset: number, feed: (body: ProgramBody) => void): void {
    if (step === "head") return;
    // What follows AS in MySQL is code in a string, never declarations.
    if (step === "plain" || (step === "declarations here" && this.options.product === "mysql")) {
      this.reading = "nothing";
      return;
    }
    const body = this.body ?? new ProgramBody(this.options.locate);
    this.body = body;
    if (step !== "perhaps body here") this.reading = "body";
    if (step.startsWith("declarations")) body.openDeclarations(offset);
    if (!step.endsWith("next")) feed(body);
  }

  /** A body that no block can open in any more is like any other statement. */
  private settle(): void {
    if (this.reading === "body" && this.body?.done === true) this.reading = "nothing";
  }
}
