/** Triggers on the way back: those of the run go first, so that nothing of it fires while tables are restored. */
import { identifier } from "../mysql/sql-text.ts";
import { listObjects } from "./catalogue.ts";
import type { Entry, KeptTable } from "./kept.ts";
import { imageTriggersOf } from "./kept-table.ts";
import { readProgram, type ProgramDefinition } from "./programs.ts";
import type { Restoring } from "./restore.ts";

const drop = (schema: string, name: string): string =>
  `DROP TRIGGER IF EXISTS ${identifier(schema)}.${identifier(name)}`;

/** True if putting rows back would fire the table's own triggers. */
function changesRows(kept: KeptTable): boolean {
  return kept.images?.ready === true || kept.copy?.ready === true || kept.sides.some(({ ready }) => ready);
}

/**
 * Drops the triggers that kept rows, those that the run made, and, on tables whose rows are put back, their own: they come back at
 * the end. The write log's stay until their table is done.
 */
export async function dropTriggersOf(
  { shelf, steps, world, entries, insert }: Restoring,
  tables: readonly (Entry & { readonly kept: KeptTable })[],
  created: readonly Entry[],
): Promise<readonly ProgramDefinition[]> {
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
  const schemas = [...new Set(tables.flatMap(({ kept }) => kept.at.map((at) => at.schema)))];
  const known = new Set(
    [...tables.flatMap(({ kept }) => kept.triggers), ...entries.flatMap((entry) => definitionOf(entry))].map(
      ({ schema, name }) => world.keyOf("trigger", schema, name),
    ),
  );
  const others: ProgramDefinition[] = [];
  for (const { kind, schema, name, table } of await listObjects(shelf.sql, schemas)) {
    if (kind !== "trigger" || table === null || name.startsWith("flyback_")) continue;
    if (!touched.has(world.keyOf("table", schema, table))) continue;
    const definition = known.has(world.keyOf("trigger", schema, name))
      ? null
      : await readProgram(shelf.sql, "trigger", schema, name);
    if (definition !== null) {
      // Somebody else's, made since: journalled, so that it comes back whatever happens in between.
      others.push(definition);
      const seq = Math.max(0, ...entries.map((entry) => entry.seq)) + others.length;
      await insert([{ seq, kind: "trigger", schema, name, kept: { how: "program", definition } }]);
    }
    await shelf.sql.query(drop(schema, name));
  }
  return others;
}

function definitionOf({ kept }: Entry): readonly ProgramDefinition[] {
  return kept.how === "program" ? [kept.definition] : [];
}
