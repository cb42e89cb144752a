/** What has to be changed in the text of SHOW CREATE before it can be sent again, and before two of them can be compared. */
import type { LexicalMode } from "../sql/lexical-mode.ts";
import { sqlTokens } from "../sql/sql-tokens.ts";
import type { SqlToken } from "../sql/sql-tokens.ts";

/** Makes `CREATE …` of `CREATE OR REPLACE …`. */
export function orReplace(createText: string): string {
  return createText.replace(/^CREATE (?!OR REPLACE )/i, "CREATE OR REPLACE ");
}

/** Without the semicolon and the blanks at its end, which MySQL keeps of some texts and cuts off others. */
export function withoutEnd(text: string): string {
  return text.replace(/[;\s]+$/, "");
}

/** The account after DEFINER =, in the form `user@host`, or a role's name (MariaDB); null if there is none. */
export function definerOf(createText: string, mode: LexicalMode): string | null {
  const tokens = sqlTokens(createText, mode);
  let last = "";
  for (const { kind, text } of tokens) {
    if (last === "DEFINER" && text === "=") {
      const [user, at, host] = [tokens.next(), tokens.next(), tokens.next()].map(
        ({ value }) => value as SqlToken | undefined,
      );
      return at?.text === "@" ? `${user?.text ?? ""}@${host?.text ?? ""}` : (user?.text ?? null);
    }
    last = kind === "word" ? text.toUpperCase() : "";
    if (last === "AS" || last === "BEGIN") return null;
  }
  return null;
}

/** Tokens of a trigger's head, from TRIGGER to ROW of FOR EACH ROW. */
function triggerHead(createText: string, mode: LexicalMode): readonly SqlToken[] {
  const head: SqlToken[] = [];
  let last = "";
  for (const token of sqlTokens(createText, mode)) {
    const word = token.kind === "word" ? token.text.toUpperCase() : "";
    if (head.length > 0 || (word === "TRIGGER" && last !== "@" && last !== "=")) head.push(token);
    if (word === "ROW" && last === "EACH") return head;
    last = word === "" ? token.text : word;
  }
  return [];
}

/**
 * Puts FOLLOWS or PRECEDES into the text of a trigger, which SHOW CREATE leaves out on both servers.
 *
 * @param order such as "FOLLOWS `a`"; null leaves the text as it is
 */
export function withTriggerOrder(createText: string, mode: LexicalMode, order: string | null): string {
  const end = triggerHead(createText, mode).at(-1)?.end;
  if (order === null || end === undefined) return createText;
  return `${createText.slice(0, end)} ${order} ${createText.slice(end).trimStart()}`;
}

const guardOf = (variable: string): string => `IF ${variable} IS NULL THEN `;

/** The trigger with a condition around its body: it does nothing in sessions where the variable is set. */
export function guardedTrigger(createText: string, mode: LexicalMode, variable: string): string {
  const end = triggerHead(createText, mode).at(-1)?.end ?? 0;
  // The body may end with a comment of one line.
  return `${createText.slice(0, end)} ${guardOf(variable)}${withoutEnd(createText.slice(end).trimStart())}\n; END IF`;
}

/** Whether the text is one of `guardedTrigger`. */
export function isGuarded(createText: string, mode: LexicalMode, variable: string): boolean {
  const end = triggerHead(createText, mode).at(-1)?.end ?? 0;
  return createText.slice(end).trimStart().startsWith(guardOf(variable));
}

/**
 * A trigger's text for comparing. MariaDB keeps the head as it was written, and writes it anew when the table is renamed: names
 * are told without quotes and schema, words in upper case; the body stays as it is.
 */
export function comparableTrigger(createText: string, mode: LexicalMode): string {
  const head = triggerHead(createText, mode);
  const first = head[0];
  const last = head.at(-1);
  if (first === undefined || last === undefined) return createText;
  const words: string[] = [];
  for (const [index, { kind, text }] of head.entries()) {
    const before = head[index - 1];
    const isQualifier = head[index + 1]?.text === "." && head[index + 1]?.kind === "symbol";
    if (isQualifier || (kind === "symbol" && text === ".")) continue;
    const isName = kind === "name" || before?.text === "." || /^(?:TRIGGER|EXISTS|ON)$/i.test(before?.text ?? "");
    words.push(isName && !/^IF$/i.test(text) ? JSON.stringify(text) : text.toUpperCase());
  }
  return `${createText.slice(0, first.start)}${words.join(" ")} ${createText.slice(last.end).trim()}`;
}

/** A view's text without the names of these schemas before a name; SHOW CREATE VIEW leaves out the session's default database. */
export function withoutQualifiers(createText: string, schemas: ReadonlySet<string>, mode: LexicalMode): string {
  const tokens = [...sqlTokens(createText, mode)];
  let text = "";
  let done = 0;
  for (const [index, token] of tokens.entries()) {
    const dot = tokens[index + 1];
    if (token.kind !== "name" || dot?.text !== "." || dot.kind !== "symbol" || !schemas.has(token.text)) continue;
    // Not `schema` as the name of a column or table behind another name.
    if (tokens[index - 1]?.text === "." && tokens[index - 1]?.kind === "symbol") continue;
    text += createText.slice(done, token.start);
    done = dot.end;
  }
  return text + createText.slice(done);
}

/**
 * SHOW CREATE writes a routine's or event's comment with backslashes, even for one whose own sql_mode is NO_BACKSLASH_ESCAPES, in
 * which it has to be made again: the first comment is written as that mode reads it.
 */
export function withPlainComment(createText: string, comment: string): string {
  const tokens = [...sqlTokens(createText, { ansiQuotes: false, noBackslashEscapes: false })];
  const at = tokens.findIndex(
    ({ kind, text }, index) =>
      kind === "string" && text === comment && tokens[index - 1]?.text.toUpperCase() === "COMMENT",
  );
  const literal = tokens[at];
  if (literal === undefined) return createText;
  return `${createText.slice(0, literal.start)}'${comment.replaceAll("'", "''")}'${createText.slice(literal.end)}`;
}
