import { clientCommandMessage, isClientCommandWord } from "./client-command.ts";
import { isDelimiterCommand, readDelimiterCommand } from "./delimiter-command.ts";
import { DEFAULT_LEXICAL_MODE } from "./lexical-mode.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { ProgramTracker } from "./program-tracker.ts";
import { Scanner } from "./scanner.ts";
import type { TokenKind } from "./scanner.ts";
import { ScriptInput } from "./script-input.ts";
import { ScriptPosition } from "./script-position.ts";
import type { SplitterOptions, SplitterStep, StatementSplitter } from "./splitter.ts";
import type { SqlPosition, SqlProblem, SqlProblemCode } from "./sql-problem.ts";
import { StatementText } from "./statement-text.ts";
import { endOfUseLine } from "./use-command.ts";

/** What a token leads to: a step, a look at more text, or nothing yet. */
type Outcome = SplitterStep | "more" | null;

/** The splitter: cuts at the delimiters that the scanner finds, unless the tracker says that they are inside a body. */
export class StatementReader implements StatementSplitter {
  private readonly input = new ScriptInput();
  private readonly position = new ScriptPosition();
  private readonly statement = new StatementText();
  private readonly scanner: Scanner;
  private readonly tracker: ProgramTracker;
  private mode: LexicalMode;
  private started = false;
  private finished = false;
  private problem: SqlProblem | null = null;
  /** Where the last string or comment began that ran over the end of its window, and the last version comment. */
  private openAt: SqlPosition | null = null;
  private versionAt: SqlPosition | null = null;

  constructor(options: SplitterOptions) {
    this.mode = options.mode ?? DEFAULT_LEXICAL_MODE;
    this.scanner = new Scanner({ product: options.product, version: options.version }, this.mode);
    this.tracker = new ProgramTracker({ product: options.product, locate: (offset) => this.position.locate(offset) });
  }

  push(text: string, source?: string): void {
    const isMarked = !this.started && text.startsWith("\ufeff");
    if (text !== "") this.started = true;
    const kept = isMarked ? text.slice(1) : text;
    this.position.announce(kept.length, source);
    this.input.push(kept);
  }

  finish(): void {
    this.finished = true;
  }

  setMode(mode: LexicalMode): void {
    this.mode = mode;
    this.scanner.setMode(mode);
  }

  next(): SplitterStep {
    for (;;) {
      if (this.problem !== null) return { kind: "problem", problem: this.problem };
      const outcome = this.token(this.scanner.next());
      if (outcome === "more") {
        if (!this.moveOn()) return { kind: "more" };
      } else if (outcome !== null) return outcome;
    }
  }

  /** Gets the next piece of text into the window, or the knowledge that there is none. */
  private moveOn(): boolean {
    const { scanner } = this;
    const piece = this.input.take();
    if (piece === null) {
      scanner.final = this.finished;
      return this.finished;
    }
    this.statement.keep(scanner.text, scanner.pos);
    const done = scanner.pos;
    scanner.moveOn(piece);
    this.position.moveWindow(scanner.text, done);
    return true;
  }

  private token(kind: TokenKind): Outcome {
    const { scanner, tracker } = this;
    switch (kind) {
      case "more":
        return "more";
      case "end":
        return this.end();
      case "semicolon":
        if (!tracker.open) return this.endStatement();
        tracker.semicolon();
        return null;
      case "delimiter":
        return this.endStatement();
      case "command":
        return this.command();
      case "word":
        return this.word();
      case "text":
        this.content();
        if (scanner.open !== null) tracker.word("", scanner.start);
        break;
      case "symbol":
        this.content();
        tracker.symbol(scanner.text.charAt(scanner.start), scanner.start);
        break;
      case "quoted":
        this.content();
        tracker.quoted(scanner.quote, scanner.start);
        break;
      default:
        return this.comment(kind);
    }
    this.followTracker();
    return null;
  }

