import { openConnection, type Connection } from "../../src/mysql/connection.ts";
import { databaseConfig } from "../support/database-config.ts";
import type { TestServer } from "../support/servers.ts";

/** A session as the way back has it. The test ends it. */
export function session(server: TestServer, database: string | null = null): Promise<Connection> {
  return openConnection(databaseConfig(server, null).connection, database);
}

/** Runs statements one after the other on a session of their own. */
export async function runAll(
  server: TestServer,
  statements: readonly string[],
  database: string | null = null,
): Promise<void> {
  const connection = await session(server, database);
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
