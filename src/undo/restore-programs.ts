/** Views, routines, triggers, events and sequences on the way back. */
import type { Entry, Kept, KeptTable } from "./kept.ts";
import { text } from "../mysql/sql-text.ts";
import { canBeMadeUnderLock } from "./guard-triggers.ts";
import { prepareAnew, underLock } from "./make-triggers.ts";
import { OWN_PREFIX } from "./names.ts";
import { readProgram, restoreStatements, sameProgram, withLaterValue, type ProgramDefinition } from "./programs.ts";
import { occupant, vacate } from "./restore-created.ts";
import type { Restoring } from "./restore.ts";

type ProgramEntry = Entry & { readonly kept: Extract<Kept, { how: "program" }> };

/** Routines and sequences before the views that may call them, triggers and events last. */
const ORDER = ["sequence", "package", "package-body", "function", "procedure", "view", "trigger", "event"];

/** Puts definitions back; views that stand on other views wait for these. @throws the error of the last that cannot be put back */
export async function restorePrograms(
  restoring: Restoring,
  programs: readonly ProgramEntry[],
  tables: readonly (Entry & { readonly kept: KeptTable })[],
  others: readonly ProgramDefinition[] = [],
): Promise<void> {
  const wanted = [
    ...programs.map(({ kept }) => kept.definition),
    ...tables.flatMap(({ kept }) => kept.triggers),
    ...others,
  ];
  let open = [...wanted].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || place(a) - place(b));
  for (;;) {
    const left: ProgramDefinition[] = [];
    let problem: unknown = null;
    for (const definition of open) {
      try {
        await restoreOne(restoring, definition);
      } catch (error) {
        left.push(definition);
        problem = error;
      }
    }
    if (left.length === 0) return;
    if (left.length === open.length) throw problem;
    open = left;
  }
}

/** Triggers of one event in the order in which they fire. */
const place = ({ trigger }: ProgramDefinition): number => trigger?.before.length ?? 0;

async function restoreOne(restoring: Restoring, before: ProgramDefinition): Promise<void> {
  const { shelf, steps } = restoring;
  const { kind, schema, name } = before;
  const now = await readProgram(shelf.sql, kind, schema, name);
  // Others may have been given numbers of a sequence since: it never gives one out twice.
  const definition = restoring.isLater ? withLaterValue(before, now) : before;
  if (now !== null && sameProgram(now, definition) && sameOrder(now, definition)) return;
  if (kind === "view" || kind === "sequence") {
    const there = await occupant(restoring, { schema, name });
    const why = `the run made a table of the ${kind}'s name, and it holds rows that others may have written`;
    const key = restoring.world.keyOf("table", schema, name);
    if (there !== null && there !== kind) await vacate(restoring, { schema, name }, why, key);
  }
  await steps.run(`put the ${kind} ${schema}.${name} back`, async () => {
    try {
      const { trigger } = definition;
      const wanted = inSchemaFromBefore(restoring, definition);
      const statements = restoreStatements(wanted, await presentTriggers(restoring, definition));
      if (trigger !== null && canBeMadeUnderLock(wanted)) {
        await underLock(shelf, { schema, name: trigger.table }, statements);
        return;
      }
      for (const statement of statements) await shelf.sql.query(statement);
      await shelf.resetSession();
      if (trigger !== null) await prepareAnew(shelf, { schema, name: trigger.table });
    } finally {
      await shelf.resetSession();
    }
  });
}

/** The run may have changed the schema before it touched the program: its collation is by now what it was before both. */
function inSchemaFromBefore({ entries }: Restoring, definition: ProgramDefinition): ProgramDefinition {
  for (const { kept } of entries)
    if (kept.how === "schema" && kept.definition.schema === definition.schema)
      return { ...definition, schemaCollation: kept.definition.collation };
  return definition;
}

/** Triggers of one event fire in an order, which is not in their texts; flyback's own do not count. */
function sameOrder(now: ProgramDefinition, before: ProgramDefinition): boolean {
  const earlier = ({ trigger }: ProgramDefinition): string =>
    JSON.stringify((trigger?.before ?? []).filter((name) => !name.startsWith(OWN_PREFIX)));
  return earlier(now) === earlier(before);
}

/** The other triggers of the same table, time and event that are there now. */
async function presentTriggers(
  { shelf }: Restoring,
  { schema, name, trigger }: ProgramDefinition,
): Promise<readonly string[]> {
  if (trigger === null) return [];
  const rows = await shelf.sql.query(
    `SELECT TRIGGER_NAME AS n FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${text(schema)} AND EVENT_OBJECT_TABLE = ` +
      `${text(trigger.table)} AND ACTION_TIMING = ${text(trigger.timing)} AND EVENT_MANIPULATION = ${text(trigger.event)} ORDER BY ACTION_ORDER`,
  );
  return rows.map((row) => String(row["n"])).filter((one) => one !== name && !one.startsWith(OWN_PREFIX));
}
