/** Keeping that only says what it would do, for the plan of a dry run: it reads the catalogue, and changes nothing. */
import { formatBytes } from "../core/format-bytes.ts";
import type { UndoPlan } from "../core/result.ts";
import { afterAlter } from "../core/undo/after-alter.ts";
import { keyOf, parseDefinition, type TableDefinition } from "../core/undo/table-definition.ts";
import type { AlterAction } from "../core/undo/touch.ts";
import type { ExplainStart } from "../engine/way-back.ts";
import { tableSize } from "./catalogue.ts";
import { guarded, rightsOf } from "./definers.ts";
import type { WayBackOptions } from "./desk.ts";
import { createForeseenKeys, type ForeseenKeys } from "./foreseen-keys.ts";
import { canKeepImages, columnsBefore, refuseEngine } from "./keep-table.ts";
import type { Keeping } from "./keeper.ts";
import type { Entry, KeptTable, QName } from "./kept.ts";
import { nowAt, tableOf } from "./kept-table.ts";
import type { Means } from "./means.ts";
import { ownSchemas } from "./own-things.ts";
import { hasTriggerPrivilege, mayDefineAs, triggersAllowed } from "./privileges.ts";
import { createRoom } from "./room.ts";
import type { Shelf } from "./shelf.ts";
import type { Sql } from "./sql.ts";
import { createWorld } from "./world.ts";

export type Foreseen = {
  readonly keeping: Keeping;
  readonly keys: ForeseenKeys;
  /** The entry of a table that is not the run's own, once it has one. */
  readonly entryOf: (at: QName) => Entry | null;
  /** What was to be kept of tables' content since it was last cleared. */
  readonly events: Map<Entry, UndoPlan>;
  /** Copies that are made before the script begins, until they have been told with the first statement that touches their table. */
  readonly ahead: Map<Entry, UndoPlan>;
  /** An ALTER TABLE has been done. */
  readonly altered: (entry: Entry, actions: readonly AlterAction[]) => void;
  readonly copiedBytes: () => number;
};

type Parts = Pick<Foreseen, "entryOf" | "events"> & {
  readonly shelf: Shelf;
  readonly definitionOf: (entry: Entry) => TableDefinition;
  readonly copied: (bytes: number) => void;
};

const READS = /^(?:SELECT|SHOW|SET SESSION|\/\*!80000 SET SESSION) /;

/** Whatever else the code that keeps would send is a mistake, and is not sent. */
function readOnly(sql: Sql): Sql {
  return {
    id: sql.id,
    async query(text) {
      if (!READS.test(text)) throw new Error(`A dry run must not send: ${text}`);
      return sql.query(text);
    },
  };
}

const NOWHERE: QName = { schema: "", name: "" };
const NO_COPY = { table: NOWHERE, columns: [], at: "", ready: false };

export const shownName = ({ schema, name }: QName): string => `${schema}.${name}`;

function foreseenMeans({ shelf, entryOf, events, definitionOf, copied }: Parts): Means {
  function note(entry: Entry, part: Partial<KeptTable>, plan: UndoPlan): void {
    entry.kept = { ...tableOf(entry), ...part };
    copied(plan.bytes);
    events.set(entry, { ...plan, bytes: plan.bytes + (events.get(entry)?.bytes ?? 0) });
  }

  async function copy(entry: Entry): Promise<void> {
    const kept = tableOf(entry);
    const { bytes } = kept;
    const text = `the table ${shownName(nowAt(kept))} is copied first (${formatBytes(bytes)})`;
    if (kept.copy !== null) return;
    refuseEngine(entry);
    note(entry, { copy: { ...NO_COPY, rows: 0 } }, { how: "copy", text, bytes });
  }

  async function columns(entry: Entry, lost: readonly string[]): Promise<void> {
    const kept = tableOf(entry);
    if (kept.copy !== null) return;
    const definition = parseDefinition(kept.createText);
    const key = keyOf(definition);
    const names = columnsBefore(kept, definition, lost);
    if (names.length === 0) return;
    if (key === null || names.some((name) => key.includes(name))) return copy(entry);
    const what = `${names.length === 1 ? "column" : "columns"} ${names.join(", ")} of ${shownName(nowAt(kept))}`;
    note(
      entry,
      { sides: [...kept.sides, { ...NO_COPY, columns: names }] },
      {
        how: "columns",
        text: `the ${what}: values are copied first (at most ${formatBytes(kept.bytes)})`,
        bytes: kept.bytes,
      },
    );
  }

  async function rows(entry: Entry): Promise<void> {
    const kept = tableOf(entry);
    if (kept.copy !== null) return;
    if (!canKeepImages(kept) || !(await shelf.mayLog(nowAt(kept).schema))) return copy(entry);
    const images = { table: NOWHERE, chosen: NOWHERE, columns: [], triggers: [], cascades: [], ready: false };
    const text = `rows of ${shownName(nowAt(kept))} are kept as they are changed`;
    note(entry, { images: kept.images ?? images }, { how: "rows", text, bytes: 0 });
  }

  return {
    definition(at) {
      const entry = entryOf(at);
      return Promise.resolve(entry === null ? null : definitionOf(entry));
    },
    async rowCount(at) {
      const entry = entryOf(at);
      return entry === null ? 0 : ((await tableSize(shelf.sql, entry.schema, entry.name))?.rows ?? 0);
    },
    copy,
    columns,
    rows,
    move(entry) {
      const text = `the table ${shownName(nowAt(tableOf(entry)))} is put aside as it is, nothing is copied`;
      const moved = { table: NOWHERE, gap: NOWHERE, twin: NOWHERE };
      note(entry, { moved, dropped: true }, { how: "move", text, bytes: 0 });
      return Promise.resolve();
    },
    wideKeys: () => Promise.resolve(),
    suspendImages: () => Promise.resolve(),
  };
}

