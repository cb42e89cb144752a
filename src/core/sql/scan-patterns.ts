import type { Delimiter } from "./delimiter.ts";
import type { LexicalMode } from "./lexical-mode.ts";

/** The patterns that the scanner leaps with; all are sticky and never fail, they match nothing at worst. */
export type ScanPatterns = {
  /** Text without any sign that could matter, and one whole string in single quotes after it. */
  readonly run: RegExp;
  /** The same inside a version comment, where an asterisk matters too. */
  readonly runInVersionComment: RegExp;
  /** A name, keyword or number. */
  readonly word: RegExp;
  /** What quotes enclose, up to the closing one or a backslash that the text ends with. */
  readonly quoted: Readonly<Record<Quote, RegExp>>;
};

export type Quote = "'" | '"' | "`";

export const BLANK = /[ \t\r\n\f\v]*/y;
/**
 * Before a statement also what is blank to the eye, as Flyway skips it: no-break spaces and the like, and byte order
 * marks, which files that were glued together hold in their middle. A statement cannot begin with any of them.
 */
export const LEADING_BLANK = /[\s\u0085]*/y;
export const LINE = /[^\r\n]*/y;

/** A backslash takes the character after it along, whatever it is. */
const ESCAPING = { "'": "[^'\\\\]*(?:\\\\[^][^'\\\\]*)*", '"': '[^"\\\\]*(?:\\\\[^][^"\\\\]*)*' } as const;
const PLAIN = { "'": "[^']*", '"': '[^"]*', "`": "[^`]*" } as const;

/** A doubled quote needs no rule of its own: it reads as the end of one string and the start of the next. */
export function scanPatterns(mode: LexicalMode, delimiter: Delimiter): ScanPatterns {
  const inner: Record<Quote, string> = {
    "'": mode.noBackslashEscapes ? PLAIN["'"] : ESCAPING["'"],
    '"': mode.noBackslashEscapes || mode.ansiQuotes ? PLAIN['"'] : ESCAPING['"'],
    "`": PLAIN["`"],
  };
  const first = escapeForClass(delimiter.text.charAt(0));
  const run = (also: string): RegExp => new RegExp(`[^'"\`;#\\\\/\\-${first}${also}]*(?:'${inner["'"]}')?`, "y");
  return {
    run: run(""),
    runInVersionComment: run("*"),
    word: wordPattern(delimiter),
    quoted: {
      "'": new RegExp(inner["'"], "y"),
      '"': new RegExp(inner['"'], "y"),
      "`": new RegExp(inner["`"], "y"),
    },
  };
}

/** A delimiter of signs ends a word even if a name could hold them, as in `END$$`. */
function wordPattern(delimiter: Delimiter): RegExp {
  const character = "[\\w$\\u0080-\\uffff]";
  const cuts = /[$\u0080-\uffff]/.test(delimiter.text.charAt(0)) && !delimiter.startsLikeWord;
  return new RegExp(cuts ? `(?:(?!${escapeText(delimiter.text)})${character})*` : `${character}*`, "y");
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function escapeForClass(character: string): string {
  return character.replace(/[\\\]^-]/, "\\$&");
}
