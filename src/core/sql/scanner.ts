import { isClientCommandSign } from "./client-command.ts";
import { Delimiter } from "./delimiter.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { LONGEST_WORD, OPEN_COMMENT, OPEN_LINE_COMMENT, OPEN_STRING, OPEN_WORD, endOf } from "./open-construct.ts";
import type { OpenConstruct } from "./open-construct.ts";
import { BLANK, LEADING_BLANK, scanPatterns } from "./scan-patterns.ts";
import type { Quote, ScanPatterns } from "./scan-patterns.ts";
import { leap } from "./text-view.ts";
import { TextWindow } from "./text-window.ts";
import { tokenOf } from "./token.ts";
import type { TokenKind } from "./token.ts";
import { LONGEST_OPENING, readCommentOpening } from "./version-comment.ts";
import type { CommentReader } from "./version-comment.ts";

const DOLLAR_TAG = /\$[\w\u0080-\uffff]*(\$?)/y;

/** Finds tokens. After `next`, the token reaches from `start` to `pos`. */
export class Scanner extends TextWindow {
  /** Whether words and blanks matter; otherwise all text without meaning is passed over. */
  words = true;
  /** Nothing of a statement has been seen: `--` begins a comment whatever follows it. */
  leading = true;
  /** Whether `$$ … $$` is a string here. */
  dollarStrings = false;
  open: OpenConstruct | null = null;
  quote: Quote = "'";
  inVersionComment = false;

  private readonly reader: CommentReader;
  private mode: LexicalMode;
  private current = new Delimiter(";");
  private patterns: ScanPatterns;

  constructor(reader: CommentReader, mode: LexicalMode) {
    super();
    this.reader = reader;
    this.mode = mode;
    this.patterns = scanPatterns(mode, this.current);
  }

  get delimiter(): string {
    return this.current.text;
  }

  setMode(mode: LexicalMode): void {
    this.mode = mode;
    this.patterns = scanPatterns(mode, this.current);
  }

  setDelimiter(text: string): void {
    this.current = new Delimiter(text);
    this.patterns = scanPatterns(this.mode, this.current);
  }

  next(): TokenKind {
    this.start = this.pos;
    if (this.open !== null) return this.goOn(this.open, this.pos);
    return this.words ? this.nextToken() : this.nextSign();
  }

  /** The next token of all kinds. */
  private nextToken(): TokenKind {
    let code = this.text.charCodeAt(this.pos);
    if (code <= 32 || code >= 128) {
      this.pos = leap(this.leading ? LEADING_BLANK : BLANK, this.text, this.pos);
      this.start = this.pos;
      code = this.text.charCodeAt(this.pos);
    }
    if (this.pos === this.text.length) return this.final ? "end" : "more";
    const found = this.special(code);
    if (found !== "symbol") return found;
    const end = leap(this.patterns.word, this.text, this.pos);
    if (end === this.pos) return this.sign(code);
    if (end === this.text.length && !this.final) {
      if (end - this.pos <= LONGEST_WORD) return "more";
      this.pos = end - LONGEST_WORD;
      this.open = OPEN_WORD;
      return "text";
    }
    this.pos = end;
    return "word";
  }

  /** The next token that means something outside of programs: signs only. */
  private nextSign(): TokenKind {
    for (;;) {
      const run = this.inVersionComment ? this.patterns.runInVersionComment : this.patterns.run;
      for (let end = leap(run, this.text, this.pos); end > this.pos; end = leap(run, this.text, this.pos))
        this.pos = end;
      this.start = this.pos;
      if (this.pos === this.text.length) return this.final ? "end" : "more";
      const code = this.text.charCodeAt(this.pos);
      const found = this.special(code);
      const kind = found === "symbol" ? this.sign(code) : found;
      if (kind !== "symbol" && kind !== "quoted") return kind;
    }
  }

