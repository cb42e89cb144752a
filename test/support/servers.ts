import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { describe, inject, it } from "vitest";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import type { StartOptions, ThrowawayServer } from "../../src/throwaway/start.ts";
import { getRecipe, isRecipeName, usualArguments } from "./servers/recipes.ts";
import type { TestProgram } from "./servers/recipes.ts";
import type { TestServer } from "./servers/test-server.ts";

export type { TestServer } from "./servers/test-server.ts";

/** The servers of this run (FLYBACK_TEST_SERVERS); only tests of the project "server" have any. */
export function servers(): readonly TestServer[] {
  return inject("servers");
}

/** A describe block for each server of the run; one that is skipped, and says so, when the run has none. */
export function describeEachServer(title: string, body: (server: TestServer) => void): void {
  for (const server of servers()) describe(`${title} (${server.name})`, () => body(server));
  if (servers().length === 0) describe.skip(`${title} (no server)`, needsServer);
}

/** The same for tests that start servers of their own (`startOwnServer`): leaves out servers that were running already. */
export function describeEachRecipe(title: string, body: (server: TestServer) => void): void {
  const recipes = servers().filter(({ name }) => isRecipeName(name));
  for (const server of recipes) describe(`${title} (${server.name})`, () => body(server));
  if (recipes.length === 0) describe.skip(`${title} (no server)`, needsServer);
}

function needsServer(): void {
  it.todo("needs a server: see FLYBACK_TEST_SERVERS");
}

export type FreshDatabase = { readonly name: string; readonly drop: () => Promise<void> };

/** Makes an empty database of a name that no other test uses. `options` go behind CREATE DATABASE, such as "character set utf8mb4". */
export async function freshDatabase(server: TestServer, options = ""): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await query(server, `create database \`${name}\` ${options}`);
  return {
    name,
    drop: () => dropDatabase(server, name),
  };
}

/**
 * Drops a database of a test, if it is there, and what was kept of the runs that migrated it: other files' tests use the same control
 * schema at the same time, and a server that was running already stays when the tests end.
 */
export async function dropDatabase(server: TestServer, name: string): Promise<void> {
  await query(server, `drop database if exists \`${name}\``);
  const [journal] = await query(
    server,
    "select 1 from information_schema.tables where table_schema = 'flyback' and table_name = 'run_database'",
  );
  if (journal === undefined) return;
  const own = `from flyback.run_database where schema_name = '${name}'`;
  for (const { run_id: id, facts } of await query(server, `select run_id, facts ${own}`)) {
    const { snapshotSchemas } = JSON.parse(String(facts)) as { snapshotSchemas: Readonly<Record<string, string>> };
    for (const kept of Object.values(snapshotSchemas).flatMap((one) => [one, `${one}_half`])) {
      await query(server, `drop database if exists \`${kept}\``);
    }
    for (const table of ["object", "step", "run"]) {
      await query(server, `delete from flyback.${table} where run_id = '${String(id)}'`);
    }
  }
  await query(server, `delete ${own}`);
}

/** A connection of its own, several statements in one query allowed. The caller ends it. */
export function connect(server: TestServer, database?: string): Promise<Connection> {
  const { host, port, user, password } = server;
  return createConnection({
    host,
    port,
    user,
    password,
    multipleStatements: true,
    ...(database === undefined ? {} : { database }),
  });
}

/** Runs SQL on a connection of its own and gives the rows of the last result; no rows for a statement that has none. */
export async function query(server: TestServer, sql: string, database?: string): Promise<readonly RowDataPacket[]> {
  const connection = await connect(server, database);
  try {
    const [result] = await connection.query(sql);
    return lastRows(result);
  } finally {
    await connection.end();
  }
}

/** One statement gives rows or a header; several give a list of those. */
function lastRows(result: unknown): readonly RowDataPacket[] {
  if (!Array.isArray(result)) return [];
  const several = result.some((part) => Array.isArray(part) || isHeader(part));
  const last: unknown = several ? result.at(-1) : result;
  return Array.isArray(last) ? last : [];
}

function isHeader(part: unknown): boolean {
  return typeof part === "object" && part !== null && part.constructor.name === "ResultSetHeader";
}

/** The program and the clients of a server of the matrix. Throws for a server that is not from a recipe. */
export async function programOf(server: TestServer): Promise<TestProgram> {
  if (!isRecipeName(server.name)) throw new Error(`${server.name} was running already: there is no recipe for it`);
  return getRecipe(server.name, process.env);
}

/**
 * A server of the same build for one test alone, which may kill it, restart it or give it other arguments. The test stops it.
 * Throws for a server that is not from a recipe.
 */
export async function startOwnServer(
  server: TestServer,
  options: Partial<StartOptions> = {},
): Promise<ThrowawayServer> {
  const { program } = await programOf(server);
  const extraArguments = [...usualArguments(program), ...(options.extraArguments ?? [])];
  return startThrowawayServer(program, { env: process.env, ...options, extraArguments });
}

/** A throw-away server in the form that `query`, `connect` and `freshDatabase` take. */
export function asTestServer(server: TestServer, own: ThrowawayServer): TestServer {
  const { host, port, socketPath, user } = own;
  return { ...server, host, port: port ?? 0, socketPath, user, password: "" };
}