  private comment(
    kind: "comment" | "line-comment" | "version-open" | "version-close" | "version-comment" | "open",
  ): null {
    const { scanner, statement } = this;
    switch (kind) {
      case "comment":
        if (this.openAt === null) this.leadingComment();
        break;
      case "line-comment":
        scanner.pos = statement.lineComment(scanner.text, scanner.pos);
        break;
      case "version-open":
        this.versionAt = this.position.locate(scanner.start);
        this.content();
        break;
      case "version-close":
        break;
      case "version-comment":
        this.content();
        break;
      case "open":
        this.openAt = this.position.locate(scanner.start);
        if (scanner.open?.kind === "comment") this.leadingComment();
        else this.content();
        return null;
    }
    this.openAt = null;
    return null;
  }

  private leadingComment(): void {
    const { scanner, statement } = this;
    if (!statement.begun) statement.leadingComment(scanner.start, this.position.locate(scanner.start).line);
  }

  /** The statement has begun, here at the latest. */
  private content(): void {
    const { scanner, statement } = this;
    if (scanner.open === null) this.openAt = null;
    if (statement.begun) return;
    statement.begin(scanner.start, this.position.locate(scanner.start));
    this.tracker.reset(this.mode.oracle === true);
    scanner.leading = false;
  }

  private followTracker(): void {
    this.scanner.words = this.tracker.tracking;
    this.scanner.dollarStrings = this.tracker.dollarStrings;
  }

  private word(): Outcome {
    const { scanner } = this;
    const word = scanner.text.slice(scanner.start, scanner.pos);
    if (!this.statement.begun) {
      if (isDelimiterCommand(word)) return this.delimiterCommand(scanner.start + "DELIMITER".length);
      if (isClientCommandWord(word)) return this.fail("CLIENT_COMMAND", clientCommandMessage(word));
      if (word.toUpperCase() === "USE") return this.use();
    }
    this.content();
    this.tracker.word(word, scanner.start);
    this.followTracker();
    return null;
  }

  private use(): Outcome {
    const { scanner } = this;
    const end = endOfUseLine({ text: scanner.text, from: scanner.pos, final: scanner.final });
    if (end === "more") {
      scanner.pos = scanner.start;
      return "more";
    }
    this.content();
    if (end === null) {
      scanner.words = false;
      return null;
    }
    scanner.pos = end;
    scanner.start = end;
    return this.endStatement();
  }

  private command(): Outcome {
    const { scanner } = this;
    const command = scanner.text.slice(scanner.start, scanner.pos);
    if (command === "\\d" && !this.statement.begun) return this.delimiterCommand(scanner.pos);
    return this.fail("CLIENT_COMMAND", clientCommandMessage(command));
  }

  private delimiterCommand(from: number): Outcome {
    const { scanner } = this;
    const command = readDelimiterCommand({ text: scanner.text, from, final: scanner.final });
    switch (command.kind) {
      case "more":
        scanner.pos = scanner.start;
        return "more";
      case "problem":
        return this.fail("INVALID_DELIMITER", command.message);
      case "set":
        scanner.setDelimiter(command.delimiter);
        scanner.pos = command.end;
        this.statement.clear();
        return null;
    }
  }

  private endStatement(): Outcome {
    const { scanner, statement } = this;
    const done = statement.end(scanner.text, scanner.start);
    scanner.leading = true;
    scanner.words = true;
    return done === null ? null : { kind: "statement", statement: done };
  }

  private end(): Outcome {
    const { scanner, tracker } = this;
    scanner.start = scanner.text.length;
    const isString = scanner.open?.kind === "string" || scanner.open?.kind === "dollar-string";
    if (isString && this.openAt !== null)
      return this.fail("UNTERMINATED_STRING", "a string or quoted name is not closed", this.openAt);
    const commentAt = scanner.open === null ? (scanner.inVersionComment ? this.versionAt : null) : this.openAt;
    if (commentAt !== null) return this.fail("UNTERMINATED_COMMENT", "a comment is not closed", commentAt);
    const block = this.statement.begun ? tracker.openBlock : null;
    if (block !== null) return this.fail("UNTERMINATED_BLOCK", `${block.keyword} is not closed`, block.at);
    return this.endStatement() ?? { kind: "end" };
  }

  private fail(code: SqlProblemCode, message: string, at = this.position.locate(this.scanner.start)): SplitterStep {
    this.problem = { code, message, ...at };
    return { kind: "problem", problem: this.problem };
  }
}
