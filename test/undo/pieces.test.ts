import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { inPieces, within, type Piece } from "../../src/undo/pieces.ts";
import { describeEachServer, freshDatabase, type FreshDatabase } from "../support/servers.ts";
import { runAll, session } from "./session.ts";

/** A key, and what its columns hold for the number n. */
type Case = { readonly columns: Readonly<Record<string, readonly [string, string]>>; readonly repeats?: boolean };

const CASES: Readonly<Record<string, Case>> = {
  "a number": { columns: { id: ["int not null", "n"] } },
  "a large unsigned number": { columns: { id: ["bigint unsigned not null", "18446744073709551615 - n"] } },
  "a decimal": { columns: { id: ["decimal(20,3) not null", "n / 8 - 200"] } },
  text: { columns: { id: ["varchar(40) character set utf8mb4 not null", "concat('Ä''\\\\ ', n)"] } },
  "text of one byte": { columns: { id: ["varchar(40) character set latin1 not null", "concat('ß', n)"] } },
  bytes: { columns: { id: ["varbinary(20) not null", "unhex(lpad(hex(n * 7919 % 65536 + 1), 6, '0'))"] } },
  "a time": { columns: { id: ["datetime(3) not null", "'1970-01-01' + interval n * 250 * 1000 microsecond"] } },
  "a timestamp": { columns: { id: ["timestamp not null", "from_unixtime(86400 + n)"] } },
  "several columns": {
    columns: {
      place: ["varchar(10) not null", "concat('p', n div 1500)"],
      day: ["date not null", "'2024-02-28' + interval n div 100 day"],
      no: ["int not null", "n"],
    },
  },
  "a key in several rows": { columns: { id: ["int not null", "n div 3"] }, repeats: true },
};

const ROWS = 5000;

describeEachServer("a table in pieces", (server) => {
  let fresh: FreshDatabase;
  let sql: Connection;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    sql = await session(server, fresh.name);
    await sql.query("set time_zone = '+00:00'");
  });

  afterEach(async () => {
    await sql.end();
    await fresh.drop();
  });

  async function fill({ columns, repeats = false }: Case, rows = ROWS): Promise<void> {
    const names = Object.keys(columns);
    const definitions = names.map((name) => `${name} ${columns[name]?.[0] ?? ""}`).join(", ");
    const values = names.map((name) => columns[name]?.[1] ?? "").join(", ");
    const key = [...names, ...(repeats ? ["n"] : [])].join(", ");
    const digits =
      "(select 0 d union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)";
    await runAll(
      server,
      [
        `create table t (${definitions}, n int not null, times int not null default 0, primary key (${key}))`,
        `insert into t (${names.join(", ")}, n) select ${values}, n from (select a.d + 10 * b.d + 100 * c.d + 1000 * e.d as n from ${digits} a, ${digits} b, ${digits} c, ${digits} e) numbers where n < ${rows}`,
      ],
      fresh.name,
    );
  }

  const measure = ({ columns, repeats = false }: Case) => ({
    table: { schema: fresh.name, name: "t" },
    key: Object.keys(columns),
    types: new Map(Object.entries(columns).map(([name, [type]]) => [name, type])),
    repeats,
  });

  it.each(Object.entries(CASES))("has each row in one piece, by %s", async (_, one) => {
    await fill(one);
    const pieces: Piece[] = [];
    const whole = await inPieces(
      sql,
      measure(one),
      () => 0,
      async (piece) => {
        pieces.push(piece);
        await sql.query(`update t set times = times + 1 where true${within(piece, (column) => `t.${column}`)}`);
      },
    );
    const [found] = await sql.query(`select min(times) as least, max(times) as most, count(*) as n from t`);

    expect(whole).toBe(true);
    expect(pieces.length).toBeGreaterThan(1);
    expect({ ...found }).toEqual({ least: 1, most: 1, n: String(ROWS) });
  });

  it("takes smaller pieces where they take long", async () => {
    const one = CASES["a number"] as Case;
    await fill(one);
    let clock = 0;
    let pieces = 0;
    await inPieces(
      sql,
      measure(one),
      () => (clock += 600),
      async () => void (pieces += 1),
    );

    expect(pieces).toBeGreaterThan(10);
  });

  it.each<readonly [string, Case, number]>([
    ["of a few rows", CASES["a number"] as Case, 900],
    ["whose key is a fraction", { columns: { id: ["double not null", "n"] } }, ROWS],
    ["whose key is of names", { columns: { id: ["enum('b','a') not null", "1"] }, repeats: true }, ROWS],
  ])("leaves a table whole %s", async (_, one, rows) => {
    await fill(one, rows);
    const work = inPieces(
      sql,
      measure(one),
      () => 0,
      async () => expect.unreachable(),
    );

    expect(await work).toBe(false);
  });
});
