import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { listObjects } from "../../src/undo/catalogue.ts";
import { parseGrants } from "../../src/undo/grants.ts";
import { readProgram } from "../../src/undo/programs.ts";
import { mayDefine, missingPrivileges, triggersAllowed, type PrivilegeNeeds } from "../../src/undo/privileges.ts";
import {
  asTestServer,
  describeEachRecipe,
  describeEachServer,
  freshDatabase,
  query,
  startOwnServer,
  type FreshDatabase,
  type TestServer,
} from "../support/servers.ts";
import { runAll, session } from "./session.ts";

const TABLE = "select, insert, update, delete, create, drop, alter, index, references, trigger, lock tables";

const productOf = (server: TestServer): "MariaDB" | "MySQL" => (server.product === "mariadb" ? "MariaDB" : "MySQL");

/** Makes an account of a name of its own, hands its session to `work`, and drops it. `@me` in a grant is the account. */
async function asAccount<T>(
  server: TestServer,
  grants: readonly string[],
  work: (sql: Connection, name: string) => Promise<T>,
): Promise<T> {
  const name = `few_${randomBytes(4).toString("hex")}`;
  await runAll(server, [
    `create user ${name} identified by 'x'`,
    ...grants.map((grant) => grant.replaceAll("@me", name)),
  ]);
  const sql = await session({ ...server, user: name, password: "x" });
  try {
    return await work(sql, name);
  } finally {
    await sql.end();
    await query(server, `drop user ${name}`);
  }
}

