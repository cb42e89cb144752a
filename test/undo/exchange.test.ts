import type { ResultSetHeader } from "mysql2/promise";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { KeptTable } from "../../src/undo/kept.ts";
import { connect, describeEachServer } from "../support/servers.ts";
import { openWayBackStage, type WayBackStage } from "../support/way-back-stage.ts";

const ROWS = 51_200;
const WRITERS = 8;
/** More rows than are brought over under one lock. */
const BATCH = 600;
const DOUBLED = Array.from({ length: 9 }, () => "insert into t (a) select a from t").join(";");
const BASE =
  "create table t (id int not null auto_increment primary key, a int not null, b int, c varchar(20) default 'c', unique key b (b), key c (c)) comment 'large';" +
  `insert into t (a) values ${Array.from({ length: ROWS / 512 }, (_, n) => `(${n})`).join(", ")};` +
  `${DOUBLED}; update t set b = id`;
const REWRITE = "update t set a = a + 1000, b = b + 1000000, c = concat(c, '!');";

const EXCHANGED: unknown = expect.stringMatching(/^exchange .*\.t for its copy$/);

/** What is different from before. */
const CHANGED = "select concat_ws(' ', id, a, b, c) from t where not (b <=> id and c <=> 'c' and a < 1000) order by id";

