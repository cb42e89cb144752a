/**
 * What is in the schemas before a restore goes to schemas beside them, and back if the restore fails. Tables are moved by one RENAME, which servers
 * do as a whole or not at all, so that also after a kill the catalogue tells on which side they are. Everything else is written down first.
 */
import type { ObjectKind } from "../core/undo/touch.ts";
import { identifier, integer, text } from "../mysql/sql-text.ts";
import { listObjects, type CatalogueObject } from "../undo/catalogue.ts";
import { qualified } from "../undo/names.ts";
import { PROGRAM_WORDS } from "../undo/program-definition.ts";
import {
  inexactReason,
  readProgram,
  readSchemaDefinition,
  restoreSchemaStatements,
  restoreStatements,
  sameProgram,
  type ProgramDefinition,
  type SchemaDefinition,
} from "../undo/programs.ts";
import { resetSession } from "../undo/session.ts";
import type { Sql } from "../undo/sql.ts";
import { dropLooseKeys } from "./loose-keys.ts";

/** A schema, and the one that takes what is in it. */
export type Place = { readonly schema: string; readonly aside: string };

/** What is there before: plain JSON. */
type Inventory = {
  /** Null: there is no such schema. */
  readonly schema: SchemaDefinition | null;
  readonly tables: readonly string[];
  readonly programs: readonly ProgramDefinition[];
};

const INVENTORY = "flyback_inventory";

/** What another thing may stand on comes first. */
const ORDER: readonly ObjectKind[] = ["sequence", "package", "function", "procedure", "view", "trigger", "event"];

const isTable = ({ kind }: CatalogueObject): boolean => kind === "table";
/** A body comes and goes with its package. */
const isProgram = ({ kind }: CatalogueObject): boolean => kind !== "table" && kind !== "package-body";

/** Where what a failed restore had loaded goes. */
const halfOf = ({ aside }: Place): string => `${aside}_half`;

export async function readInventory(sql: Sql, schema: string): Promise<Inventory> {
  const objects = await listObjects(sql, [schema]);
  const programs: ProgramDefinition[] = [];
  for (const { kind, name } of objects.filter(isProgram)) {
    if (kind === "table") continue;
    const definition = await readProgram(sql, kind, schema, name);
    if (definition !== null) programs.push(definition);
  }
  const tables = objects.filter(isTable).map(({ name }) => name);
  return { schema: await readSchemaDefinition(sql, schema), tables, programs };
}

async function note(sql: Sql, { aside }: Place, inventory: Inventory): Promise<void> {
  const at = qualified({ schema: aside, name: INVENTORY });
  await sql.query(
    `CREATE TABLE IF NOT EXISTS ${at} (seq INT NOT NULL PRIMARY KEY, facts LONGTEXT NOT NULL) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4`,
  );
  // One row for each thing, since a statement must not be larger than max_allowed_packet; one commit, since a part would be taken for the whole.
  const { programs, ...rest } = inventory;
  await sql.query("START TRANSACTION");
  for (const [seq, facts] of [rest, ...programs].entries()) {
    await sql.query(`REPLACE INTO ${at} VALUES (${integer(seq)}, ${text(JSON.stringify(facts))})`);
  }
  await sql.query("COMMIT");
}

/** What was noted of a schema; null if the restore did not come so far, so that nothing was changed. */
async function noted(sql: Sql, { aside }: Place): Promise<Inventory | null> {
  const there = (await listObjects(sql, [aside])).some(({ name }) => name === INVENTORY);
  if (!there) return null;
  const rows = await sql.query(`SELECT facts FROM ${qualified({ schema: aside, name: INVENTORY })} ORDER BY seq`);
  const [first, ...programs] = rows.map((row) => JSON.parse(String(row["facts"])) as unknown);
  if (first === undefined) return null;
  return { ...(first as Omit<Inventory, "programs">), programs: programs as ProgramDefinition[] };
}

async function drop(sql: Sql, schema: string, kinds: readonly ObjectKind[]): Promise<void> {
  for (const { kind, name } of await listObjects(sql, [schema])) {
    if (kind === "table" || !kinds.includes(kind)) continue;
    await sql.query(`DROP ${PROGRAM_WORDS[kind].words} IF EXISTS ${qualified({ schema, name })}`);
  }
}

const move = (names: readonly string[], from: string, to: string): readonly string[] =>
  names.map((name) => `${qualified({ schema: from, name })} TO ${qualified({ schema: to, name })}`);

/** Moves all that is in the schemas aside; they are empty afterwards. */
export async function moveAside(sql: Sql, places: readonly Place[]): Promise<void> {
  const moves: string[] = [];
  for (const place of places) {
    const inventory = await readInventory(sql, place.schema);
    const { schema } = inventory;
    const like = schema === null ? "" : ` CHARACTER SET ${schema.characterSet} COLLATE ${schema.collation}`;
    await sql.query(`CREATE DATABASE IF NOT EXISTS ${identifier(place.aside)}${like}`);
    await note(sql, place, inventory);
    moves.push(...move(inventory.tables, place.schema, place.aside));
  }
  // A table with triggers cannot change its schema (1435); events would fire on half of it.
  for (const { schema } of places) await drop(sql, schema, ["event", "trigger"]);
  if (moves.length > 0) await sql.query(`RENAME TABLE ${moves.join(", ")}`);
  for (const { schema } of places) {
    await drop(sql, schema, ["view", "procedure", "function", "package", "sequence"]);
  }
}

