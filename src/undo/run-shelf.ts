/** The run's own schemas on a server, and what it may make there. */
import { failure } from "../core/problem.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { Entry, QName } from "./kept.ts";
import type { Keeping } from "./keeper.ts";
import type { Patience } from "./lock-waits.ts";
import type { Room } from "./room.ts";
import { OWN_PREFIX } from "./names.ts";
import { resetSession } from "./session.ts";
import type { Product, Shelf } from "./shelf.ts";
import { showTable } from "./show-table.ts";
import type { Sql } from "./sql.ts";

export type ShelfOptions = {
  readonly sql: Sql;
  readonly product: Product;
  readonly part: RunPart;
  /** The first number that names may have. */
  readonly firstNumber: number;
  /** A schema made beforehand; null: the run makes its own. */
  readonly snapshotSchema: string | null;
  /** Own schemas so far, by the schema that things come from. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Journals a further one, before it is made. */
  readonly noteSchemas: (schemas: Readonly<Record<string, string>>) => Promise<void>;
  readonly update: (entry: Entry) => Promise<void>;
  readonly mayLog: () => Promise<boolean>;
  /** What the run may keep. */
  readonly room: Room;
  readonly patience: Patience;
  readonly script: () => Keeping["script"];
};

/** How names of the run's own schemas and triggers begin, for its part in one database: parts may share a server. */
export const runPrefix = ({ runId, seq }: RunPart): string => `${OWN_PREFIX}${runId}_${seq}_`;

/** The same for its tables in a schema that was made beforehand. */
export const tablePrefix = ({ runId, seq }: RunPart): string => `${runId}_${seq}_`;

type RunPart = { readonly runId: string; readonly seq: number };

/** @throws MigrationError CANNOT_UNDO where the locks are the script's own */
async function unlocked(script: Keeping["script"]): Promise<void> {
  if (script === null || !script.holdsLocks) return;
  throw failure(
    "CANNOT_UNDO",
    "While the script holds table locks (LOCK TABLES), what this statement changes cannot be kept.",
    { help: "Take LOCK TABLES out: nobody else migrates at the same time, and DDL locks its table by itself." },
  );
}

/** @throws MigrationError CANNOT_UNDO where the transaction or the locks are the script's own */
async function quiet(script: Keeping["script"]): Promise<void> {
  if (script === null) return;
  await unlocked(script);
  if (script.isExplicit) {
    throw failure(
      "CANNOT_UNDO",
      "Inside its own transaction the script changes a table that only this statement names, so what it changes cannot be kept.",
      {
        help: "End the transaction before this statement, or name the table in a statement that needs no evaluation.",
      },
    );
  }
  await script.session.commit();
}

export function createShelf(options: ShelfOptions): Shelf {
  const { sql, part } = options;
  let schemas = options.schemas;
  let number = options.firstNumber - 1;
  let allowed: Promise<boolean> | null = null;
  const refused = new Set<string>();

  async function place(schema: string, name: string): Promise<QName> {
    if (options.snapshotSchema !== null) return { schema: options.snapshotSchema, name: `${tablePrefix(part)}${name}` };
    const known = schemas[schema];
    if (known !== undefined) return { schema: known, name };
    const made = `${runPrefix(part)}${Object.keys(schemas).length + 1}`;
    schemas = { ...schemas, [schema]: made };
    await options.noteSchemas(schemas);
    await sql.query(`CREATE DATABASE IF NOT EXISTS ${identifier(made)}`);
    return { schema: made, name };
  }

  return {
    sql,
    product: options.product,
    update: options.update,
    place,
    prefix: ({ seq }) => `${runPrefix(part)}${seq}_`,
    next: () => (number += 1),
    async mayLog(schema) {
      allowed ??= options.mayLog();
      return !refused.has(schema) && (await allowed);
    },
    refuseLog: (schema) => void refused.add(schema),
    patience: options.patience,
    quiet: () => quiet(options.script()),
    unlocked: () => unlocked(options.script()),
    async presentColumns(at) {
      const shown = await showTable(sql, at);
      const names = shown === null ? [] : parseDefinition(shown.createText).columns.map(({ name }) => name);
      const folded = new Set(names.map((name) => name.toLowerCase()));
      return { names, has: (name) => folded.has(name.toLowerCase()) };
    },
    resetSession: () => resetSession(sql),
    room: options.room,
    script: () => options.script()?.session ?? null,
  };
}
