/** Triggers on the way back: those of the run go first, and no other fires for what is put back. */
import { identifier } from "../mysql/sql-text.ts";
import { listTriggers, type CatalogueObject } from "./catalogue.ts";
import type { Entry, KeptTable } from "./kept.ts";
import { imageTriggersOf } from "./kept-table.ts";
import { guardTriggers, hasGuard } from "./guard-triggers.ts";
import { OWN_PREFIX } from "./names.ts";
import { readProgram, sameProgram, type ProgramDefinition } from "./programs.ts";
import type { Restoring } from "./restore.ts";

const drop = (schema: string, name: string): string =>
  `DROP TRIGGER IF EXISTS ${identifier(schema)}.${identifier(name)}`;

/** True if putting rows back would fire the table's own triggers. */
function changesRows(kept: KeptTable): boolean {
  return kept.images?.ready === true || kept.copy?.ready === true || kept.sides.some(({ ready }) => ready);
}

/**
 * Drops the triggers that kept rows and those that the run made; on tables whose rows are put back, silences their own, which get their
 * texts back at the end. The write log's stay until their table is done.
 *
 * @returns those that somebody else has made since
 */
export async function silenceTriggers(
  restoring: Restoring,
  tables: readonly (Entry & { readonly kept: KeptTable })[],
  created: readonly Entry[],
): Promise<readonly ProgramDefinition[]> {
  const { shelf, steps, world, entries, insert } = restoring;
  for (const { kept } of tables) {
    for (const { schema, name } of imageTriggersOf(kept)) await shelf.sql.query(drop(schema, name));
  }
  for (const { kind, schema, name } of created) {
    if (kind === "trigger")
      await steps.run(`drop the trigger ${schema}.${name}`, () => shelf.sql.query(drop(schema, name)));
    if (kind === "event") {
      const statement = `DROP EVENT IF EXISTS ${identifier(schema)}.${identifier(name)}`;
      await steps.run(`drop the event ${schema}.${name}`, () => shelf.sql.query(statement));
    }
  }
  const touched = new Set(
    tables
      .filter(({ kept }) => changesRows(kept))
      .flatMap(({ kept }) => kept.at.map((at) => world.keyOf("table", at.schema, at.name))),
  );
  const schemas = touched.size === 0 ? [] : [...new Set(tables.flatMap(({ kept }) => kept.at.map((at) => at.schema)))];
  const known = new Map(
    [...tables.flatMap(({ kept }) => kept.triggers), ...entries.flatMap((entry) => definitionOf(entry))].map(
      (definition) => [world.keyOf("trigger", definition.schema, definition.name), definition],
    ),
  );
  const others: ProgramDefinition[] = [];
  const tableOf = ({ schema, table }: CatalogueObject): string => world.keyOf("table", schema, table ?? "");
  const present = (await listTriggers(shelf.sql, schemas)).filter(
    (one) => !one.name.startsWith(OWN_PREFIX) && touched.has(tableOf(one)),
  );
  for (const key of new Set(present.map(tableOf))) {
    const triggers = present.filter((one) => tableOf(one) === key);
    const now: ProgramDefinition[] = [];
    for (const { schema, name } of triggers) {
      const definition = await readProgram(shelf.sql, "trigger", schema, name);
      if (definition === null) continue;
      now.push(definition);
      if (known.has(world.keyOf("trigger", schema, name))) continue;
      // Somebody else's, made since: journalled, so that it comes back whatever happens in between.
      others.push(definition);
      const seq = Math.max(0, ...entries.map((entry) => entry.seq)) + others.length;
      await insert([{ seq, kind: "trigger", schema, name, kept: { how: "program", definition } }]);
    }
    await silence(restoring, now, (one) => known.get(world.keyOf("trigger", one.schema, one.name)) ?? one);
  }
  return others;
}

/**
 * Triggers of one table go on firing for others, not for what is put back; those that the run has made otherwise are dropped: their
 * text may name columns that go.
 */
async function silence(
  { shelf, steps }: Restoring,
  triggers: readonly ProgramDefinition[],
  before: (definition: ProgramDefinition) => ProgramDefinition,
): Promise<void> {
  const [first] = triggers;
  if (first?.trigger === null || first === undefined) return;
  const table = { schema: first.schema, name: first.trigger.table };
  const rest = triggers.filter((one) => !hasGuard(one));
  const changed = rest.filter((one) => !sameProgram(one, before(one)));
  for (const { schema, name } of changed) await shelf.sql.query(drop(schema, name));
  const same = rest.filter((one) => !changed.includes(one));
  const problem = same.length === 0 ? null : await guardTriggers(shelf, table, same);
  if (problem === null) return;
  for (const { schema, name } of triggers) await shelf.sql.query(drop(schema, name));
  steps.say(
    `the triggers of ${table.schema}.${table.name} are absent while its rows go back, so what they do for others is not done meanwhile: ${problem}`,
  );
}

function definitionOf({ kept }: Entry): readonly ProgramDefinition[] {
  return kept.how === "program" ? [kept.definition] : [];
}