/**
 * Puts programs back that are not there as they were; those that stand on others wait for these.
 *
 * @returns those that are not exactly as before, in whole sentences: views that were broken before are refused by the server
 */
async function putPrograms(sql: Sql, programs: readonly ProgramDefinition[]): Promise<readonly string[]> {
  const before = ({ trigger }: ProgramDefinition): number => trigger?.before.length ?? 0;
  const inexact: string[] = [];
  let open = programs.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || before(a) - before(b));
  for (;;) {
    const left: ProgramDefinition[] = [];
    let problem: unknown = null;
    for (const definition of open) {
      try {
        const why = await putProgram(sql, definition);
        if (why !== null) inexact.push(`The ${definition.kind} ${definition.schema}.${definition.name}: ${why}.`);
      } catch (error) {
        left.push(definition);
        problem = error;
      }
    }
    if (left.length === 0) return inexact;
    if (left.length === open.length) {
      if (left.some(({ isInvalid }) => !isInvalid)) throw problem;
      const names = left.map(({ schema, name }) => `${schema}.${name}`);
      return [...inexact, `The server does not make the broken view ${names.join(", ")} again.`];
    }
    open = left;
  }
}

/** @returns why it differs from the one before; null if it does not */
async function putProgram(sql: Sql, definition: ProgramDefinition): Promise<string | null> {
  const now = await readProgram(sql, definition.kind, definition.schema, definition.name);
  if (now !== null && sameProgram(now, definition)) return null;
  try {
    // They come in the order in which they fire, so each has its place.
    for (const statement of restoreStatements(definition)) await sql.query(statement);
    return inexactReason(definition);
  } finally {
    await resetSession(sql);
  }
}

type Back = { readonly place: Place; readonly inventory: Inventory };

/** Whether the tables are aside, or never went. */
async function isMoved(sql: Sql, { place, inventory }: Back): Promise<boolean> {
  if (inventory.tables.length === 0) return true;
  return (await listObjects(sql, [place.aside])).some(({ name }) => inventory.tables.includes(name));
}

/**
 * Puts everything back as it was. What is in the schemas now, which a failed restore has loaded, goes to a schema beside them. May be done again
 * after any cut.
 *
 * @returns what is worth saying, in whole sentences
 */
export async function putBack(sql: Sql, places: readonly Place[]): Promise<readonly string[]> {
  const backs: Back[] = [];
  for (const place of places) {
    const inventory = await noted(sql, place);
    if (inventory !== null) backs.push({ place, inventory });
  }
  const halves: string[] = [];
  const moves: string[] = [];
  const loaded: CatalogueObject[] = [];
  for (const back of backs) {
    if (!(await isMoved(sql, back))) continue;
    const { schema, aside } = back.place;
    const found = (await listObjects(sql, [schema])).filter(isTable);
    const tables = found.map(({ name }) => name);
    loaded.push(...found);
    await drop(sql, schema, ["event", "trigger", "view", "procedure", "function", "package", "sequence"]);
    if (tables.length > 0) {
      const half = halfOf(back.place);
      await sql.query(`CREATE DATABASE IF NOT EXISTS ${identifier(half)}`);
      moves.push(...move(tables, schema, half));
      halves.push(half);
    }
    moves.push(...move(back.inventory.tables, aside, schema));
  }
  await dropLooseKeys(sql, loaded);
  if (moves.length > 0) await sql.query(`RENAME TABLE ${moves.join(", ")}`);
  for (const { place, inventory } of backs) await putSchema(sql, place, inventory);
  const inexact = await putPrograms(
    sql,
    backs.flatMap(({ inventory }) => inventory.programs),
  );
  for (const { place } of backs) await sql.query(`DROP DATABASE IF EXISTS ${identifier(place.aside)}`);
  return [
    // Others may have written to it meanwhile.
    ...(halves.length === 0 ? [] : [`What had been loaded is in ${halves.join(", ")}, which no command drops.`]),
    ...inexact,
  ];
}

async function putSchema(sql: Sql, { schema }: Place, { schema: before }: Inventory): Promise<void> {
  if (before === null) {
    if ((await listObjects(sql, [schema])).length === 0)
      await sql.query(`DROP DATABASE IF EXISTS ${identifier(schema)}`);
    return;
  }
  for (const statement of restoreSchemaStatements(before, await readSchemaDefinition(sql, schema))) {
    await sql.query(statement);
  }
  await resetSession(sql);
}

/** Tables and exact rows of a schema, but for our own list. */
export async function countRows(sql: Sql, schema: string): Promise<{ readonly tables: number; readonly rows: number }> {
  const names = (await listObjects(sql, [schema])).filter((one) => isTable(one) && one.name !== INVENTORY);
  let rows = 0;
  for (const { name } of names) {
    const [row] = await sql.query(`SELECT COUNT(*) AS n FROM ${qualified({ schema, name })}`);
    rows += Number(row?.["n"] ?? 0);
  }
  return { tables: names.length, rows };
}