describeEachServer("the privileges of an account", (server) => {
  const product = productOf(server);
  let fresh: FreshDatabase;
  const control = "flyback_control";

  beforeEach(async () => {
    fresh = await freshDatabase(server);
  });
  afterEach(() => fresh.drop());

  const needs = (changes: Partial<PrivilegeNeeds> = {}): PrivilegeNeeds => ({
    controlSchemas: [control],
    createSchema: false,
    schemas: [fresh.name],
    objects: [],
    ...changes,
  });
  const missing = (grants: readonly string[], changes: Partial<PrivilegeNeeds> = {}): Promise<string[]> =>
    asAccount(server, grants, (sql) => missingPrivileges(sql, product, needs(changes)));
  const onFresh = (): string => `\`${fresh.name}\`.*`;
  const object = (
    kind: PrivilegeNeeds["objects"][number]["kind"],
    definer: string | null = null,
  ): PrivilegeNeeds["objects"][number] => ({
    schema: fresh.name,
    kind,
    definer,
  });

  it("are all there for an administrator", async () => {
    const sql = await session(server);
    onTestFinished(() => sql.end());
    const objects = ["view", "procedure", "event", "package"].map((kind) => object(kind as "view", "nobody@localhost"));
    expect(await missingPrivileges(sql, product, needs({ objects }))).toEqual([]);
  });

  it("are all named for one who may do nothing", async () => {
    expect(
      await missing([], {
        createSchema: true,
        objects: [object("view"), object("event"), object("function"), object("procedure")],
      }),
    ).toEqual([
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, LOCK TABLES on `flyback_control`.* (flyback makes this database)",
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, LOCK TABLES, REFERENCES, CREATE VIEW, SHOW VIEW, EVENT," +
        ` CREATE ROUTINE, ALTER ROUTINE on ${onFresh()}`,
    ]);
  });

  it("suffice by schema, everywhere, by wildcard, and by role", async () => {
    const own = `grant ${TABLE} on ${onFresh()} to @me`;
    expect(await missing([own, "grant all on flyback_control.* to @me"])).toEqual([]);
    expect(await missing([`grant ${TABLE} on *.* to @me`])).toEqual([]);
    expect(await missing([own, "grant all on `flyback\\_%`.* to @me"])).toEqual([]);
    expect(await missing([own, "grant all on `fly%`.* to @me"])).toEqual([]);
    const role = `role_${randomBytes(4).toString("hex")}`;
    onTestFinished(async () => void (await query(server, `drop role ${role}`)));
    const setDefault = product === "MariaDB" ? `set default role ${role} for @me` : `set default role ${role} to @me`;
    expect(
      await missing([
        `create role ${role}`,
        `grant all on \`flyback\\_%\`.* to ${role}`,
        own,
        `grant ${role} to @me`,
        setDefault,
      ]),
    ).toEqual([]);
  });

  it("do not suffice for another schema, for one table or column, or where a more specific grant has less", async () => {
    const own = `grant ${TABLE} on ${onFresh()} to @me`;
    expect(await missing([own, "grant all on `flyback\\_x%`.* to @me"])).toHaveLength(1);
    expect(await missing([own, "grant all on `flyback`.* to @me"])).toHaveLength(1);
    await runAll(server, ["create table t (id int)"], fresh.name);
    const most = TABLE.replace("trigger, ", "").replace("select, ", "");
    expect(
      await missing([
        "grant all on flyback_control.* to @me",
        `grant ${most} on ${onFresh()} to @me`,
        `grant trigger, select (id) on \`${fresh.name}\`.t to @me`,
      ]),
    ).toEqual([`SELECT on ${onFresh()}`]);
    expect(
      await missing([own, "grant all on `flyback\\_%`.* to @me", "grant select on `flyback\\_control`.* to @me"]),
    ).toHaveLength(1);
  });

  it.runIf(product === "MySQL")("are less by a partial revoke", async () => {
    await query(server, "set global partial_revokes = on");
    onTestFinished(async () => void (await query(server, "set global partial_revokes = off")));
    const found = await missing([`grant ${TABLE} on *.* to @me`, `revoke alter on ${onFresh()} from @me`]);
    expect(found).toEqual([`ALTER on ${onFresh()}`]);
  });

  it("tell what it takes to make programs again that act as others", async () => {
    await runAll(
      server,
      [
        "create definer = nobody@localhost procedure p() select 1",
        "create definer = nobody@localhost event e on schedule every 1 day disable do select 1",
      ],
      fresh.name,
    );
    const admin = await session(server);
    const objects = await listObjects(admin, [fresh.name]).finally(() => void admin.end());
    const all = [`grant all on ${onFresh()} to @me`, "grant all on flyback_control.* to @me"];
    const isMariaDb = product === "MariaDB";
    const found = await missing(all, { objects });
    const definerRight = isMariaDb ? /^SET USER on / : /^SET_(?:USER_ID|ANY_DEFINER, ALLOW_NONEXISTENT_DEFINER) on /;
    expect(found[0]).toMatch(definerRight);
    expect(found[0]).toContain("act as nobody@localhost");
    // MariaDB since 11.3 shows routines to whoever has all privileges in the schema.
    const seen = await asAccount(server, all, (sql) => readProgram(sql, "procedure", fresh.name, "p"));
    const seesRight = isMariaDb ? /^SELECT on `mysql`\.`proc`/ : /^SHOW_ROUTINE on \*\.\*/;
    expect(found.slice(1)).toEqual(seen?.createText === null ? [expect.stringMatching(seesRight)] : []);
    const rights = /^[\w, ]+/.exec(found[0] ?? "")?.[0].replace(/ on $/, "") ?? "";
    const more = [
      `grant ${rights} on *.* to @me`,
      isMariaDb ? "grant select on mysql.proc to @me" : "grant show_routine on *.* to @me",
    ];
    expect(await missing([...all, ...more], { objects })).toEqual([]);
    // And so it is.
    const define = (grants: readonly string[], definer?: string): Promise<boolean> =>
      asAccount(server, grants, (sql, name) => mayDefine(sql, fresh.name, definer ?? `${name}@%`));
    expect(await define(all, "nobody@localhost")).toBe(false);
    expect(await define(all)).toBe(true);
    expect(await define([...all, ...more], "nobody@localhost")).toBe(true);
    const left = await query(
      server,
      "select table_name from information_schema.views where table_schema = database()",
      fresh.name,
    );
    expect(left).toEqual([]);
  });

  it("say what the server says about triggers", async () => {
    await runAll(server, ["create table t (id int)"], fresh.name);
    const all = `grant all on ${onFresh()} to @me`;
    const tries = async (grants: readonly string[]): Promise<void> =>
      asAccount(server, grants, async (sql) => {
        const makes = await sql
          .query(`create trigger \`${fresh.name}\`.r before insert on \`${fresh.name}\`.t for each row set @x = 1`)
          .then(
            () => true,
            () => false,
          );
        expect(await triggersAllowed(sql, product)).toBe(makes);
        await query(server, `drop trigger if exists \`${fresh.name}\`.r`);
      });
    await tries([all]);
    await tries([all, "grant super on *.* to @me"]);
    const [row] = await query(
      server,
      "select @@global.log_bin as logs, @@global.log_bin_trust_function_creators as trusts",
    );
    await query(server, "set global log_bin_trust_function_creators = 1");
    onTestFinished(
      async () => void (await query(server, `set global log_bin_trust_function_creators = ${String(row?.["trusts"])}`)),
    );
    await tries([all]);
  });
});