  private sign(code: number): TokenKind {
    switch (code) {
      case 34: // "
        return this.enter(OPEN_STRING['"'], 1);
      case 35: // #
        return this.enter(OPEN_LINE_COMMENT, 1);
      case 39: // '
        return this.enter(OPEN_STRING["'"], 1);
      case 42: // *
        return this.star();
      case 45: // -
        return this.minus();
      case 47: // /
        return this.slash();
      case 59: // ;
        return this.take(1, "semicolon");
      case 92: // backslash
        return this.backslash();
      case 96: // back-tick
        return this.enter(OPEN_STRING["`"], 1);
      default:
        return this.take(1, "symbol");
    }
  }

  private star(): TokenKind {
    if (!this.inVersionComment) return this.take(1, "symbol");
    const next = this.peek(1);
    if (next === null) return "more";
    if (next !== "/") return this.take(1, "symbol");
    this.inVersionComment = false;
    return this.take(2, "version-close");
  }

  /** The servers want a blank or control character after `--`, or the end; else it is two minus signs, as in `5--1`. */
  private minus(): TokenKind {
    const [second, third] = [this.peek(1), this.peek(2)];
    if (second === null) return "more";
    if (second !== "-") return this.take(1, "symbol");
    if (this.leading) return this.enter(OPEN_LINE_COMMENT, 2);
    if (third === null) return "more";
    return third <= " " || third === "\u007f" ? this.enter(OPEN_LINE_COMMENT, 2) : this.take(1, "symbol");
  }

  private slash(): TokenKind {
    const second = this.peek(1);
    if (second === null) return "more";
    if (second !== "*") return this.take(1, "symbol");
    if (!this.final && this.text.length - this.pos < LONGEST_OPENING) return "more";
    const opening = readCommentOpening(this.text, this.pos, this.reader);
    if (opening.kind === "comment") return this.enter(OPEN_COMMENT, 2);
    if (opening.kind === "inactive") {
      return this.enter({ kind: "inactive", forNobody: opening.forNobody, nested: false }, 2);
    }
    this.inVersionComment = true;
    return this.take(opening.length, "version-open");
  }

  private backslash(): TokenKind {
    const [letter, after] = [this.peek(1), this.peek(2)];
    if (letter === null) return "more";
    if (this.inVersionComment) return this.take(1, "symbol");
    if (letter === "g" || letter === "G") {
      if (after === null) return "more";
      return after <= " " || after === ";" ? this.take(2, "delimiter") : this.take(1, "symbol");
    }
    return letter !== "" && isClientCommandSign(letter) ? this.take(2, "command") : this.take(1, "symbol");
  }

  /** What comes before the usual signs: a delimiter or a string in dollars; "symbol", with nothing taken, if neither. */
  private special(code: number): TokenKind {
    const found = code === this.current.first && this.current.isOwn ? this.findDelimiter() : "symbol";
    return found === "symbol" && code === 36 && this.dollarStrings ? this.findDollarString() : found;
  }

  private findDelimiter(): TokenKind {
    if (this.inVersionComment) return "symbol";
    const match = this.current.match(this.text, this.pos, { before: this.before(), final: this.final });
    if (match === "more") return "more";
    return match ? this.take(this.current.text.length, "delimiter") : "symbol";
  }

  private findDollarString(): TokenKind {
    DOLLAR_TAG.lastIndex = this.pos;
    const match = DOLLAR_TAG.exec(this.text);
    if (match === null) return "symbol";
    if (match[1] !== "$") return DOLLAR_TAG.lastIndex === this.text.length && !this.final ? "more" : "symbol";
    return this.enter({ kind: "dollar-string", tag: match[0] }, match[0].length);
  }

  /** A construct begins here, with an opening of so many characters. */
  private enter(open: OpenConstruct, opening: number): TokenKind {
    this.open = open;
    const kind = this.goOn(open, this.pos + opening);
    return this.open === null || open.kind === "line-comment" ? kind : "open";
  }

  private goOn(open: OpenConstruct, from: number): TokenKind {
    const pattern = open.kind === "string" ? this.patterns.quoted[open.quote] : this.patterns.word;
    const end = endOf(open, { text: this.text, from, final: this.final }, pattern);
    this.pos = end < 0 ? ~end : end;
    if (end < 0) return this.final ? "end" : "more";
    this.open = null;
    this.quote = open.kind === "string" ? open.quote : "'";
    return tokenOf(open);
  }
}