describeEachServer("a large table that was rewritten", (server) => {
  let stage: WayBackStage;

  beforeEach(async () => {
    stage = await openWayBackStage(server, BASE);
  });

  afterEach(() => stage.drop());

  const steps = async (): Promise<readonly string[]> => {
    const { result } = await stage.run("rollback");
    expect(result.exitCode).toBe(0);
    return result.databases.flatMap(({ wayBack }) => wayBack?.steps.map(({ text }) => text) ?? []);
  };

  it("is exchanged for its copy, with what others have written since", async () => {
    expect((await stage.migrate(REWRITE)).result.exitCode).toBe(0);
    await stage.others(
      "update t set c = 'ours' where id = 7; delete from t where id = 8; insert into t (id, a, b) values (900000, 5, 7)",
    );
    expect(await steps()).toContainEqual(EXCHANGED);
    expect(await stage.values(CHANGED)).toEqual(["7 1006 1000007 ours", "900000 5 7 c"]);
    expect(await stage.values("select count(*) from t")).toEqual([ROWS]);
    expect(await stage.values("show tables like 'flyback%'")).toEqual([]);
    await stage.others("insert into t (a) values (1)");
    expect(await stage.values("select max(id) > 900000 from t")).toEqual([1]);
  });

  /** Takes the rewriting back while others write, and says what the server has confirmed to them. */
  async function besideWriters() {
    expect((await stage.migrate(REWRITE)).result.exitCode).toBe(0);
    const stopping = new AbortController();
    const deleted: number[] = [];
    const changed: number[] = [];
    let many = 0;
    type Hits = (sql: string) => Promise<number>;
    const inSession = async (step: number, work: (hits: Hits, n: number) => Promise<void>): Promise<void> => {
      const session = await connect(server, stage.database);
      const hits: Hits = async (sql) => (await session.query<ResultSetHeader>(sql))[0].affectedRows;
      try {
        for (let n = 0; n < ROWS / 2 && !stopping.signal.aborted; n += step) await work(hits, n);
      } finally {
        await session.end();
      }
    };
    // Numbers have gaps.
    const single = (writer: number): Promise<void> =>
      inSession(2 * WRITERS, async (hits, n) => {
        const id = n + writer + 1;
        if ((await hits(`delete from t where id = ${id}`)) > 0) deleted.push(id);
        if ((await hits(`update t set c = 'ours' where id = ${id + WRITERS}`)) > 0) changed.push(id + WRITERS);
      });
    const range = inSession(BATCH, async (hits, n) => {
      many += await hits(`update t set c = 'many' where id > ${ROWS / 2 + n} and id <= ${ROWS / 2 + n + BATCH}`);
    });
    const writers = [range, ...Array.from({ length: WRITERS }, (_, writer) => single(writer))];
    const { result } = await stage.run("rollback");
    stopping.abort();
    await Promise.all(writers);
    expect(Math.min(deleted.length, changed.length, many)).toBeGreaterThan(0);
    expect(result.exitCode).toBe(0);
    const wayBack = result.databases[0]?.wayBack;
    expect(wayBack?.steps.map(({ text }) => text)).toContainEqual(EXCHANGED);
    expect(await stage.values(`select id from t where id in (${deleted.join(", ")})`)).toEqual([]);
    return { setAside: wayBack?.setAside, changed: changed.toSorted((a, b) => a - b), many };
  }

  it("has in the end what writers did who waited for the exchange", { timeout: 120_000 }, async () => {
    const { setAside, changed, many } = await besideWriters();
    expect(setAside).toEqual([]);
    expect(await stage.values("select count(*) from t where c = 'many'")).toEqual([many]);
    expect(await stage.values("select id from t where c = 'ours' order by id")).toEqual(changed);
  });

  it("loses nothing where the server lets some writers go before the exchange", { timeout: 120_000 }, async () => {
    await stage.others("set global max_write_lock_count = 1");
    try {
      const { setAside = [], changed, many } = await besideWriters();
      const all = ["t", ...setAside.map(({ kept }) => kept.replace(/^(.*)\.(.*)$/, "`$1`.`$2`"))]
        .map((table) => `select id, c from ${table}`)
        .join(" union ");
      expect(await stage.values(`select count(distinct id) from (${all}) a where c = 'many'`)).toEqual([many]);
      expect(await stage.values(`select distinct id from (${all}) a where c = 'ours' order by id`)).toEqual(changed);
    } finally {
      await stage.others("set global max_write_lock_count = default");
    }
  });

  it("keeps what others wrote to it after the exchange where the way back was cut there", async () => {
    expect((await stage.migrate(REWRITE)).result.exitCode).toBe(0);
    await stage.others("delete from t where id = 8");
    const journal = `flyback.object where kind = 'table' and object_name = 't' and schema_name = '${stage.database}'`;
    const [text] = await stage.values(`select kept from ${journal}`);
    const kept = JSON.parse(String(text)) as KeptTable;
    const copy = `\`${kept.copy?.table.schema ?? ""}\`.${kept.copy?.table.name ?? ""}`;
    const old = (kept.log?.triggers[0] ?? "").replace(/w[iud]$/, "old");
    // As the exchange leaves it, up to the RENAME.
    await stage.others(
      `create table made like t; insert into made select * from ${copy} where id <> 8; drop table ${copy};` +
        `update ${journal.replace(" where", ` set kept = replace(kept, '"exchange":false', '"exchange":true') where`)};` +
        `rename table t to ${old}, made to t`,
    );
    await stage.others("insert into t (id, a, b, c) values (8, 1, 8, 'again')");
    const { result } = await stage.run("rollback");
    expect(result).toMatchObject({ exitCode: 0, databases: [{ wayBack: { rowsSetAside: 0 } }] });
    expect(await stage.values("select c from t where id = 8")).toEqual(["again"]);
    expect(await stage.values("select count(*) from t")).toEqual([ROWS]);
    expect(await stage.values("show tables like 'flyback%'")).toEqual([]);
  });

  it("goes back in place where a unique value of before is another row's by now", async () => {
    expect((await stage.migrate(REWRITE)).result.exitCode).toBe(0);
    await stage.others("insert into t (id, a, b) values (900000, 5, 7)");
    const { result } = await stage.run("rollback");
    expect(result).toMatchObject({ exitCode: 0, databases: [{ wayBack: { rowsSetAside: 1, rowsCarried: 1 } }] });
    const kept = result.databases[0]?.wayBack?.setAside[0]?.kept ?? "";
    expect(await stage.values(`select concat_ws(' ', id, a, b, c) from ${kept}`)).toEqual(["7 6 7 c"]);
    expect(await stage.values(CHANGED)).toEqual(["900000 5 7 c"]);
    expect(await stage.values("select count(*) from t")).toEqual([ROWS]);
  });
  it("goes back in place where it has histograms, which would go with the table", async () => {
    const analyze =
      server.product === "mariadb"
        ? "analyze table t persistent for columns (a) indexes ()"
        : "analyze table t update histogram on a";
    await stage.others(analyze);
    expect((await stage.migrate(REWRITE)).result.exitCode).toBe(0);
    expect(await steps()).not.toContainEqual(expect.stringContaining("exchange"));
    expect(await stage.values(CHANGED)).toEqual([]);
  });
});