describeEachRecipe("triggers with the binary log on", (server) => {
  it("need SUPER", async () => {
    const own = await startOwnServer(server, { extraArguments: ["--log-bin=binlog"] });
    onTestFinished(() => own.stop());
    const target = asTestServer(server, own);
    const allowed = (...grants: string[]): Promise<boolean> =>
      asAccount(target, grants, (sql) => triggersAllowed(sql, productOf(server)));
    expect(await allowed()).toBe(false);
    expect(await allowed("grant super on *.* to @me")).toBe(true);
    await query(target, "set global log_bin_trust_function_creators = 1");
    expect(await allowed()).toBe(true);
  });
});

describe("SHOW GRANTS", () => {
  const lines = [
    "GRANT USAGE ON *.* TO `u`@`%`",
    "GRANT SELECT, CREATE VIEW ON `a\\_b%`.* TO `u`@`%` WITH GRANT OPTION",
  ];

  it.each([
    ["a_b", true],
    ["a_bcd", true],
    ["A_B", false],
    ["axb", false],
    ["a_", false],
  ])("%s is matched by its pattern: %s", (schema, expected) => {
    expect(parseGrants(lines, false, false).inSchema("CREATE VIEW", schema)).toBe(expected);
  });

  it("is read with other quotes, without case, and without wildcards", () => {
    const quoted = lines.map((line) => line.replaceAll("`", '"'));
    expect(parseGrants(quoted, false, false).inSchema("SELECT", "axb")).toBe(false);
    expect(parseGrants(quoted, true, false).inSchema("SELECT", "A_BC")).toBe(true);
    expect(parseGrants(["GRANT SELECT ON `a_b`.* TO `u`@`%`"], false, true).inSchema("SELECT", "axb")).toBe(false);
    expect(parseGrants(["GRANT SELECT ON `a_b`.* TO `u`@`%`"], false, false).inSchema("SELECT", "axb")).toBe(true);
  });

  it("counts neither roles nor routines, proxies and columns", () => {
    const grants = parseGrants(
      [
        "GRANT `SELECT`@`%` TO `u`@`%`",
        "GRANT EXECUTE ON PROCEDURE `a`.`p` TO `u`@`%`",
        "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
        "GRANT SELECT (`x`), INSERT ON `a`.`t` TO `u`@`%`",
        "SET DEFAULT ROLE `r` FOR `u`@`%`",
      ],
      false,
      false,
    );
    for (const privilege of ["SELECT", "INSERT", "EXECUTE", "PROXY"]) {
      expect([grants.global(privilege), grants.inSchema(privilege, "a")]).toEqual([false, false]);
    }
  });
});
