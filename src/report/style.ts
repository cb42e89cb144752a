/** Ways to stress a word. Without colours each gives the text back as it is. */
export type Style = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
};

function sgr(on: number, off: number): (text: string) => string {
  // Each line is coloured by itself: CI logs number and cut lines, and a colour left open would run into theirs.
  return (text) => text.replace(/[^\n]+/g, (line) => `\u001b[${on}m${line}\u001b[${off}m`);
}

const PLAIN: Style = {
  bold: (text) => text,
  dim: (text) => text,
  red: (text) => text,
  green: (text) => text,
  yellow: (text) => text,
};

const COLOURED: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
};

/** The styles of a terminal (ANSI escapes of the 16 basic colours, so that the user's theme decides), or none. */
export function createStyle(colours: boolean): Style {
  return colours ? COLOURED : PLAIN;
}

/** What a word stands for: what is well, what is not, what waits, what needs no attention. */
export type Tone = "good" | "bad" | "waiting" | "quiet";

/** Colours a verdict or state. */
export function paintTone(style: Style, tone: Tone, text: string): string {
  const paints: Readonly<Record<Tone, (text: string) => string>> = {
    good: style.green,
    bad: (word) => style.bold(style.red(word)),
    waiting: style.yellow,
    quiet: style.dim,
  };
  return paints[tone](text);
}
