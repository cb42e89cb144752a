/** What stands against a restore, looked for before anything is changed. */
import { failure } from "../core/problem.ts";
import type { ServerFacts } from "../engine/ports.ts";
import { listForeignKeys, listObjects } from "../undo/catalogue.ts";
import type { Journal } from "../undo/journal.ts";
import { mayDefine, missingPrivileges, triggersAllowed } from "../undo/privileges.ts";
import type { ProgramDefinition } from "../undo/programs.ts";
import type { Sql } from "../undo/sql.ts";
import { countRows, readInventory } from "./aside.ts";

export type Target = {
  readonly product: ServerFacts["product"];
  readonly schemas: readonly string[];
  readonly journal: Journal;
  /** Schemas that take what is there. */
  readonly asides: readonly string[];
  readonly over: "refuse" | "set-aside";
};

/** Foreign keys of other schemas would follow the tables that are moved. */
async function checkChildren(sql: Sql, schemas: readonly string[]): Promise<void> {
  const keys = await listForeignKeys(sql, schemas);
  const outside = keys.filter((key) => schemas.includes(key.referencedSchema) && !schemas.includes(key.schema));
  if (outside.length === 0) return;
  const names = outside.map(
    (key) => `${key.schema}.${key.table} (${key.name}) to ${key.referencedSchema}.${key.referencedTable}`,
  );
  throw failure(
    "RESTORE_REFUSED",
    `Tables of other databases refer to those that would go aside: ${names.join("; ")}.`,
    {
      help: "Drop these foreign keys, restore, and make them again. Nothing was changed.",
    },
  );
}

/** Others that programs act as, and that this account may not name, as MySQL decides it for each of them (SYSTEM_USER). */
async function forbiddenDefiners(sql: Sql, journal: Journal, definers: readonly string[]): Promise<readonly string[]> {
  const [me] = await sql.query("SELECT CURRENT_USER() AS name");
  const others = definers.filter((definer) => definer !== me?.["name"]);
  if (others.length > 0 && !(await journal.exists())) await journal.create();
  const missing: string[] = [];
  for (const definer of others) {
    const may = await mayDefine(sql, journal.schema, definer);
    if (!may) missing.push(`what it takes to make programs that act as ${definer}`);
  }
  return missing;
}

/** What is dropped must be such that this account can make it again, or a failed restore could not go back. */
async function checkPrivileges(sql: Sql, { product, schemas, journal, asides }: Target): Promise<void> {
  const programs: ProgramDefinition[] = [];
  for (const schema of schemas) programs.push(...(await readInventory(sql, schema)).programs);
  const needs = { controlSchemas: [journal.schema, ...asides], createSchema: true, schemas, objects: programs };
  const missing = await missingPrivileges(sql, product, needs);
  const fires = programs.some(({ kind }) => kind === "trigger" || kind === "function");
  if (fires && !(await triggersAllowed(sql, product))) {
    missing.push(
      "SUPER, or log_bin_trust_function_creators on the server, to make triggers and functions again (1419)",
    );
  }
  const hidden = programs.filter(({ createText }) => createText === null);
  missing.push(
    ...hidden.map(({ kind, schema, name }) => `what it takes to see the text of the ${kind} ${schema}.${name}`),
  );
  if (missing.length === 0) {
    const definers = new Set(programs.flatMap(({ definer }) => (definer === null ? [] : [definer])));
    missing.push(...(await forbiddenDefiners(sql, journal, [...definers])));
  }
  if (missing.length === 0) return;
  throw failure("PRIVILEGE", `To be able to put back what is there, the account lacks: ${missing.join("; ")}.`, {
    help: "Grant it, or restore with another account. Nothing was changed.",
  });
}

/**
 * Whether the schemas may be restored.
 *
 * @returns those that hold something
 * @throws MigrationError RESTORE_REFUSED, PRIVILEGE
 */
export async function checkTarget(sql: Sql, target: Target): Promise<readonly string[]> {
  const { schemas, over } = target;
  const occupied = [...new Set((await listObjects(sql, schemas)).map(({ schema }) => schema))];
  if (occupied.length > 0 && over === "refuse") {
    const held: string[] = [];
    for (const schema of occupied) {
      const { tables, rows } = await countRows(sql, schema);
      held.push(`${schema} holds ${tables} tables with ${rows} rows`);
    }
    throw failure("RESTORE_REFUSED", `The database is not empty: ${held.join("; ")}.`, {
      help: "To put the dump in their place, set `restore-over` to set-aside: what is there is then moved to a schema beside it, and kept. To keep what was written since the migration, `flyback rollback` is the better way.",
    });
  }
  await checkChildren(sql, schemas);
  await checkPrivileges(sql, target);
  return occupied;
}
