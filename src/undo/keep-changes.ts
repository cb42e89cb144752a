/** Keeping tables before a statement that changes, renames or drops them. */
import type { MigrationError } from "../core/problem.ts";
import { withKeyColumn } from "../core/undo/key-types.ts";
import { lossOf, type Loss } from "../core/undo/lossless.ts";
import { keyIndexOf, keyOf, parseDefinition, type TableDefinition } from "../core/undo/table-definition.ts";
import type { AlterAction } from "../core/undo/touch.ts";
import type { Entry, Kept, KeptTable, QName } from "./kept.ts";
import { withKnownReferences } from "./references.ts";
import { enter, keepProgram, noteCreated } from "./keep-things.ts";
import { beyondReturn, firstEntry } from "./keep-table.ts";
import { change, nowAt, nowName, tableOf } from "./kept-table.ts";
import type { Keeping } from "./keeper.ts";
import { qualified } from "./names.ts";
import { changesColumns, type Need } from "./needs.ts";
import type { Shelf } from "./shelf.ts";
import { suspendCascades } from "./suspend-cascades.ts";
import type { Thing, World } from "./world.ts";

function tableOfBefore({ world }: Keeping, at: QName): Thing | null {
  const thing = world.find("table", at.schema, at.name);
  return thing?.kind === "table" && !thing.isOurs ? thing : null;
}

/** The entry of a table that was there before the run; null for one that the run made, or that is not there. */
export async function tableEntry(keeping: Keeping, at: QName): Promise<Entry | null> {
  const thing = tableOfBefore(keeping, at);
  if (thing === null) return null;
  const key = keeping.world.keyOf("table", thing.known.schema, thing.known.name);
  const found = keeping.entries.get(key);
  if (found !== undefined) return found.kept.how === "table" ? found : null;
  const first = await firstEntry(keeping.shelf, thing.known, at);
  if (first === null || first.kept.how !== "table") return null;
  const createText = withKnownReferences(keeping, at.schema, first.kept.createText);
  // One that the run has made, or made anew, is none from before: what was there, the journal has already.
  const triggers = first.kept.triggers.filter(
    ({ schema, name }) => !keeping.entries.has(keeping.world.keyOf("trigger", schema, name)),
  );
  const entry = enter(keeping, key, { ...first, kept: { ...first.kept, createText, triggers } });
  await keeping.insert([entry]);
  return entry;
}

export async function keepAltered(keeping: Keeping, at: QName, actions: readonly AlterAction[]): Promise<void> {
  if (changesColumns(actions)) await suspendCascades(keeping, at);
  const entry = await tableEntry(keeping, at);
  if (entry === null) return;
  const now = await keeping.means.definition(at);
  if (now === null) return;
  const losses = actions.map((action) => lossOf(action, now));
  refuseVersions(now, actions);
  await keepLosses(keeping, entry, actions, losses);
  await widenKeys(keeping, entry, now, actions);
  if (namesKey(tableOf(entry), actions)) {
    await keeping.endEarlier();
    await dropOwnTriggers(keeping.shelf, entry, at);
  }
  await noteRenamedColumns(keeping, entry, actions);
  if (changesColumns(actions)) await keeping.means.suspendImages(entry);
  keeping.foreignKeys.forget();
}

/** What the ALTERs of a script that locks tables will lose is kept before it locks them: then no other session can read them. */
export async function keepBeforeLocks(keeping: Keeping, needs: readonly Need[]): Promise<void> {
  for (const need of needs) {
    if (need.kind !== "alter") continue;
    const now = await keeping.means.definition(need.at);
    const entry = now === null ? null : await tableEntry(keeping, need.at);
    if (now === null || entry === null) continue;
    // Triggers that name the columns could not go then.
    if (changesColumns(need.actions) && tableOf(entry).images !== null) await keeping.means.copy(entry);
    await keepLosses(
      keeping,
      entry,
      need.actions,
      need.actions.map((action) => lossOf(action, now)),
    );
  }
}

async function keepLosses(
  { means }: Keeping,
  entry: Entry,
  actions: readonly AlterAction[],
  losses: readonly Loss[],
): Promise<void> {
  if (losses.includes("table") || endsKey(tableOf(entry), actions)) await means.copy(entry);
  const lost = losses.flatMap((loss) => (typeof loss === "string" ? [] : loss.columns));
  if (lost.length > 0) await means.columns(entry, lost);
}

/** The key's columns from before by their names of now, in lower case. */
function keyNames(kept: KeptTable): ReadonlySet<string> {
  const key = keyOf(parseDefinition(kept.createText)) ?? [];
  return new Set(key.map((column) => nowName(kept, column).toLowerCase()));
}

