/** What a dump tool's text ends with when it is whole: the session's settings go back to those from before. */
const FOOTER = /(?:^|\n)\/\*M?!\d+ SET [A-Z_]+ *= *@OLD_[A-Z_]+ \*\/;\s*$/;

/** More than the footer's last line has, in bytes. */
export const LONGEST_FOOTER = 1_000;

/** @param tail the end of a text, of at least `LONGEST_FOOTER` bytes if it has so many */
export function hasFooter(tail: string): boolean {
  return FOOTER.test(tail);
}
