/** The definition of a view, routine, trigger, event, package or sequence: exact enough to make it again. */
import { DEFAULT_LEXICAL_MODE } from "../core/sql/lexical-mode.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import { comparableTrigger, withoutEnd, withoutQualifiers } from "../core/undo/program-text.ts";
import type { ObjectKind } from "../core/undo/touch.ts";

/** Everything with a definition that is no table. */
export type DefinedKind = Exclude<ObjectKind, "table">;

export type TriggerPlace = {
  readonly table: string;
  /** BEFORE or AFTER. */
  readonly timing: string;
  /** INSERT, UPDATE or DELETE. */
  readonly event: string;
  /** Triggers of the same table, timing and event that fire before it, and after it, in order. */
  readonly before: readonly string[];
  readonly after: readonly string[];
};

export type SequenceValue = {
  /** The value that comes next once those that the server holds in memory are used or lost. */
  readonly next: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly increment: string;
  /** How often it began anew. */
  readonly cycles: string;
};

/** Plain JSON. What does not apply to the kind is null. */
export type ProgramDefinition = {
  readonly kind: DefinedKind;
  readonly schema: string;
  readonly name: string;
  readonly isMariaDb: boolean;
  /** SHOW CREATE, to be read in `sqlMode`; null if this account may not see it, so that it cannot be made again. */
  readonly createText: string | null;
  /** The mode that it was made in; '' for views and sequences, whose text the server writes itself. */
  readonly sqlMode: string;
  readonly characterSetClient: string | null;
  readonly collationConnection: string | null;
  /** The schema's collation when the program was made … */
  readonly databaseCollation: string | null;
  /** … and when this was read. */
  readonly schemaCollation: string | null;
  readonly definer: string | null;
  /** Views: the default database when this was read, which SHOW CREATE VIEW leaves out before names. */
  readonly defaultSchema: string | null;
  /** Views: something that it stands on is missing, so the server may refuse to make it again. */
  readonly isInvalid: boolean;
  /** Events: times in the text are in this time zone. */
  readonly timeZone: string | null;
  readonly trigger: TriggerPlace | null;
  readonly sequence: SequenceValue | null;
  /** Packages: dropping or replacing one drops its body, which is thus a part of it. */
  readonly body: ProgramDefinition | null;
};

/** The words of SHOW CREATE, CREATE and DROP, and the column of SHOW CREATE that has the text. */
export const PROGRAM_WORDS: Readonly<Record<DefinedKind, { readonly words: string; readonly column: string }>> = {
  view: { words: "VIEW", column: "Create View" },
  procedure: { words: "PROCEDURE", column: "Create Procedure" },
  function: { words: "FUNCTION", column: "Create Function" },
  trigger: { words: "TRIGGER", column: "SQL Original Statement" },
  event: { words: "EVENT", column: "Create Event" },
  package: { words: "PACKAGE", column: "Create Package" },
  "package-body": { words: "PACKAGE BODY", column: "Create Package Body" },
  sequence: { words: "SEQUENCE", column: "Create Table" },
};

/**
 * Whether two definitions mean the same and were made alike. What does not count: the order among triggers (the fingerprint has it), a
 * sequence's value, the default database in which a view was read, and how MariaDB quotes names in the head of a trigger.
 */
export function sameProgram(a: ProgramDefinition, b: ProgramDefinition): boolean {
  return comparable(a, b) === comparable(b, a);
}

function comparable(program: ProgramDefinition, other: ProgramDefinition): string {
  const { kind, schema, name, characterSetClient, collationConnection, databaseCollation, timeZone } = program;
  const { table, timing, event } = program.trigger ?? {};
  return JSON.stringify([
    [kind, schema, name, program.sqlMode, characterSetClient, collationConnection, databaseCollation, timeZone],
    [table, timing, event],
    comparableText(program, other),
    program.body === null || other.body === null ? program.body : comparable(program.body, other.body),
  ]);
}

function comparableText(program: ProgramDefinition, other: ProgramDefinition): string | null {
  const { kind, createText } = program;
  if (createText === null) return null;
  if (kind === "trigger") return withoutEnd(comparableTrigger(createText, modeOf(program.sqlMode)));
  if (kind !== "view") return withoutEnd(createText);
  const schemas = new Set([program.defaultSchema, other.defaultSchema].filter((schema) => schema !== null));
  return withoutQualifiers(createText, schemas, DEFAULT_LEXICAL_MODE);
}
