import { runInProcess, type CommandRun, type RunOptions } from "./run-command.ts";
import { connect, freshDatabase, query, type TestServer } from "./servers.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

/** A database with something in it, whose migrations go back. */
export type WayBackStage = {
  readonly database: string;
  readonly folder: string;
  /** Statements of somebody else, on one session. */
  readonly others: (sql: string) => Promise<void>;
  /** Values of the first column. */
  readonly values: (sql: string) => Promise<readonly unknown[]>;
  /** Migrates with `sql` as the next version; after a failure as the same one, corrected. */
  readonly migrate: (sql: string, ...args: readonly string[]) => Promise<CommandRun>;
  readonly run: (...args: readonly string[]) => Promise<CommandRun>;
  readonly drop: () => Promise<void>;
};

export async function openWayBackStage(
  server: TestServer,
  base: string,
  options: Pick<RunOptions, "onMessage"> = {},
): Promise<WayBackStage> {
  const fresh = await freshDatabase(server);
  const folder = await tempFolder();
  let version = 1;

  async function others(sql: string): Promise<void> {
    const session = await connect(server, fresh.name);
    try {
      await session.query(sql);
    } finally {
      await session.end();
    }
  }

  const run = (...args: readonly string[]): Promise<CommandRun> =>
    runInProcess(args, { server, database: fresh.name, folder, ...options });

  await others(base);
  return {
    database: fresh.name,
    folder,
    others,
    values: async (sql) => (await query(server, sql, fresh.name)).map((row) => Object.values(row)[0]),
    async migrate(sql, ...args) {
      await writeFiles(folder, { [`sql/V${version}__next.sql`]: sql });
      const ended = await run("migrate", "--baseline-on-migrate", "true", "--baseline-version", "0", ...args);
      if (ended.result.exitCode === 0) version += 1;
      return ended;
    },
    run,
    drop: () => fresh.drop(),
  };
}

const RIGHTS = "select, insert, update, delete, create, drop, alter, index, references, lock tables";

export type PlainAccount = {
  /** Flags to be that account. */
  readonly flags: readonly string[];
  readonly drop: () => Promise<void>;
};

/** An account that has no more rights than a way back needs, but for `more` in the database. */
export async function plainAccount(
  server: TestServer,
  database: string,
  more: readonly string[],
): Promise<PlainAccount> {
  const user = `plain_${database.slice(-8)}`;
  const account = `'${user}'@'%'`;
  await query(server, `create user ${account} identified by '${server.password}'`);
  for (const schema of ["`flyback`", "`flyback\\_%`"])
    await query(server, `grant ${RIGHTS} on ${schema}.* to ${account}`);
  await query(server, `grant ${[RIGHTS, ...more].join(", ")} on \`${database}\`.* to ${account}`);
  return {
    flags: ["--url", `mysql://${user}@${server.host}:${server.port}/${database}`],
    drop: async () => void (await query(server, `drop user ${account}`)),
  };
}

/** Codes and messages of the first database's problems. */
export function problemsOf({ result }: CommandRun): readonly string[] {
  return (result.databases[0]?.problems ?? []).map(({ code, message }) => `${code} ${message}`);
}
