/** The client's session while it loads: what it is given, and how it is waited for. */
import type { ServerFacts } from "../engine/ports.ts";
import { OWN } from "../core/undo/log-sql.ts";
import type { Sql } from "../undo/sql.ts";

/** A lock that the client's session has for as long as the server works for it. */
const lockOf = (runId: string): string => `flyback_restore_${runId}`;

/** How long the server may take to end the statement of a client that is gone, in seconds. */
const WAIT_S = 60;

/** Without these a table that was made under other settings could not be made again. Not every version and account has all of them. */
const OPTIONAL = {
  MariaDB: ["innodb_strict_mode = 0", "check_constraint_checks = 0"],
  MySQL: [
    "innodb_strict_mode = 0",
    "restrict_fk_on_non_standard_key = 0",
    "sql_require_primary_key = 0",
    "sql_generate_invisible_primary_key = 0",
  ],
  unknown: [],
} as const;

/** The statement that a client begins with, of what this account may set. */
export async function initStatement(sql: Sql, product: ServerFacts["product"], runId: string): Promise<string> {
  const allowed: string[] = [];
  for (const setting of OPTIONAL[product]) {
    const may = await sql.query(`SET SESSION ${setting}`).then(
      () => true,
      () => false,
    );
    if (may) allowed.push(`SESSION ${setting}`);
  }
  return `SET ${[...allowed, `${OWN} = 1`, `@flyback_lock = GET_LOCK('${lockOf(runId)}', 0)`].join(", ")}`;
}

/** Ends the session of a client that is gone, and waits until the server has let go of it. */
export async function waitForClient(sql: Sql, runId: string): Promise<void> {
  const name = lockOf(runId);
  const [row] = await sql.query(`SELECT IS_USED_LOCK('${name}') AS id`);
  const id = row?.["id"];
  if (id === null || id === undefined) return;
  await sql.query(`KILL ${Number(id)}`).catch(() => undefined);
  const [got] = await sql.query(`SELECT GET_LOCK('${name}', ${WAIT_S}) AS got`);
  if (Number(got?.["got"]) !== 1) throw new Error(`session ${id} still loads the dump`);
  await sql.query(`DO RELEASE_LOCK('${name}')`);
}