/** A shelf on which nothing can be put. */
function bareShelf(sql: Sql, product: Shelf["product"]): Shelf {
  const answers = new Map<string, Promise<boolean>>();
  const ask = async (schema: string): Promise<boolean> =>
    (await hasTriggerPrivilege(sql, product, schema)) && (await triggersAllowed(sql, product));
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    sql,
    product,
    update: nothing,
    place: () => Promise.reject(new Error("A dry run makes nothing.")),
    prefix: () => "",
    next: () => 0,
    mayLog(schema) {
      const answer = answers.get(schema) ?? ask(schema);
      answers.set(schema, answer);
      return answer;
    },
    refuseLog: () => undefined,
    patience: (_session, send) => send(),
    quiet: nothing,
    unlocked: nothing,
    presentColumns: () => Promise.resolve({ names: [], has: () => false }),
    resetSession: nothing,
    room: createRoom(null, () => Promise.resolve({ bytes: null })),
    script: () => null,
  };
}

export function createForeseen(
  own: Sql,
  options: Pick<WayBackOptions, "config" | "product" | "lowerCaseTableNames">,
  start: ExplainStart,
): Foreseen {
  const { config, product, lowerCaseTableNames } = options;
  const sql = readOnly(own);
  const shelf = bareShelf(sql, product);
  const entries = new Map<string, Entry>();
  const world = createWorld(sql, lowerCaseTableNames);
  const keys = createForeseenKeys(sql, world, entries);
  const events = new Map<Entry, UndoPlan>();
  const definitions = new Map<Entry, TableDefinition>();
  let copiedBytes = 0;

  function entryOf(at: QName): Entry | null {
    const thing = world.find("table", at.schema, at.name);
    if (thing === null || thing.isOurs || thing.kind !== "table") return null;
    return entries.get(world.keyOf("table", thing.known.schema, thing.known.name)) ?? null;
  }
  const definitionOf = (entry: Entry): TableDefinition =>
    definitions.get(entry) ?? parseDefinition(tableOf(entry).createText);
  const means = foreseenMeans({ shelf, entryOf, events, definitionOf, copied: (bytes) => void (copiedBytes += bytes) });
  const may = rightsOf(
    (definer) => mayDefineAs(sql, product, { definer, schema: null }),
    () => triggersAllowed(sql, product),
  );
  const keeping: Keeping = {
    shelf,
    means: guarded(means, may),
    may,
    world,
    foreignKeys: keys.foreignKeys,
    entries,
    insert: () => Promise.resolve(),
    onIrreversible: config.onIrreversible,
    onUnknown: config.onUnknownStatement,
    mayMove: config.onFailure === "rollback",
    isOwnSchema: ownSchemas(config),
    endEarlier: () => Promise.resolve(),
    reachable: start.schemas.map((schema) => world.foldSchema(schema)),
    say: () => undefined,
    script: null,
  };
  return {
    keeping,
    keys,
    entryOf,
    events,
    ahead: new Map(),
    altered: (entry, actions) => void definitions.set(entry, afterAlter(definitionOf(entry), actions)),
    copiedBytes: () => copiedBytes,
  };
}
