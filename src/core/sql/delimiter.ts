const WORD_START = /^[\p{L}\p{N}_]/u;
const WORD_END = /[\p{L}\p{N}_]$/u;
/** What a name may hold on a server: letters, digits, `_`, `$` and everything beyond ASCII. */
const NAME_CHARACTER = /[\w$\u0080-\uffff]/;

/** How to find a delimiter in a text. */
export class Delimiter {
  readonly text: string;
  readonly first: number;
  /** It is another than the semicolon, which ends statements whatever the delimiter is. */
  readonly isOwn: boolean;
  /** It begins or ends like a word, such as `go`: it stands for itself only and cuts no name. Signs cut anywhere. */
  readonly startsLikeWord: boolean;
  private readonly endsLikeWord: boolean;

  constructor(text: string) {
    this.text = text;
    this.first = text.charCodeAt(0);
    this.isOwn = text !== ";";
    this.startsLikeWord = WORD_START.test(text);
    this.endsLikeWord = WORD_END.test(text);
  }

  /** Whether it stands at `at`; "more" if that depends on text yet to come. `before` is the character in front. */
  match(text: string, at: number, context: { readonly before: string; readonly final: boolean }): boolean | "more" {
    if (this.startsLikeWord && NAME_CHARACTER.test(context.before)) return false;
    if (!text.startsWith(this.text, at)) {
      const partial = !context.final && at + this.text.length > text.length && this.text.startsWith(text.slice(at));
      return partial ? "more" : false;
    }
    if (!this.endsLikeWord) return true;
    const after = text.charAt(at + this.text.length);
    if (after === "" && !context.final) return "more";
    return !NAME_CHARACTER.test(after);
  }
}
