import { createSplitter } from "../../src/core/sql/splitter.ts";
import type { Statement } from "../../src/core/sql/splitter.ts";
import type { ServerProduct } from "../../src/throwaway/server-program.ts";
import { breakInTheMiddle } from "./break-statement.ts";
import type { ScriptText } from "./migration-set.ts";

/** Statements that fail on every server, whatever is there; each leaves what came before in another state. */
export const FAULTS = {
  /** Found while names are looked up: the transaction stays as it is. */
  function: "SELECT flyback_fault_no_such_function()",
  signal: "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'flyback_fault'",
  /** Commits what came before, and fails then. */
  ddl: "ALTER TABLE flyback_fault_no_such_table ADD COLUMN c INT",
} as const;

export type FaultForm = keyof typeof FAULTS | "middle";

/** A script with a fault in it. */
export type Faulty = {
  readonly text: ScriptText;
  /** Line on which the statement stands that will fail. */
  readonly line: number;
  /** Whether what follows the fault in the script is still there. */
  readonly whole: boolean;
};

/** The statements of a script; empty if it cannot be split. */
export function statementsOf(text: ScriptText, product: ServerProduct): readonly Statement[] {
  const splitter = createSplitter({ product });
  splitter.push(text);
  splitter.finish();
  const statements: Statement[] = [];
  for (let step = splitter.next(); ; step = splitter.next()) {
    if (step.kind !== "statement") return step.kind === "problem" ? [] : statements;
    statements.push(step.statement);
    // What follows is read as the server will read it.
    const mode = /^SET\s+(?:SESSION\s+)?sql_mode\s*=\s*(.*)$/is.exec(step.statement.sql)?.[1];
    if (mode !== undefined)
      splitter.setMode({
        ansiQuotes: /\bANSI_QUOTES\b/i.test(mode),
        noBackslashEscapes: /\bNO_BACKSLASH_ESCAPES\b/i.test(mode),
      });
  }
}

/**
 * Puts a fault before the statement at `index` (from 0; as many as there are: after the last one), or, as `middle`, breaks that
 * statement so that it fails with a part of its work done. Null where that cannot be done.
 */
export function withFault(text: ScriptText, index: number, form: FaultForm, product: ServerProduct): Faulty | null {
  const statements = statementsOf(text, product);
  const at = statements[index];
  const offset = at === undefined ? text.length : offsetOf(text, at);
  if (form === "middle") {
    const broken = at === undefined ? null : breakInTheMiddle(at.sql);
    if (at === undefined || broken === null) return null;
    const changed = text.slice(0, offset) + broken + text.slice(offset + at.sql.length);
    const wanted = statements.map((statement) => (statement === at ? broken : statement.sql));
    return splitsInto(changed, wanted, product) ? { text: changed, line: at.line, whole: true } : null;
  }
  const fault = FAULTS[form];
  const before = statements.slice(0, index).map(({ sql }) => sql);
  const after = statements.slice(index).map(({ sql }) => sql);
  for (const changed of wholeCandidates(text, offset, fault)) {
    if (splitsInto(changed, [...before, fault, ...after], product))
      return { text: changed, line: lineOf(changed, fault), whole: true };
  }
  for (const end of ["", ...DELIMITERS]) {
    const changed = `${text.slice(0, offset)}${end}\nDELIMITER $fault$\n${fault}$fault$\n`;
    if (splitsInto(changed, [...before, fault], product))
      return { text: changed, line: lineOf(changed, fault), whole: false };
  }
  return null;
}

const DELIMITERS = [";", "$$", "//", ";;", "||", "|", "#"];

/** The delimiter of that place is not known; the one that leaves all other statements as they were is right. */
function* wholeCandidates(text: ScriptText, offset: number, fault: string): Generator<ScriptText> {
  const [head, tail] = [text.slice(0, offset), text.slice(offset)];
  for (const delimiter of DELIMITERS) {
    yield `${head}${fault}${delimiter}\n${tail}`;
    // After a last statement that has no delimiter, and after a comment that has no end of line.
    if (tail === "") yield* [`${head}\n${fault}${delimiter}\n`, `${head}\n${delimiter}\n${fault}${delimiter}\n`];
  }
}

function splitsInto(text: ScriptText, wanted: readonly string[], product: ServerProduct): boolean {
  const got = statementsOf(text, product);
  return got.length === wanted.length && got.every(({ sql }, index) => sql === wanted[index]);
}

function offsetOf(text: ScriptText, { line, column, sql }: Statement): number {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  const offset = (starts[line - 1] ?? 0) + column - 1;
  // The column is that of the first token that is no comment, but the statement may hold a comment before it.
  return text.startsWith(sql, offset) ? offset : text.lastIndexOf(sql, offset);
}

function lineOf(text: ScriptText, fault: string): number {
  return text.slice(0, text.indexOf(fault)).split(/\r\n|\r|\n/).length;
}
