import { BlockStack } from "./block-stack.ts";
import type { Block, BlockKind } from "./block-stack.ts";
import { HandlerConditions } from "./handler-conditions.ts";
import { ProgramHead } from "./program-head.ts";
import type { HeadStep } from "./program-head.ts";
import { AFTER_END, OPERATOR_WORDS } from "./program-words.ts";
import type { SqlPosition } from "./sql-problem.ts";

/**
 * Follows the blocks of a stored program's body, to tell which semicolons are inside of it. BEGIN, END, DO and others
 * are no reserved words, so each counts only where a statement may begin (`atStart`) or where the grammar of both
 * servers leaves no other choice.
 */
export class ProgramBody {
  private readonly blocks = new BlockStack();
  private readonly locate: (offset: number) => SqlPosition;
  private readonly handler = new HandlerConditions();
  private atStart = true;
  private previous: "operand" | "operator" | "dot" | "at" = "operator";
  private parens = 0;
  /** The last token may be a label, if a colon follows. */
  private maybeLabel = false;
  /** How deep in the signs of a label of sql_mode=ORACLE: `<<name>>`. */
  private angles = 0;
  private skipName = false;
  /** The head of a routine inside of a package is being read. */
  private head: ProgramHead | null = null;

  constructor(locate: (offset: number) => SqlPosition) {
    this.locate = locate;
  }

  /** Whether a semicolon here belongs to the body. */
  get open(): boolean {
    return this.blocks.size > 0;
  }

  /** Whether nothing can open any more: what follows, up to a semicolon, needs no tracking. */
  get done(): boolean {
    return !this.open && !this.atStart && !this.maybeLabel && !this.skipName;
  }

  get unclosed(): Block | null {
    return this.blocks.unclosed;
  }

  /** Opens the declarations of a package, or of a block of sql_mode=ORACLE. */
  openDeclarations(offset: number): void {
    this.push("declarations", offset);
    this.atStart = true;
  }

  /** A word in upper case, or "" for one too long to matter; `offset` is its place in the window. */
  word(upper: string, offset: number): void {
    if (this.head !== null) return this.follow(this.head.word(upper), () => this.word(upper, offset));
    if (this.previous === "dot" || this.previous === "at") return this.operand();
    if (this.angles > 0) return;
    if (this.skipName) {
      this.skipName = false;
      return;
    }
    this.maybeLabel = false;
    if (this.blocks.afterEnd) {
      const isPart = AFTER_END.has(upper);
      this.blocks.endOf(isPart ? upper : "");
      if (isPart) return;
    }
    const condition = this.handler.word(upper);
    if (condition === "condition") return;
    if (condition === "statement") this.atStart = true;
    if (this.atStart) this.firstWord(upper, offset);
    else this.innerWord(upper, offset);
  }

  quoted(quote: string): void {
    if (this.head !== null) return this.follow(this.head.quoted(quote), () => this.quoted(quote));
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
    if (this.head !== null) return this.follow(this.head.symbol(sign), () => this.symbol(sign));
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
    this.blocks.dropExpressions();
    this.head = null;
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
        this.push(upper, offset);
        break;
      case "UNTIL":
        this.blocks.until();
        break;
      case "END":
        this.blocks.end();
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

  private innerWord(upper: string, offset: number): void {
    const afterOperand = this.previous === "operand";
    this.previous = OPERATOR_WORDS.has(upper) ? "operator" : "operand";
    if (upper === "CASE") this.push("CASE expression", offset);
    else if (upper === "PROCEDURE" || upper === "FUNCTION") this.beginRoutine();
    else this.atStart = this.blocks.innerWord(upper, this.parens, afterOperand);
  }

  private beginRoutine(): void {
    const { top } = this.blocks;
    if (top?.kind === "declarations" && !top.inRoutine) this.head = ProgramHead.ofInnerRoutine();
  }

  /** A token of an inner routine's head: its own block or declarations may begin with it. */
  private follow(step: HeadStep, again: () => void): void {
    if (step === "head") return;
    this.head = null;
    const { top } = this.blocks;
    if (step === "plain" || top === undefined) return;
    this.atStart = true;
    top.inRoutine = true;
    again();
    // Only BEGIN, directly or after declarations, is told from the package's own by this.
    if (step === "body here") top.inRoutine = false;
  }

  private begin(offset: number): void {
    this.blocks.begin(this.locate(offset));
    this.atStart = true;
  }

  private push(kind: BlockKind, offset: number): void {
    this.blocks.push(kind, this.locate(offset), this.parens);
  }

  private operand(): void {
    this.previous = "operand";
    this.atStart = false;
  }

  /** What came last has turned out to be no label, and not to be the first half of END IF. */
  private settle(): void {
    this.maybeLabel = false;
    this.blocks.endOf("");
  }
}
