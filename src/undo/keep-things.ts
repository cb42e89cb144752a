/** Keeping what has a definition and no rows of its own: a row in the journal is all of it. */
import { failure } from "../core/problem.ts";
import type { Entry, Kept, KeptKind, QName } from "./kept.ts";
import { refuseUnmakeable } from "./definers.ts";
import type { Keeping } from "./keeper.ts";
import type { Need } from "./needs.ts";
import { readProgram, readSchemaDefinition } from "./programs.ts";
import type { Thing } from "./world.ts";

/** A new entry, not written yet. */
export function enter(keeping: Keeping, key: string, entry: Omit<Entry, "seq">): Entry {
  const made = { ...entry, seq: keeping.entries.size + 1 };
  keeping.entries.set(key, made);
  return made;
}

export const keyOfKind = (keeping: Keeping, kind: KeptKind, at: QName): string =>
  kind === "schema" || kind === "global-variable" || kind === "listing"
    ? `${kind} ${keeping.world.foldSchema(at.schema)} ${at.name}`
    : keeping.world.keyOf(kind, at.schema, at.name);

/** Writes down the names of what will be made, all new ones in one commit. */
export async function noteCreated(keeping: Keeping, needs: readonly Need[]): Promise<void> {
  const made: Entry[] = [];
  for (const need of needs) {
    if (need.kind !== "create" && need.kind !== "create-schema") continue;
    const kind = need.kind === "create" ? need.object : "schema";
    const at = need.kind === "create" ? need.at : { schema: need.schema, name: need.schema };
    const key = keyOfKind(keeping, kind, at);
    const known = keeping.entries.get(key);
    if (known === undefined) {
      made.push(enter(keeping, key, { kind, schema: at.schema, name: at.name, kept: { how: "created", at: [at] } }));
    } else await noteAgain(keeping, known, at);
  }
  await keeping.insert(made);
}

/** Something that was made, got another name, and is now made once more. */
async function noteAgain(keeping: Keeping, entry: Entry, at: QName): Promise<void> {
  const { kept } = entry;
  if (kept.how !== "created" || kept.at.some(({ schema, name }) => schema === at.schema && name === at.name)) return;
  entry.kept = { ...kept, at: [...kept.at, at] };
  await keeping.shelf.update(entry);
}

export async function keepProgram(keeping: Keeping, object: Thing["kind"], at: QName): Promise<void> {
  const thing = keeping.world.find(object, at.schema, at.name);
  if (thing === null || thing.isOurs || thing.kind === "table") return;
  const key = keeping.world.keyOf(thing.kind, thing.schema, thing.name);
  if (keeping.entries.has(key) || isKeptWithTable(keeping, key)) return;
  const definition = await readProgram(keeping.shelf.sql, thing.kind, thing.schema, thing.name);
  if (definition === null || definition.createText === null) {
    throw failure(
      "CANNOT_UNDO",
      `The definition of ${thing.kind} ${thing.schema}.${thing.name} cannot be read by this account, so it could not be put back.`,
    );
  }
  await refuseUnmakeable(keeping.may, definition.body === null ? [definition] : [definition, definition.body]);
  const kept: Kept = { how: "program", definition };
  await keeping.insert([enter(keeping, key, { kind: thing.kind, schema: at.schema, name: thing.name, kept })]);
}

/** A trigger whose table was touched: read now, it would be on the name that the table has by now. */
function isKeptWithTable({ entries, world }: Keeping, key: string): boolean {
  return [...entries.values()].some(
    ({ kept }) =>
      kept.how === "table" && kept.triggers.some(({ schema, name }) => world.keyOf("trigger", schema, name) === key),
  );
}

export async function keepSchema(keeping: Keeping, schema: string): Promise<void> {
  const at = { schema, name: schema };
  const key = keyOfKind(keeping, "schema", at);
  if (keeping.entries.has(key)) return;
  const definition = await readSchemaDefinition(keeping.shelf.sql, schema);
  if (definition === null) return;
  await keeping.insert([enter(keeping, key, { kind: "schema", ...at, kept: { how: "schema", definition } })]);
}

export async function keepListing(keeping: Keeping, schema: string): Promise<void> {
  const at = { schema, name: "" };
  const key = keyOfKind(keeping, "listing", at);
  if (keeping.entries.has(key)) return;
  await keeping.world.load(schema);
  const objects = keeping.world.inSchema(schema).map((thing) => keeping.world.keyOf(thing.kind, schema, thing.name));
  await keeping.insert([enter(keeping, key, { kind: "listing", ...at, kept: { how: "listing", objects } })]);
}

export async function keepGlobals(keeping: Keeping, variables: readonly string[]): Promise<void> {
  for (const name of variables) {
    const at = { schema: "", name };
    const key = keyOfKind(keeping, "global-variable", at);
    if (keeping.entries.has(key) || !/^[\w.]+$/.test(name)) continue;
    const rows = await keeping.shelf.sql.query(`SELECT @@GLOBAL.${name} AS value`).catch(() => []);
    if (rows[0] === undefined) continue;
    const value = rows[0]["value"];
    const kept: Kept = { how: "global", value: value === null || value === undefined ? null : String(value) };
    await keeping.insert([enter(keeping, key, { kind: "global-variable", ...at, kept })]);
  }
}
