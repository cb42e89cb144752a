import type { SqlPosition } from "./sql-problem.ts";

export type BlockKind =
  "BEGIN" | "IF" | "CASE" | "LOOP" | "WHILE" | "REPEAT" | "FOR" | "CASE expression" | "declarations";

export type Block = {
  kind: BlockKind;
  readonly at: SqlPosition;
  /** How many parentheses are open around a CASE expression: an alias `end` in a sub-query does not close it. */
  readonly parens: number;
  /** WHILE and FOR: DO (in sql_mode=ORACLE: LOOP) has not come yet. REPEAT: UNTIL has come, which no semicolon ends. */
  inCondition: boolean;
  /** Declarations: they have come to those of a routine inside, whose BEGIN is not their own. */
  inRoutine: boolean;
};

/** The blocks of a program that are open. */
export class BlockStack {
  private readonly blocks: Block[] = [];
  private ended: Block | null = null;
  /** The first block that was closed by an END of another kind: the likely culprit if blocks stay open. */
  private suspect: Block | null = null;

  get size(): number {
    return this.blocks.length;
  }

  get top(): Block | undefined {
    return this.blocks.at(-1);
  }

  /** The block to tell of if the script ends here. */
  get unclosed(): Block | null {
    return this.suspect ?? this.blocks.findLast(({ kind }) => kind !== "CASE expression") ?? this.top ?? null;
  }

  push(kind: BlockKind, at: SqlPosition, parens: number): void {
    const inCondition = kind === "WHILE" || kind === "FOR";
    this.blocks.push({ kind, at, parens, inCondition, inRoutine: false });
  }

  /** BEGIN after declarations ends those of its own block; that of a routine inside of them opens another block. */
  begin(at: SqlPosition): void {
    const { top } = this;
    if (top?.kind === "declarations" && !top.inRoutine) top.kind = "BEGIN";
    else {
      if (top !== undefined) top.inRoutine = false;
      this.push("BEGIN", at, 0);
    }
  }

  until(): void {
    if (this.top?.kind === "REPEAT") this.top.inCondition = true;
  }

  /**
   * A word inside a statement, in so many parentheses, after an operand or after what needs one. Gives whether a
   * statement may begin after it.
   */
  innerWord(upper: string, parens: number, afterOperand: boolean): boolean {
    const { top } = this;
    if (top === undefined) return false;
    if (upper === "END") {
      if (afterOperand && top.parens === parens) this.innerEnd(top);
      return false;
    }
    if (top.kind === "CASE expression") return false;
    if ((upper === "DO" || upper === "LOOP") && top.inCondition) {
      top.inCondition = false;
      return true;
    }
    const endsHead = top.kind === "declarations" && parens === 0 && (upper === "AS" || upper === "IS");
    return endsHead || upper === "THEN" || upper === "ELSE";
  }

  /** END where it is no name: of a CASE expression, or of REPEAT after what UNTIL asks. */
  private innerEnd(top: Block): void {
    if (top.kind === "CASE expression") this.blocks.pop();
    if (top.kind === "REPEAT" && top.inCondition) this.end();
  }

  /** END; the next token tells of what, see `endOf`. */
  end(): void {
    this.dropExpressions();
    this.ended = this.blocks.pop() ?? null;
  }

  /** What follows END: IF, LOOP … or "" for anything that does not belong to it. */
  endOf(keyword: string): void {
    if (this.ended === null) return;
    const { kind } = this.ended;
    const expected = kind === "BEGIN" || kind === "declarations" ? "" : kind;
    // sql_mode=ORACLE closes WHILE and FOR by END LOOP.
    const isLoop = keyword === "LOOP" && (expected === "WHILE" || expected === "FOR");
    if (expected !== keyword && !isLoop) this.suspect ??= this.ended;
    this.ended = null;
  }

  /** Whether END was the last token. */
  get afterEnd(): boolean {
    return this.ended !== null;
  }

  /** A semicolon: expressions end with their statement, whatever is wrong with them. */
  dropExpressions(): void {
    while (this.top?.kind === "CASE expression") this.blocks.pop();
  }
}
