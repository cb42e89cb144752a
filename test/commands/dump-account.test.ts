import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DatabaseResult } from "../../src/core/result.ts";
import { clientsOnPath, writeScript } from "../support/client-tools.ts";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { describeEachRecipe, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** Everything that an option file could take for something else. */
const PASSWORD = ` #Ge"heim\\s';\té `;

describeEachRecipe("dump and restore as an account of their own", (server) => {
  let fresh: FreshDatabase;
  let folder: string;
  let bin: string;
  let name: string;
  const [dumpTool, client] = server.product === "mariadb" ? ["mariadb-dump", "mariadb"] : ["mysqldump", "mysql"];

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    folder = await tempFolder({ "sql/V1__b.sql": "create table b (id int primary key);" });
    bin = await clientsOnPath(server, folder);
    name = `few_${randomBytes(4).toString("hex")}`;
    await query(server, `create user ${name} identified by '${PASSWORD.replaceAll(/['\\]/g, "\\$&")}'`);
    await query(server, "create table a (id int primary key)", fresh.name);
    await query(server, "insert into a values (1), (2)", fresh.name);
  });

  afterEach(async () => {
    await query(server, `drop user ${name}`);
    await fresh.drop();
  });

  const run = (...args: readonly string[]): Promise<CommandRun> =>
    runInProcess(args, {
      server: { ...server, user: name, password: PASSWORD },
      database: fresh.name,
      folder,
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
  const migrate = (): Promise<CommandRun> =>
    run("migrate", "--snapshot", "dump", "--baseline-on-migrate", "--baseline-version", "0");
  const databaseOf = ({ result }: CommandRun): DatabaseResult => {
    const [database] = result.databases;
    if (database === undefined) throw new Error("no database");
    return database;
  };
  const grant = (what: string, on = `\`${fresh.name}\`.*`): Promise<unknown> =>
    query(server, `grant ${what} on ${on} to ${name}`);
  const tables = async (schema = fresh.name): Promise<readonly unknown[]> =>
    (await query(server, `show tables from \`${schema}\``)).flatMap((row) => Object.values(row));

  it("hands the password to the tools alone, in a file of this user that is gone afterwards", async () => {
    await grant("all privileges", "*.*");
    // Each tool tells what anybody on the machine could see of it.
    for (const tool of [dumpTool, client]) {
      await rename(join(bin, tool), join(bin, `real-${tool}`));
      const lines = [
        `printf '%s\\n' "$0" "$@" >> ${folder}/seen`,
        `env >> ${folder}/seen`,
        `for one in "$@"; do case "$one" in --defaults-file=*) stat -c '%a %n' "\${one#*=}" >> ${folder}/files;; esac; done`,
        `exec ${join(bin, `real-${tool}`)} "$@"`,
      ];
      await writeScript(join(bin, tool), lines.join("\n"));
    }
    const done = await migrate();
    expect(databaseOf(done).problems).toEqual([]);
    const [dump] = databaseOf(done).dumps;
    const restored = await run("restore", "--dump", dump?.path ?? "", "--restore-over", "set-aside");
    expect(databaseOf(restored).problems).toEqual([]);
    const files = (await readFile(join(folder, "files"), "utf8")).trim().split("\n");
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file).toMatch(/^600 /);
      expect(existsSync(join(file.slice(4), ".."))).toBe(false);
    }
    const seen = await readFile(join(folder, "seen"), "utf8");
    expect(seen).toContain(`${dumpTool}\n--defaults-file=`);
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = left.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    expect(paths).toContain(dump?.path);
    const texts = await Promise.all(
      paths.map(async (path) =>
        (path.endsWith(".gz") ? gunzipSync(await readFile(path)) : await readFile(path)).toString("utf8"),
      ),
    );
    for (const text of [...texts, JSON.stringify([done, restored])]) expect(text).not.toMatch(/Ge.{1,2}heim/);
  });

  it("refuses to dump what it cannot see all of", async () => {
    await grant("select, insert, update, delete, create, drop, alter, index, references, lock tables, trigger");
    const done = await migrate();
    expect(databaseOf(done).problems).toMatchObject([
      { code: "PRIVILEGE", message: expect.stringContaining("lacks: SHOW VIEW, EVENT, EXECUTE on") },
    ]);
    expect(done.result).toMatchObject({ exitCode: 7, runId: null });
    expect(await tables()).toEqual(["a"]);

    await grant("show view, event, execute");
    await query(server, "create procedure hidden() select 1", fresh.name);
    const hidden = await migrate();
    expect(databaseOf(hidden).problems).toMatchObject([
      { code: "DUMP_FAILED", message: expect.stringMatching(/insufficient privileges to show create procedure/i) },
    ]);
    expect(await tables()).toEqual(["a"]);
    expect(
      (await readdir(join(folder, "flyback-dumps"), { recursive: true })).filter((one) => one.includes("sql")),
    ).toEqual([]);

    await query(server, "drop procedure hidden", fresh.name);
    await grant("all privileges", "`flyback`.*");
    await grant("all privileges", "`flyback\\_%`.*");
    expect(databaseOf(await migrate()).problems).toEqual([]);
  });

  it("refuses to restore over what it could not put back", async () => {
    await grant("all privileges", `\`${fresh.name}\`.*`);
    await grant("all privileges", "`flyback`.*");
    await grant("all privileges", "`flyback\\_%`.*");
    const [dump] = databaseOf(await migrate()).dumps;
    await query(server, "create definer = root@localhost view v as select * from a", fresh.name);
    const done = await run("restore", "--dump", dump?.path ?? "", "--restore-over", "set-aside");
    expect(databaseOf(done).problems).toMatchObject([
      { code: "PRIVILEGE", message: expect.stringContaining("there are programs that act as root@localhost") },
    ]);
    expect(await tables()).toEqual(expect.arrayContaining(["a", "b", "v"]));
    await query(server, "drop view v", fresh.name);
    const restored = await run("restore", "--dump", dump?.path ?? "", "--restore-over", "set-aside");
    expect(databaseOf(restored).problems).toEqual([]);
    expect(await tables()).toEqual(["a"]);
  });

  it("finishes a restore that was cut off before anything else", async () => {
    await grant("all privileges", "*.*");
    const [dump] = databaseOf(await migrate()).dumps;
    await query(server, "create trigger t after insert on a for each row set @x = 1", fresh.name);
    await query(server, "insert into a values (3)", fresh.name);
    // Takes all our sessions away while the half of the dump is loaded, and our client's with them.
    const admin = `${join(bin, client)} --no-defaults --protocol=tcp --host=${server.host} --port=${String(server.port)} --user=${server.user}`;
    await writeScript(
      join(bin, "cut"),
      `case "$1" in --version) exec ${join(bin, client)} --version;; esac\n` +
        `(sleep 1; ${admin} -N -e "select concat('kill ', id, ';') from information_schema.processlist where user = '${name}'" | ${admin} -f) &\n` +
        `(LC_ALL=C sed '/^INSERT INTO/,$d'; sleep 2) | ${join(bin, client)} "$@"\nwait\nexit 1`,
    );
    const args = ["--dump", dump?.path ?? "", "--restore-over", "set-aside"];
    const cut = await run("restore", ...args, "--client-tool", join(bin, "cut"));
    expect(databaseOf(cut).problems).toContainEqual(expect.objectContaining({ code: "RESTORE_INCOMPLETE" }));
    expect(cut.result.exitCode).toBe(5);
    expect(await query(server, "select * from a", fresh.name)).toEqual([]);

    for (const command of ["migrate", "rollback", "commit"]) {
      const refused = await run(command);
      expect(databaseOf(refused).problems, command).toMatchObject([
        {
          code: "RESTORE_INCOMPLETE",
          message: expect.stringContaining("stopped half-way"),
          help: expect.stringContaining("flyback restore"),
        },
      ]);
    }

    const refused = await run("restore", "--dump", dump?.path ?? "");
    expect(databaseOf(refused).problems).toMatchObject([{ code: "RESTORE_REFUSED" }]);
    expect(
      databaseOf(refused)
        .notices.map(({ message }) => message)
        .join(),
    ).toContain("was put back first");
    expect(await query(server, "select * from a order by id", fresh.name)).toHaveLength(3);
    expect(await query(server, "show triggers like 'a'", fresh.name)).toHaveLength(1);
    expect(await tables()).toContain("b");

    const restored = await run("restore", ...args);
    expect(databaseOf(restored)).toMatchObject({
      problems: [],
      restored: [{ rows: 2, rowsSetAside: expect.any(Number) }],
    });
    expect(await tables()).toEqual(["a"]);
  });
});
