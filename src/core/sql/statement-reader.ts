import { DEFAULT_LEXICAL_MODE } from "./lexical-mode.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { ProgramTracker } from "./program-tracker.ts";
import type { Scanner } from "./scanner.ts";

import { readCommandSign, readCommandWord } from "./script-command.ts";
import type { ScriptCommand } from "./script-command.ts";
import { ScriptWindow } from "./script-window.ts";
import type { SplitterOptions, SplitterStep, StatementSplitter } from "./splitter.ts";
import type { SqlPosition, SqlProblem, SqlProblemCode } from "./sql-problem.ts";
import { StatementText } from "./statement-text.ts";
import { tokenOf } from "./token.ts";
import type { TokenKind } from "./token.ts";
import { unfinishedProblem } from "./unfinished.ts";

/** What a token leads to: a step, a look at more text, or nothing yet. */
type Outcome = SplitterStep | "more" | null;

const MOST_WORDS = 1000;

/** The splitter: cuts at the delimiters that the scanner finds, unless the tracker says that they are inside a body. */
export class StatementReader implements StatementSplitter {
  private readonly window: ScriptWindow;
  private readonly statement = new StatementText();
  private readonly scanner: Scanner;
  private readonly tracker: ProgramTracker;
  private mode: LexicalMode;
  private problem: SqlProblem | null = null;
  /** First words that have turned out to be no commands; there are few, and most statements begin with them. */
  private readonly sqlWords = new Set<string>();
  /** Where the last string or comment began that ran over the end of its window, and the last version comment. */
  private openAt: SqlPosition | null = null;
  private versionAt: SqlPosition | null = null;

  constructor(options: SplitterOptions) {
    this.mode = options.mode ?? DEFAULT_LEXICAL_MODE;
    const reader = { product: options.product, version: options.version };
    this.window = new ScriptWindow(reader, this.mode);
    this.scanner = this.window.scanner;
    this.tracker = new ProgramTracker({ product: options.product, locate: (offset) => this.window.locate(offset) });
  }

  push(text: string, source?: string): void {
    this.window.push(text, source);
  }

  finish(): void {
    this.window.finish();
  }

  setMode(mode: LexicalMode): void {
    this.mode = mode;
    this.scanner.setMode(mode);
  }

  next(): SplitterStep {
    const keep = (text: string, done: number): void => this.statement.keep(text, done);
    for (;;) {
      if (this.problem !== null) return { kind: "problem", problem: this.problem };
      const outcome = this.token(this.scanner.next());
      if (outcome === "more") {
        if (!this.window.moveOn(keep)) return { kind: "more" };
      } else if (outcome !== null) return outcome;
    }
  }

  private token(kind: TokenKind): Outcome {
    const { scanner, tracker } = this;
    switch (kind) {
      case "more":
        return "more";
      case "end":
        return this.end();
      case "semicolon":
        // In a version comment one ends nothing: what is left of the comment would be no SQL.
        if (!tracker.open && !scanner.inVersionComment) return this.endStatement();
        tracker.semicolon();
        return null;
      case "delimiter":
        return this.endStatement();
      case "symbol":
      case "command":
        return this.sign(kind);
      case "word":
        return this.word();
      case "text":
        this.content();
        if (scanner.open !== null) tracker.word("", scanner.start);
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
        this.versionAt = this.window.locate(scanner.start);
        this.content();
        break;
      case "version-close":
        break;
      case "version-comment":
        this.content();
        break;
      case "open":
        this.openAt = this.window.locate(scanner.start);
        if (scanner.open !== null && tokenOf(scanner.open) === "comment") this.leadingComment();
        else this.content();
        return null;
    }
    this.openAt = null;
    return null;
  }

  private leadingComment(): void {
    const { scanner, statement } = this;
    if (!statement.begun) statement.leadingComment(scanner.start, this.window.locate(scanner.start).line);
  }

  /** The statement has begun, here at the latest. */
  private content(): void {
    const { scanner, statement } = this;
    if (scanner.open === null) this.openAt = null;
    if (statement.begun) return;
    statement.begin(scanner.start, this.window.locate(scanner.start));
    this.tracker.reset(this.mode.oracle === true);
    scanner.leading = false;
  }

  private followTracker(): void {
    this.scanner.words = this.tracker.tracking;
    this.scanner.dollarStrings = this.tracker.dollarStrings;
  }

  private word(): Outcome {
    const { scanner, statement, tracker } = this;
    const word = scanner.text.slice(scanner.start, scanner.pos);
    if (!statement.begun && !this.sqlWords.has(word)) {
      const command = readCommandWord(word, this.window.view(), scanner.delimiter);
      if (command.kind !== "none") return this.carryOut(command);
      if (word.toUpperCase() !== "USE" && this.sqlWords.size < MOST_WORDS) this.sqlWords.add(word);
    }
    this.content();
    tracker.word(word, scanner.start);
    this.followTracker();
    return null;
  }

  private sign(kind: "symbol" | "command"): Outcome {
    const { scanner, statement, tracker } = this;
    const sign = scanner.text.slice(scanner.start, scanner.pos);
    if (kind === "command" || (sign === "?" && !statement.begun)) {
      return this.carryOut(readCommandSign(sign, this.window.view(), !statement.begun));
    }
    this.content();
    tracker.symbol(sign, scanner.start);
    this.followTracker();
    return null;
  }

  private carryOut(command: ScriptCommand): Outcome {
    const { scanner, statement } = this;
    switch (command.kind) {
      case "none":
        return null;
      case "more":
        scanner.pos = scanner.start;
        return "more";
      case "problem":
        return this.fail(command.code, command.message);
      case "delimiter":
        scanner.setDelimiter(command.delimiter);
        scanner.pos = command.end;
        statement.clear();
        return null;
      case "use":
        this.content();
        scanner.pos = command.end;
        scanner.start = command.end;
        return this.endStatement();
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
    const { scanner, statement, tracker, openAt, versionAt } = this;
    const block = statement.begun ? tracker.unclosed : null;
    const problem = unfinishedProblem({ scanner, openAt, versionAt, block });
    if (problem !== null) return this.stop(problem);
    scanner.start = scanner.text.length;
    return this.endStatement() ?? { kind: "end" };
  }

  private fail(code: SqlProblemCode, message: string): SplitterStep {
    return this.stop({ code, message, ...this.window.locate(this.scanner.start) });
  }

  private stop(problem: SqlProblem): SplitterStep {
    this.problem = problem;
    return { kind: "problem", problem };
  }
}