/** Before the statement, so that nobody's write with a key of the new type is cut in between. */
async function widenKeys(
  { means }: Keeping,
  entry: Entry,
  now: TableDefinition,
  actions: readonly AlterAction[],
): Promise<void> {
  const key = keyNames(tableOf(entry));
  let next = now;
  for (const action of actions) {
    if (action.kind !== "modify-column" || !key.has(action.column.toLowerCase())) continue;
    next = withKeyColumn(next, action.column, action.definition) ?? next;
  }
  if (next !== now) await means.wideKeys(entry, next);
}

type Renaming = Extract<AlterAction, { kind: "rename-column" | "modify-column" }>;

/** A column gets another name, by CHANGE with a definition besides. */
function givesName(action: AlterAction): action is Renaming {
  if (action.kind !== "rename-column" && action.kind !== "modify-column") return false;
  return action.to.toLowerCase() !== action.column.toLowerCase();
}

/** The write log's triggers name the key's columns: this run's, and those of an earlier run that was not committed. */
function namesKey(kept: KeptTable, actions: readonly AlterAction[]): boolean {
  const key = keyNames(kept);
  return actions.some(
    (action) => (action.kind === "drop-column" || givesName(action)) && key.has(action.column.toLowerCase()),
  );
}

/** The past versions of rows go with their partition, or with the versioning, and cannot be put back. */
function refuseVersions(now: TableDefinition, actions: readonly AlterAction[]): void {
  if (!now.systemVersioned) return;
  if (actions.some(({ kind }) => kind === "versioning" || kind === "partition-rows")) throw losesVersions();
}

function losesVersions(): MigrationError {
  return beyondReturn("The statement drops past versions of rows, and nothing could put these back.");
}

/** Those of a table that the run has made are nobody else's. */
export async function keepHistory(keeping: Keeping, at: QName): Promise<void> {
  if ((await tableEntry(keeping, at)) !== null) throw losesVersions();
}

/** After it the rows may no longer be told apart by the key from before, so nothing less than all of them will do. */
function endsKey(kept: KeptTable, actions: readonly AlterAction[]): boolean {
  const key = keyIndexOf(parseDefinition(kept.createText));
  if (key === null) return false;
  // A unique index that serves as key may be what a clause of structure drops.
  return actions.some(({ kind }) => kind === (key.kind === "primary" ? "drop-primary-key" : "structure"));
}

/** Both names count until it is known that the statement has been done. */
async function noteRenamedColumns(keeping: Keeping, entry: Entry, actions: readonly AlterAction[]): Promise<void> {
  const kept = tableOf(entry);
  const { columns } = parseDefinition(kept.createText);
  const renamed: Record<string, readonly string[]> = { ...kept.renamed };
  let changed = false;
  for (const action of actions) {
    if (!givesName(action)) continue;
    const isIt = (name: string | undefined): boolean => name?.toLowerCase() === action.column.toLowerCase();
    const before = Object.entries(kept.renamed).find(([, now]) => isIt(now.at(-1)))?.[0];
    // The script may write its name in another case; one that the run has added has none from before.
    const column = before ?? columns.find(({ name }) => isIt(name) && kept.renamed[name] === undefined)?.name;
    if (column === undefined) continue;
    renamed[column] = [...(kept.renamed[column] ?? [column]), action.to];
    changed = true;
  }
  if (changed) await change(keeping.shelf, entry, { renamed });
}

type RowsNeed = Extract<Need, { kind: "rows" }>;

/** Rows (estimated) from which a statement that reaches all of them is cheaper to undo from a copy. */
const COPY_FROM_ROWS = 1000;

export async function keepChangedRows(keeping: Keeping, at: QName, need: RowsNeed): Promise<void> {
  const entry = await tableEntry(keeping, at);
  if (entry === null) return;
  const kept = tableOf(entry);
  if (kept.copy !== null || (await setsOnlyNewColumns(keeping, entry, need))) return;
  if (need.whole && kept.images === null) {
    if ((await keeping.means.rowCount(at)) >= COPY_FROM_ROWS) return keeping.means.copy(entry);
  }
  await keeping.means.rows(entry);
}

/** An UPDATE that fills only columns which the run has added changes nothing that was there before. */
async function setsOnlyNewColumns(keeping: Keeping, entry: Entry, { verbs, columns }: RowsNeed): Promise<boolean> {
  if (columns === null || columns.length === 0 || verbs.some((verb) => verb !== "update")) return false;
  const kept = tableOf(entry);
  const before = parseDefinition(kept.createText);
  // Such a column changes with every UPDATE; a trigger may change any.
  if (before.columns.some(({ onUpdateNow }) => onUpdateNow) || kept.triggers.length > 0) return false;
  const old = new Set(before.columns.map(({ name }) => (kept.renamed[name]?.at(-1) ?? name).toLowerCase()));
  const here = nowAt(kept);
  const hasTriggers = keeping.world.triggersOf(here.schema, here.name).length > 0;
  return !hasTriggers && columns.every((column) => !old.has(column.toLowerCase()));
}

