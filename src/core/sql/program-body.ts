import { HandlerConditions } from "./handler-conditions.ts";
import type { SqlPosition } from "./sql-problem.ts";

type BlockKind = "BEGIN" | "IF" | "CASE" | "LOOP" | "WHILE" | "REPEAT" | "FOR" | "case expression" | "declarations";

type Block = {
  kind: BlockKind;
  readonly at: SqlPosition;
  /** How many parentheses are open around a CASE expression: an alias `end` in a sub-query does not close it. */
  readonly parens: number;
  /** WHILE and FOR: DO (in sql_mode=ORACLE: LOOP) has not come yet. */
  header: boolean;
  /** In declarations: a routine has begun whose BEGIN has not come, and whether its own declarations have. */
  routine: "none" | "header" | "declarations";
};

/** A block that was not closed: its keyword as the user knows it, and where it stands. */
export type OpenBlock = { readonly keyword: string; readonly at: SqlPosition };

/** What END may be followed by without that being the start of something. */
const AFTER_END: ReadonlySet<string> = new Set(["IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"]);
/** After these an `END` in a CASE expression is the name of a column. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(
  (
    "ALL AND ANY AS BETWEEN BINARY BY CASE COLLATE DISTINCT DIV ELSE ESCAPE EXISTS FROM HAVING IN INTERVAL IS LIKE MOD " +
    "NOT ON OR REGEXP RETURN RLIKE SELECT SET SOME SOUNDS THEN USING WHEN WHERE XOR"
  ).split(" "),
);

/**
 * Follows the blocks of a stored program's body, to tell which semicolons are inside of it. BEGIN, END, DO and others
 * are no reserved words, so each counts only where a statement may begin (`atStart`) or where the grammar of both
 * servers leaves no other choice.
 */
export class ProgramBody {
  private readonly blocks: Block[] = [];
  private readonly locate: (offset: number) => SqlPosition;
  private readonly handler = new HandlerConditions();
  private atStart = true;
  private previous: "operand" | "operator" | "dot" | "at" = "operator";
  private parens = 0;
  /** The last token may be a label, if a colon follows. */
  private maybeLabel = false;
  /** How deep in the signs of a label of sql_mode=ORACLE: `<<name>>`. */
  private angles = 0;
  private afterEnd: Block | null = null;
  private skipName = false;
  /** The first block that was closed by an END of another kind; it is the likely culprit if blocks stay open. */
  private suspect: Block | null = null;

  constructor(locate: (offset: number) => SqlPosition) {
    this.locate = locate;
  }

  /** Whether a semicolon here belongs to the body. */
  get open(): boolean {
    return this.blocks.length > 0;
  }

  /** Whether nothing can open any more: what follows, up to a semicolon, needs no tracking. */
  get done(): boolean {
    return !this.open && !this.atStart && !this.maybeLabel && !this.skipName;
  }

  get openBlock(): OpenBlock | null {
    const block = this.suspect ?? this.blocks.findLast(({ kind }) => kind !== "case expression") ?? this.blocks.at(-1);
    if (block === undefined) return null;
    return { keyword: block.kind === "declarations" ? "declarations" : block.kind, at: block.at };
  }

  /** Opens the declarations of a package, or of a block of sql_mode=ORACLE. */
  openDeclarations(offset: number): void {
    this.push("declarations", offset);
    this.atStart = true;
  }

  /** A word in upper case, or "" for one too long to matter; `offset` is its place in the window. */
  word(upper: string, offset: number): void {
    if (this.previous === "dot" || this.previous === "at") return this.operand();
    if (this.angles > 0) return;
    if (this.skipName) {
      this.skipName = false;
      return;
    }
    const ended = this.afterEnd;
    this.afterEnd = null;
    this.maybeLabel = false;
    if (ended !== null && AFTER_END.has(upper)) return this.closedBy(ended, upper);
    if (ended !== null) this.closedBy(ended, "");
    const condition = this.handler.word(upper);
    if (condition === "condition") return;
    if (condition === "statement") this.atStart = true;
    if (this.atStart) this.firstWord(upper, offset);
    else this.innerWord(upper, offset);
  }

  quoted(): void {
    if (this.skipName) {
      this.skipName = false;
      return;
    }
    const starts = this.atStart;
    this.settle();
    if (this.handler.quoted()) return;
    this.operand();
    this.maybeLabel = starts;
  }

  symbol(sign: string): void {
    if (this.handler.symbol(sign)) return;
    if (this.maybeLabel && sign === ":") {
      this.maybeLabel = false;
      this.atStart = true;
      return;
    }
    if (sign === "<" && this.atStart) {
      this.angles += 1;
      return;
    }
    if (sign === ">" && this.angles > 0) {
      this.angles -= 1;
      return;
    }
    this.settle();
    this.atStart = false;
    if (sign === "(") this.parens += 1;
    if (sign === ")") this.parens -= 1;
    this.previous = sign === ")" ? "operand" : sign === "." ? "dot" : sign === "@" ? "at" : "operator";
  }

