/** Keeps what statements are about to change, for one database of the run. */
import { failure } from "../core/problem.ts";
import type { ScriptSession } from "../engine/ports.ts";
import type { ForeignKeys } from "./cascades.ts";
import type { Entry, QName } from "./kept.ts";
import { keepAltered, keepChangedRows, keepDropped, keepHistory, keepRenamed, tableEntry } from "./keep-changes.ts";
import { keepCascade } from "./keep-cascade.ts";
import { tableOf } from "./kept-table.ts";
import { keepGlobals, keepListing, keepProgram, keepSchema, keyOfKind, noteCreated } from "./keep-things.ts";
import type { ProgramRights } from "./definers.ts";
import type { Means } from "./means.ts";
import type { Need } from "./needs.ts";
import type { Shelf } from "./shelf.ts";
import type { World } from "./world.ts";

export type Keeping = {
  readonly shelf: Shelf;
  readonly means: Means;
  readonly world: World;
  readonly foreignKeys: ForeignKeys;
  readonly may: ProgramRights;
  /** By the key of the object before the run. */
  readonly entries: Map<string, Entry>;
  /** Commits new entries, all at once. */
  readonly insert: (entries: readonly Entry[]) => Promise<void>;
  readonly onIrreversible: "refuse" | "allow";
  readonly onUnknown: "copy" | "refuse";
  /** False where a DROP that fails must leave its table as it is, since the run does not go back. */
  readonly mayMove: boolean;
  /** True for schemas of flyback's own. */
  readonly isOwnSchema: (schema: string) => boolean;
  /** Commits earlier runs, whose triggers would stand in the way of the next statement. */
  readonly endEarlier: () => Promise<void>;
  /** Schemas that a statement of unknown effect can reach. */
  readonly reachable: readonly string[];
  readonly say: (message: string) => void;
  /** The session whose statement comes next, where it has a transaction of its script open; null: it has none. */
  script: { readonly session: ScriptSession; readonly isExplicit: boolean; readonly holdsLocks: boolean } | null;
};

/** Keeps everything that is needed before a statement may be sent. @throws MigrationError CANNOT_UNDO, SNAPSHOT_TOO_LARGE */
export async function keep(keeping: Keeping, needs: readonly Need[]): Promise<void> {
  // What was foreseen was found in another picture of the server.
  for (const need of needs) if ("at" in need) await keeping.world.load(need.at.schema);
  await noteCreated(keeping, needs);
  const drops: QName[] = [];
  const world = needs.some(({ kind }) => kind === "rename") ? keeping.world.fork() : keeping.world;
  for (const need of needs) {
    if (need.kind === "drop") drops.push(need.at);
    else await keepOne(keeping, world, need);
  }
  await keepDropped(keeping, drops);
}

async function keepOne(keeping: Keeping, world: World, need: Exclude<Need, { kind: "drop" }>): Promise<void> {
  switch (need.kind) {
    case "create":
    case "create-schema":
      return;
    case "program":
      return keepProgram(keeping, need.object, need.at);
    case "schema":
      return keepSchema(keeping, need.schema);
    case "listing":
      return keepListing(keeping, need.schema);
    case "globals":
      return keepGlobals(keeping, need.variables);
    case "alter":
      return keepAltered(keeping, need.at, need.actions);
    case "rows":
      return keepChangedRows(keeping, need.at, need);
    case "delete-history":
      return keepHistory(keeping, need.at);
    case "cascade":
      return keepCascade(keeping, need);
    case "copy": {
      const entry = await tableEntry(keeping, need.at);
      return entry === null ? undefined : keeping.means.copy(entry);
    }
    case "rename":
      return keepRenamed(keeping, world, need.from, need.to);
    case "own":
      throw failure(
        "CANNOT_UNDO",
        `The statement changes ${need.schema}, where flyback keeps its journal and what it needs to go back.`,
        {
          help: "Take the statement out; `flyback commit` drops what is kept.",
        },
      );
    case "irreversible":
      return refuseIrreversible(keeping, need.what);
    case "unknown":
      return keepEverything(keeping, need.why);
  }
}

function refuseIrreversible(keeping: Keeping, what: string): void {
  if (keeping.onIrreversible === "refuse") {
    throw failure("CANNOT_UNDO", `Nothing can take this statement back: ${what}.`);
  }
  keeping.say(`${what}: this is not undone when the run goes back (\`on-irreversible\` is allow)`);
}

async function keepEverything(keeping: Keeping, why: string): Promise<void> {
  if (keeping.onUnknown === "refuse") {
    throw failure(
      "CANNOT_UNDO",
      `What this statement changes cannot be told: ${why} (\`on-unknown-statement\` is refuse).`,
    );
  }
  for (const schema of keeping.reachable) await keepWholeSchema(keeping, schema, why);
}

async function keepWholeSchema(keeping: Keeping, schema: string, why: string): Promise<void> {
  if (keeping.entries.has(keyOfKind(keeping, "listing", { schema, name: "" }))) return;
  await keeping.world.load(schema);
  if (!keeping.world.schemaExists(schema)) return;
  keeping.say(
    `what it changes cannot be told (${why}), so everything in ${schema} is kept (what it does in other databases is not)`,
  );
  await keepListing(keeping, schema);
  await keepSchema(keeping, schema);
  for (const thing of keeping.world.inSchema(schema)) {
    const at = { schema: thing.schema, name: thing.name };
    if (thing.isOurs) continue;
    if (thing.kind === "table") {
      const entry = await tableEntry(keeping, at);
      if (entry !== null && tableOf(entry).moved === null) await keeping.means.copy(entry);
    } else await keepProgram(keeping, thing.kind, at);
  }
}