/** @param world as it is after the renames before this one in the statement */
export async function keepRenamed(keeping: Keeping, world: World, from: QName, to: QName): Promise<void> {
  const thing = world.find("table", from.schema, from.name);
  if (thing === null) return;
  const isTaken = world.find("table", to.schema, to.name) !== null;
  world.rename(thing, to);
  if (thing.kind === "view" || (thing.kind === "sequence" && !thing.isOurs)) {
    await keepProgram(keeping, thing.kind, from);
    await noteCreated(keeping, [{ kind: "create", object: thing.kind, at: to }]);
    // To a name that is taken the server renames nothing.
    if (!isTaken) await noteSequenceAt(keeping, thing, to);
    return;
  }
  const known = keeping.entries.get(world.keyOf("table", thing.known.schema, thing.known.name));
  const entry = known ?? (thing.isOurs ? null : await tableEntry(keeping, from));
  await suspendCascades(keeping, from);
  if (entry === null) return;
  const { kept } = entry;
  // The run made it under the name of one from before, whose entry this is.
  if (thing.isOurs && kept.how !== "created") {
    return noteCreated(keeping, [{ kind: "create", object: thing.kind, at: to }]);
  }
  if (kept.how !== "table" && kept.how !== "created") return;
  if (kept.how === "table" && from.schema !== to.schema) {
    await keeping.endEarlier();
    await dropOwnTriggers(keeping.shelf, entry, from);
  }
  entry.kept = { ...entry.kept, at: [...kept.at, to] } as Kept;
  await keeping.shelf.update(entry);
}

/** A sequence goes on under its new name: the way back wants to know where its value is. */
async function noteSequenceAt(keeping: Keeping, { kind, known }: Thing, to: QName): Promise<void> {
  const entry = keeping.entries.get(keeping.world.keyOf(kind, known.schema, known.name));
  if (kind !== "sequence" || entry?.kept.how !== "program") return;
  entry.kept = { ...entry.kept, at: [...(entry.kept.at ?? []), to] };
  await keeping.shelf.update(entry);
}

/** The log's are made again right after the statement. */
async function dropOwnTriggers(shelf: Shelf, entry: Entry, at: QName): Promise<void> {
  const { log, images } = tableOf(entry);
  const names = [...(log?.triggers ?? []), ...(images?.triggers ?? [])];
  if (names.length === 0) return;
  await shelf.quiet();
  for (const name of names) await shelf.sql.query(`DROP TRIGGER IF EXISTS ${qualified({ schema: at.schema, name })}`);
  await change(shelf, entry, {
    log: log === null ? null : { ...log, triggers: [] },
    images: images === null ? null : { ...images, triggers: [] },
  });
}

/** A table that nothing refers to is moved; the others are copied. Children first, so that their parents can be moved as well. */
export async function keepDropped(keeping: Keeping, drops: readonly QName[]): Promise<void> {
  // To look for what refers to them would open every table that has a foreign key; the run's own need nothing.
  if (drops.every((at) => tableOfBefore(keeping, at) === null)) return;
  let open = [...drops];
  while (open.length > 0) {
    const parents = await referredTo(keeping, open);
    const free = open.filter((at) => !parents.has(keeping.world.keyOf("table", at.schema, at.name)));
    for (const at of free.length > 0 ? free : open) {
      await suspendCascades(keeping, at);
      const entry = await tableEntry(keeping, at);
      if (entry === null || tableOf(entry).moved !== null) continue;
      await (free.length > 0 && keeping.mayMove && tableOf(entry).copy === null
        ? keeping.means.move(entry)
        : keeping.means.copy(entry));
    }
    keeping.foreignKeys.forget();
    open = free.length > 0 ? open.filter((at) => !free.includes(at)) : [];
  }
}

/** Those of some tables that foreign keys of other tables lead to. */
async function referredTo(keeping: Keeping, tables: readonly QName[]): Promise<ReadonlySet<string>> {
  const { world, foreignKeys } = keeping;
  const found = new Set<string>();
  for (const schema of new Set(tables.map((at) => at.schema))) {
    for (const key of await foreignKeys.into(schema)) {
      const child = world.keyOf("table", key.schema, key.table);
      const parent = world.keyOf("table", key.referencedSchema, key.referencedTable);
      if (child !== parent) found.add(parent);
    }
  }
  return found;
}
