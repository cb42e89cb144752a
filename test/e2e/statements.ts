import { query } from "../support/servers.ts";
import type { TestServer } from "../support/servers.ts";
import type { Running } from "../support/run-bundle.ts";

/** The statements that an account's sessions run at the moment. */
export async function statementsOf(server: TestServer, user: string): Promise<readonly string[]> {
  const rows = await query(
    server,
    `select info as info from information_schema.processlist where user = '${user}' and info is not null`,
  );
  return rows.map((row) => String(row["info"]));
}

/** Waits until the server runs a statement that matches. Throws with the run's output when that does not happen. */
export async function waitForStatement(
  server: TestServer,
  user: string,
  { pattern, running }: { readonly pattern: RegExp; readonly running: Running },
): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if ((await statementsOf(server, user)).some((sql) => pattern.test(sql))) return;
    await pause(50);
  }
  throw new Error(`the server never ran ${String(pattern)}; the output was:\n${running.output()}`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, ms));
}
