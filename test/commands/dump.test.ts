import { createHash } from "node:crypto";
import { readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DatabaseResult } from "../../src/core/result.ts";
import { clientsOnPath, writeScript } from "../support/client-tools.ts";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { describeEachRecipe, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

/** Takes the second half away from what a dump tool has written. */
const CUT_TEXT =
  'for one; do case "$one" in --result-file=*) head -c 700 "${one#*=}" > "$0.cut"; cat "$0.cut" > "${one#*=}";; esac; done';

describeEachRecipe("snapshot: dump", (server) => {
  let fresh: FreshDatabase;
  let folder: string;
  let bin: string;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    folder = await tempFolder({ "sql/V1__a.sql": "create table a (id int primary key, t varchar(20));" });
    bin = await clientsOnPath(server, folder);
  });

  afterEach(() => fresh.drop());

  const run = (...args: readonly string[]): Promise<CommandRun> =>
    runInProcess(["migrate", "--snapshot", "dump", ...args], {
      server,
      database: fresh.name,
      folder,
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
  const databaseOf = ({ result }: CommandRun): DatabaseResult => {
    const [database] = result.databases;
    if (database === undefined) throw new Error("no database");
    return database;
  };
  const leftIn = async (name: string): Promise<readonly string[]> =>
    readdir(join(folder, name), { recursive: true }).catch(() => []);

  /** Puts a script in the place of the tool, which still says its version. */
  const wrapTool = async (script: (real: string) => string): Promise<void> => {
    const name = server.product === "mariadb" ? "mariadb-dump" : "mysqldump";
    const real = join(bin, `real-${name}`);
    await rename(join(bin, name), real);
    await writeScript(join(bin, name), `case "$1" in --version) exec ${real} --version;; esac\n${script(real)}`);
  };

  it("writes what is there before the first change, with its checksum, for this user alone", async () => {
    await run();
    await query(server, "insert into a values (1, 'one'), (2, 'tw\\'o;')", fresh.name);
    await writeFiles(folder, { "sql/V2__b.sql": "drop table a;" });
    const done = await run("--dump-folder", "kept");
    const [dump] = databaseOf(done).dumps ?? [];
    if (dump === undefined) throw new Error(JSON.stringify(databaseOf(done).problems));
    expect(dump).toMatchObject({
      schema: fresh.name,
      path: join(folder, "kept", done.result.runId ?? "", `${fresh.name}.${fresh.name}.sql.gz`),
    });
    const bytes = await readFile(dump.path);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(dump.sha256);
    expect(await readFile(`${dump.path}.sha256`, "utf8")).toBe(`${dump.sha256}  ${fresh.name}.${fresh.name}.sql.gz\n`);
    expect(dump.bytes).toBe(bytes.length);
    const text = gunzipSync(bytes).toString("utf8");
    expect(text).toContain("'one'");
    expect(text).not.toContain("CREATE DATABASE");
    const modes = await Promise.all(
      [join(folder, "kept"), join(dump.path, ".."), dump.path, `${dump.path}.sha256`].map(
        async (path) => (await stat(path)).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
    expect(await readdir(join(dump.path, ".."))).toHaveLength(2);
    expect(databaseOf(done).phases.map(({ name, status }) => `${name} ${status}`)).toContain("dump success");
  });

  it("writes none where there is nothing to do, and says so", async () => {
    await run();
    const done = await run("--dump-folder", "kept");
    expect(done.result).toMatchObject({ outcome: "no-op", exitCode: 0 });
    expect(databaseOf(done).phases).toContainEqual(
      expect.objectContaining({
        name: "dump",
        status: "skipped",
        message: "there is nothing to do, so nothing is dumped",
      }),
    );
    expect(await leftIn("kept")).toEqual([]);
  });

  it("stops before anything is touched where the dump breaks off", async () => {
    // Half of the text comes, then the tool is killed.
    await wrapTool((real) => `${real} "$@"\n${CUT_TEXT}\nkill -9 $$`);
    const done = await run("--dump-folder", "kept");
    expect(databaseOf(done).problems).toMatchObject([
      { code: "DUMP_FAILED", message: expect.stringContaining("it was ended by SIGKILL") },
    ]);
    expect(done.result).toMatchObject({ outcome: "failed", exitCode: 7, runId: null });
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
    expect((await leftIn("kept")).filter((path) => path.includes("sql"))).toEqual([]);
  });

  it("does not believe a tool that ends well without the end of its text", async () => {
    await wrapTool((real) => `${real} "$@"\n${CUT_TEXT}`);
    const done = await run("--dump-folder", "kept");
    expect(databaseOf(done).problems).toMatchObject([
      { code: "DUMP_FAILED", message: expect.stringContaining("its text has no end") },
    ]);
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
    expect((await leftIn("kept")).filter((path) => path.includes("sql"))).toEqual([]);
  });

  it("keeps no part of a database as if it were the whole", async () => {
    const other = await freshDatabase(server);
    try {
      await wrapTool(
        (real) =>
          `for last; do :; done; [ "$last" = ${other.name} ] && { echo no room >&2; exit 3; }\nexec ${real} "$@"`,
      );
      const done = await run("--dump-folder", "kept", "--schemas", `${fresh.name},${other.name}`);
      expect(databaseOf(done).problems).toMatchObject([
        { code: "DUMP_FAILED", message: expect.stringMatching(/no whole dump of .*exit code 3\. no room/) },
      ]);
      expect((await leftIn("kept")).filter((path) => path.includes("sql"))).toEqual([]);
    } finally {
      await other.drop();
    }
  });

  it("is stopped by a signal, and then nothing is begun", async () => {
    await wrapTool((real) => `echo $$ > ${real}.pid; exec sleep 60`);
    const stop = new AbortController();
    const running = runInProcess(["migrate", "--snapshot", "dump"], {
      server,
      database: fresh.name,
      folder,
      env: { PATH: `${bin}:/usr/bin:/bin` },
      signal: stop.signal,
    });
    await expect.poll(async () => (await leftIn("bin")).filter((path) => path.endsWith(".pid"))).toHaveLength(1);
    const [file] = (await leftIn("bin")).filter((path) => path.endsWith(".pid"));
    stop.abort();
    const done = await running;
    const pid = Number(await readFile(join(bin, file ?? ""), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(databaseOf(done).problems).toMatchObject([{ code: "CANCELLED" }]);
    expect(done.result.runId).toBeNull();
    expect((await leftIn("flyback-dumps")).filter((path) => path.includes("sql"))).toEqual([]);
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
  });

  it("is in the plan of a dry run, and not made by it", async () => {
    const done = await run("--dry-run");
    const notices = databaseOf(done).notices.map(({ message }) => message);
    expect(notices).toContain(`would write a dump to ${join(folder, "flyback-dumps")} first`);
    expect(await leftIn("flyback-dumps")).toEqual([]);
  });

  it("says what to install where the tool is missing or the other family's", async () => {
    const bare = await tempFolder();
    const env = { PATH: bare };
    const missing = await runInProcess(["migrate", "--snapshot", "dump"], {
      server,
      database: fresh.name,
      folder,
      env,
    });
    expect(missing.result.exitCode).toBe(2);
    expect(databaseOf(missing).problems).toMatchObject([
      {
        code: "DUMP_TOOL",
        message: expect.stringContaining("is not on PATH"),
        help: expect.stringContaining("apt-get install"),
      },
    ]);
    const other =
      server.product === "mariadb"
        ? "mysqldump  Ver 8.0.33 for Linux"
        : "mysqldump  Ver 10.19 Distrib 10.11.19-MariaDB";
    await writeScript(join(bare, "mysqldump"), `echo '${other}'`);
    const wrong = await runInProcess(["migrate", "--snapshot", "dump"], { server, database: fresh.name, folder, env });
    expect(databaseOf(wrong).problems).toMatchObject([
      { code: "DUMP_TOOL", message: expect.stringContaining("the other family's tool is not tried") },
    ]);
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
  });
});
