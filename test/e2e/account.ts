import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import { freshDatabase, query } from "../support/servers.ts";
import type { TestServer } from "../support/servers.ts";

/** A database of a test's own, with an account that has a password; both go when the test ends. */
export type Account = {
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** The address of the database without the account. */
  readonly url: string;
};

/** Quotes, percent and spaces: what careless quoting breaks on, and what has another form in every encoding. */
const PASSWORD = "p@ss w0rd/%41&'\"#é";

/**
 * Makes both. The account may do everything with the database and with what flyback keeps beside it, and nothing else unless `grants` makes
 * another statement of its name.
 */
export async function freshAccount(server: TestServer, grants?: (account: string) => string): Promise<Account> {
  const { name: database, drop } = await freshDatabase(server);
  const user = `u_${randomBytes(5).toString("hex")}`;
  const password = `${PASSWORD}${user}`;
  const account = `'${user}'@'%'`;
  await query(server, `create user ${account} identified by '${password.replaceAll("'", "''")}'`);
  const usual = ["`flyback`", "`flyback\\_%`", `\`${database}\``];
  const granted = usual.map((schema) => `grant all on ${schema}.* to ${account}`).join("; ");
  await query(server, grants?.(account) ?? granted);
  onTestFinished(async () => {
    await query(server, `drop user if exists ${account}`);
    await drop();
  });
  return { database, user, password, url: `mysql://${server.host}:${server.port}/${database}` };
}

type HistoryRow = {
  readonly installed_rank: number;
  readonly version: string | null;
  readonly script: string;
  readonly installed_by: string;
  readonly success: number;
};

/** The rows of the history table, in order. */
export async function history(server: TestServer, database: string): Promise<readonly HistoryRow[]> {
  const rows = await query(server, "select * from flyway_schema_history order by installed_rank", database);
  return rows as unknown as readonly HistoryRow[];
}

/** The account as variables: the way of Jenkins and of shells. */
export function environmentOf({ url, user, password }: Account): Record<string, string> {
  return { FLYBACK_URL: url, FLYBACK_USER: user, FLYBACK_PASSWORD: password };
}
