/** What a server holds at the moment, as far as the run has to do with it, and what of it the run has made. */
import type { LexicalMode } from "../core/sql/lexical-mode.ts";
import type { ObjectKind } from "../core/undo/touch.ts";
import { text } from "../mysql/sql-text.ts";
import { listObjects } from "./catalogue.ts";
import { OWN_PREFIX } from "./names.ts";
import type { Sql } from "./sql.ts";

export type Thing = {
  readonly kind: ObjectKind;
  readonly schema: string;
  readonly name: string;
  /** Triggers: the table. */
  readonly table: string | null;
  /** True if this run made it. */
  readonly isOurs: boolean;
  /** The name under which the journal has it: the one from before, or the one it was made with. */
  readonly known: { readonly schema: string; readonly name: string };
  /** Text of the statement that made it, where the run did. */
  readonly text: ProgramText | null;
};

/** A statement, and how the session that sent it reads text. */
export type ProgramText = { readonly sql: string; readonly mode: LexicalMode };

/** Objects of a schema share a name space by group. */
type Group = "table" | "procedure" | "function" | "trigger" | "event" | "package" | "package-body";

function groupOf(kind: ObjectKind): Group {
  return kind === "view" || kind === "sequence" ? "table" : kind;
}

export type World = {
  /** Reads what the schema holds, once. */
  readonly load: (schema: string) => Promise<void>;
  readonly schemaExists: (schema: string) => boolean;
  readonly find: (kind: ObjectKind, schema: string, name: string) => Thing | null;
  readonly inSchema: (schema: string) => readonly Thing[];
  /** Everything of the schemas that were read so far. */
  readonly all: () => readonly Thing[];
  readonly triggersOf: (schema: string, table: string) => readonly Thing[];
  readonly add: (thing: Omit<Thing, "known"> & Partial<Pick<Thing, "known">>) => void;
  readonly remove: (kind: ObjectKind, schema: string, name: string) => void;
  readonly rename: (from: Thing, to: { readonly schema: string; readonly name: string }) => void;
  readonly addSchema: (schema: string) => void;
  readonly removeSchema: (schema: string) => void;
  /** Names as the server compares them. */
  readonly foldSchema: (schema: string) => string;
  readonly keyOf: (kind: ObjectKind, schema: string, name: string) => string;
  /** Forgets a schema, so that it is read again. */
  readonly forget: (schema: string) => void;
  /** A copy that can be changed without changing this one. */
  readonly fork: () => World;
};

type Schemas = Map<string, Map<string, Thing> | null>;

/** What is known of a thing by its key: that the run made it, or what it was called before. */
export type KnownThing = (thing: { readonly kind: ObjectKind; readonly key: string; readonly world: World }) => {
  readonly isOurs: boolean;
  readonly known: { readonly schema: string; readonly name: string };
} | null;

type Source = { readonly sql: Sql; readonly lowerCaseTableNames: number; readonly known: KnownThing };

function folding(folds: boolean): Pick<World, "foldSchema" | "keyOf"> {
  const foldSchema = (schema: string): string => (folds ? schema.toLowerCase() : schema);
  return {
    foldSchema,
    keyOf(kind, schema, name) {
      const group = groupOf(kind);
      // Names of routines and events never count case; those of tables and triggers by the server's setting.
      const exact = (group === "table" || group === "trigger") && !folds;
      return `${group} ${foldSchema(schema)}.${exact ? name : name.toLowerCase()}`;
    },
  };
}

function worldOver(source: Source, schemas: Schemas): World {
  const { foldSchema, keyOf } = folding(source.lowerCaseTableNames !== 0);

  function things(schema: string): Map<string, Thing> {
    return schemas.get(foldSchema(schema)) ?? new Map<string, Thing>();
  }

  function add(thing: Omit<Thing, "known"> & Partial<Pick<Thing, "known">>): void {
    const key = foldSchema(thing.schema);
    const map = schemas.get(key) ?? new Map<string, Thing>();
    schemas.set(key, map);
    const known = thing.known ?? { schema: thing.schema, name: thing.name };
    map.set(keyOf(thing.kind, thing.schema, thing.name), { ...thing, known });
  }

  async function load(schema: string): Promise<void> {
    const key = foldSchema(schema);
    if (schemas.has(key)) return;
    const { exists, objects } = await listSchema(source.sql, schema);
    schemas.set(key, exists ? new Map<string, Thing>() : null);
    for (const { kind, name, table } of objects) {
      // The run's own triggers do nothing that is to be kept.
      if (kind === "trigger" && name.startsWith(OWN_PREFIX)) continue;
      const known = source.known({ kind, key: keyOf(kind, key, name), world });
      add({ kind, schema: key, name, table, isOurs: false, text: null, ...known });
    }
  }

  const world: World = {
    load,
    schemaExists: (schema) => (schemas.get(foldSchema(schema)) ?? null) !== null,
    find: (kind, schema, name) => things(schema).get(keyOf(kind, schema, name)) ?? null,
    inSchema: (schema) => [...things(schema).values()],
    all: () => [...schemas.values()].flatMap((map) => (map === null ? [] : [...map.values()])),
    triggersOf: (schema, table) =>
      [...things(schema).values()].filter(
        (thing) =>
          thing.kind === "trigger" &&
          thing.table !== null &&
          keyOf("table", schema, thing.table) === keyOf("table", schema, table),
      ),
    add,
    remove: (kind, schema, name) => void things(schema).delete(keyOf(kind, schema, name)),
    rename(from, to) {
      things(from.schema).delete(keyOf(from.kind, from.schema, from.name));
      add({ ...from, schema: foldSchema(to.schema), name: to.name });
      for (const trigger of Array.from(things(from.schema).values())) {
        if (trigger.kind !== "trigger" || trigger.table !== from.name) continue;
        things(from.schema).delete(keyOf("trigger", trigger.schema, trigger.name));
        add({ ...trigger, schema: foldSchema(to.schema), table: to.name });
      }
    },
    addSchema: (schema) => void schemas.set(foldSchema(schema), new Map<string, Thing>()),
    removeSchema: (schema) => void schemas.set(foldSchema(schema), null),
    foldSchema,
    keyOf,
    forget: (schema) => void schemas.delete(foldSchema(schema)),
    fork: () =>
      worldOver(
        source,
        new Map([...schemas].map(([name, map]) => [name, map === null ? null : new Map(map)] as const)),
      ),
  };
  return world;
}

async function listSchema(
  sql: Sql,
  schema: string,
): Promise<{ exists: boolean; objects: Awaited<ReturnType<typeof listObjects>> }> {
  const objects = await listObjects(sql, [schema]);
  if (objects.length > 0) return { exists: true, objects };
  const rows = await sql.query(`SELECT 1 AS one FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${text(schema)}`);
  return { exists: rows.length > 0, objects };
}

/** An empty picture of a server, filled as schemas are asked for. */
export function createWorld(sql: Sql, lowerCaseTableNames: number, known: KnownThing = () => null): World {
  return worldOver({ sql, lowerCaseTableNames, known }, new Map());
}