  semicolon(): void {
    this.settle();
    this.handler.reset();
    this.dropExpressions();
    const top = this.blocks.at(-1);
    if (top !== undefined && top.routine === "header") top.routine = "none";
    this.parens = 0;
    this.angles = 0;
    this.atStart = this.open;
    this.previous = "operator";
  }

  /** A word where a statement may begin; some leave the next word there, too. */
  private firstWord(upper: string, offset: number): void {
    switch (upper) {
      case "NOT": // BEGIN NOT ATOMIC
      case "ATOMIC":
      case "ELSE":
      case "AS": // sql_mode=ORACLE: PACKAGE p AS
      case "IS":
        return;
      case "BEGIN":
        return this.begin(offset);
      case "LOOP":
      case "REPEAT":
        this.push(upper, offset);
        return;
      case "FOLLOWS": // CREATE TRIGGER … FOR EACH ROW FOLLOWS other
      case "PRECEDES":
        this.skipName = !this.open;
        return;
      case "DECLARE":
        if (!this.open) return this.openDeclarations(offset);
        this.handler.declare();
        break;
      case "IF":
      case "CASE":
      case "WHILE":
      case "FOR":
        this.push(upper, offset).header = upper === "WHILE" || upper === "FOR";
        break;
      case "END":
        this.end();
        break;
      case "PROCEDURE":
      case "FUNCTION":
        this.beginRoutine();
        break;
      default:
        this.maybeLabel = true;
    }
    this.atStart = false;
    this.previous = OPERATOR_WORDS.has(upper) ? "operator" : "operand";
  }

  /** A word inside a statement. */
  private innerWord(upper: string, offset: number): void {
    const top = this.blocks.at(-1);
    const inExpression = top?.kind === "case expression";
    const isOperand = this.previous === "operand";
    this.previous = OPERATOR_WORDS.has(upper) ? "operator" : "operand";
    if (upper === "CASE") this.push("case expression", offset);
    else if (top === undefined) return;
    else if (inExpression) {
      if (upper === "END" && isOperand && top.parens === this.parens) this.blocks.pop();
    } else if (upper === "THEN" || upper === "ELSE") this.atStart = true;
    else if ((upper === "DO" || upper === "LOOP") && top.header) {
      top.header = false;
      this.atStart = true;
    } else if (top.kind === "declarations" && this.parens === 0) this.declarationWord(top, upper, offset);
  }

  private declarationWord(top: Block, upper: string, offset: number): void {
    if (upper === "BEGIN" && top.routine !== "none") this.begin(offset);
    else if (upper === "PROCEDURE" || upper === "FUNCTION") this.beginRoutine();
    else if (upper === "AS" || upper === "IS") {
      if (top.routine === "header") top.routine = "declarations";
      this.atStart = true;
    }
  }

  /** BEGIN after declarations ends those of its own block; that of a routine inside them opens another block. */
  private begin(offset: number): void {
    const top = this.blocks.at(-1);
    if (top?.kind === "declarations" && top.routine === "none") top.kind = "BEGIN";
    else {
      if (top !== undefined) top.routine = "none";
      this.push("BEGIN", offset);
    }
    this.atStart = true;
  }

  private beginRoutine(): void {
    const top = this.blocks.at(-1);
    if (top?.kind === "declarations" && top.routine === "none") top.routine = "header";
  }

  private end(): void {
    this.dropExpressions();
    this.afterEnd = this.blocks.pop() ?? null;
  }

  private push(kind: BlockKind, offset: number): Block {
    const block: Block = { kind, at: this.locate(offset), parens: this.parens, header: false, routine: "none" };
    this.blocks.push(block);
    return block;
  }

  /** CASE expressions end with their statement at the latest, whatever is wrong with them. */
  private dropExpressions(): void {
    while (this.blocks.at(-1)?.kind === "case expression") this.blocks.pop();
  }

  private operand(): void {
    this.previous = "operand";
    this.atStart = false;
  }

  /** What came last has turned out to be no label, and not to be the first half of END IF. */
  private settle(): void {
    this.maybeLabel = false;
    if (this.afterEnd !== null) this.closedBy(this.afterEnd, "");
    this.afterEnd = null;
  }

  private closedBy(block: Block, keyword: string): void {
    const expected = block.kind === "BEGIN" || block.kind === "declarations" ? "" : block.kind;
    // sql_mode=ORACLE closes WHILE and FOR by END LOOP.
    const isLoop = keyword === "LOOP" && (expected === "WHILE" || expected === "FOR");
    if (expected !== keyword && !isLoop) this.suspect ??= block;
  }
}
