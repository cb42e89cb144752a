/** The statements that put a definition back, whatever is there of the name now. */
import { orReplace, withTriggerOrder } from "../core/undo/program-text.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import { PROGRAM_WORDS } from "./program-definition.ts";
import type { ProgramDefinition } from "./program-definition.ts";

/** Character sets in which our connections send text, so that a program made by such a client can be sent as it is. */
const SENT_AS_IS = new Set(["utf8mb4", "utf8mb3", "utf8"]);

/** True if `text` has a character that single-byte client character sets write otherwise than UTF-8. */
const isForeign = (definition: ProgramDefinition): boolean =>
  !SENT_AS_IS.has(definition.characterSetClient ?? "utf8mb4") && /[^\0-\u007f]/.test(definition.createText ?? "");

/** Whether the text can be handed over as bytes of another character set, by a prepared statement. */
const canPrepare = ({ kind, isMariaDb }: ProgramDefinition): boolean => isMariaDb || kind === "view";

/**
 * Why the restored program would differ from the one before, in words; null if it will not. MySQL takes routines, triggers and events
 * only as the text of a query (1295), which our connections send in UTF-8; made so, the program means the same, but the server notes another
 * `character_set_client`.
 */
export function inexactReason(definition: ProgramDefinition): string | null {
  if (definition.createText === null) return "this account may not see its text";
  if (!isForeign(definition) || canPrepare(definition)) return null;
  return (
    `its text has characters beyond ASCII and was sent by a client with the character set ${definition.characterSetClient ?? ""}; ` +
    "it comes back as if sent in utf8mb4, which means the same"
  );
}

/**
 * Statements to be run in order on one session, whose default database and variables sql_mode, character_set_client,
 * collation_connection and time_zone the caller puts back afterwards; nothing is asked of the session before. Schemas come back first,
 * then what a view stands on, then the view. A table in a view's place must be gone. MySQL loses the grants on a routine when it is
 * dropped, by the migration or here; MariaDB's OR REPLACE keeps them.
 *
 * @param present names of the triggers that the same table has at the moment for the same time and event; needed for a trigger to
 *   get its place among them
 * @throws Error if the text is not known (`createText` is null)
 */
export function restoreStatements(definition: ProgramDefinition, present: readonly string[] = []): string[] {
  const { kind, schema, name, createText, body } = definition;
  if (createText === null) throw new Error(`the text of the ${kind} ${schema}.${name} is not known`);
  const at = `${identifier(schema)}.${identifier(name)}`;
  const { words } = PROGRAM_WORDS[kind];
  if (kind === "sequence") {
    return [
      "SET SESSION sql_mode = ''",
      `USE ${identifier(schema)}`,
      orReplace(createText),
      ...valueStatements(definition, at),
    ];
  }
  const replaces = kind === "view" || (definition.isMariaDb && kind !== "trigger");
  const ordered = withTriggerOrder(createText, modeOf(definition.sqlMode), orderOf(definition, present));
  const create = sent(definition, replaces ? orReplace(createText) : ordered);
  const moved = collationChange(definition);
  return [
    `USE ${identifier(definition.defaultSchema ?? schema)}`,
    ...(replaces ? [] : [`DROP ${words} IF EXISTS ${at}`]),
    ...moved.before,
    sessionStatement(definition),
    ...create,
    // What follows is sent in UTF-8 again.
    "SET SESSION character_set_client = utf8mb4",
    ...moved.after,
    ...(body === null ? [] : restoreStatements(body)),
  ];
}

function sessionStatement(definition: ProgramDefinition): string {
  const { sqlMode, characterSetClient, collationConnection, timeZone } = definition;
  const client = isForeign(definition) && !canPrepare(definition) ? "utf8mb4" : characterSetClient;
  const parts = [
    `sql_mode = '${sqlMode}'`,
    ...(client === null ? [] : [`character_set_client = ${client}`]),
    ...(collationConnection === null ? [] : [`collation_connection = ${collationConnection}`]),
    ...(timeZone === null ? [] : [`time_zone = '${timeZone}'`]),
  ];
  return `SET SESSION ${parts.join(", ")}`;
}

/** The CREATE as it is, or as bytes in the character set of the client that sent it first. */
function sent(definition: ProgramDefinition, create: string): readonly string[] {
  if (!isForeign(definition) || !canPrepare(definition)) return [create];
  const bytes = `CAST(CONVERT(${text(create)} USING ${definition.characterSetClient ?? ""}) AS BINARY)`;
  return [
    `SET @flyback_create = ${bytes}`,
    "PREPARE flyback_create FROM @flyback_create",
    "EXECUTE flyback_create",
    "DEALLOCATE PREPARE flyback_create",
    "SET @flyback_create = NULL",
  ];
}

/**
 * Next to the nearest of its old neighbours that is there. A new one comes last by itself, and then without a clause, with which MariaDB would
 * keep the blanks of its text otherwise.
 */
function orderOf({ trigger }: ProgramDefinition, present: readonly string[]): string | null {
  if (trigger === null || !trigger.after.some((name) => present.includes(name))) return null;
  const before = trigger.before.findLast((name) => present.includes(name));
  if (before !== undefined) return `FOLLOWS ${identifier(before)}`;
  const after = trigger.after.find((name) => present.includes(name));
  return after === undefined ? null : `PRECEDES ${identifier(after)}`;
}

/** A program notes its schema's collation when it is made: where that has changed since, it is changed for the moment, as mysqldump does. */
function collationChange(definition: ProgramDefinition): { before: readonly string[]; after: readonly string[] } {
  const { schema, databaseCollation: then, schemaCollation: now } = definition;
  if (then === null || now === null || then === now) return { before: [], after: [] };
  const change = (collation: string): string => `ALTER DATABASE ${identifier(schema)} COLLATE ${collation}`;
  return { before: [change(then)], after: [change(now)] };
}

function valueStatements({ sequence }: ProgramDefinition, at: string): readonly string[] {
  if (sequence === null) return [];
  const { next, minimum, maximum, cycles } = sequence;
  const value = BigInt(next);
  // One that has come to its end stands beyond it, where RESTART cannot set it.
  if (value > BigInt(maximum)) return [`SELECT SETVAL(${at}, ${maximum}, 1, ${cycles})`];
  if (value < BigInt(minimum)) return [`SELECT SETVAL(${at}, ${minimum}, 1, ${cycles})`];
  return [
    `ALTER SEQUENCE ${at} RESTART ${next}`,
    ...(cycles === "0" ? [] : [`SELECT SETVAL(${at}, ${next}, 0, ${cycles})`]),
  ];
}

/**
 * The sequence from before with the value of now, where that is further on: numbers that were given out meanwhile are not given out
 * again.
 */
export function withLaterValue(before: ProgramDefinition, now: ProgramDefinition | null): ProgramDefinition {
  const [old, current] = [before.sequence, now?.sequence ?? null];
  if (old === null || current === null) return before;
  const rises = BigInt(old.increment) >= 0n;
  const [cycles, cyclesNow] = [BigInt(old.cycles), BigInt(current.cycles)];
  const isFurther =
    cycles === cyclesNow
      ? BigInt(current.next) > BigInt(old.next) === rises && current.next !== old.next
      : cyclesNow > cycles;
  return isFurther ? { ...before, sequence: { ...old, next: current.next, cycles: current.cycles } } : before;
}
