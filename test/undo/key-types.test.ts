import { afterEach, beforeEach, expect, it } from "vitest";
import { describeEachServer } from "../support/servers.ts";
import { openWayBackStage, type WayBackStage } from "../support/way-back-stage.ts";

const BASE =
  "create table codes (id char(1) not null primary key, v int);" +
  "insert into codes values ('a', 1), ('b', 2), ('O', 3);" +
  "create table numbers (id int not null primary key, v int);" +
  "insert into numbers values (5, 1), (6, 2), (2147483647, 3);" +
  "create table words (id varchar(10) character set utf8mb4 collate utf8mb4_general_ci not null primary key, v int);" +
  "insert into words values ('a', 1), ('b', 2);" +
  "create table latin (id varchar(10) not null primary key, v int) character set latin1;" +
  "insert into latin values ('a', 1), ('?', 2)";

const rows = (table: string): string => `select concat_ws(' ', id, v) from ${table} order by v, id`;

describeEachServer("a key whose type a migration changes", (server) => {
  let stage: WayBackStage;

  beforeEach(async () => {
    stage = await openWayBackStage(server, BASE);
  });

  afterEach(() => stage.drop());

  /** Migrates, lets others write, and takes it back: what was set aside, by the rows that the tables for it hold. */
  async function thereAndBack(migration: string, others: string): Promise<readonly unknown[]> {
    expect((await stage.migrate(migration)).result.exitCode).toBe(0);
    await stage.others(others);
    const { result } = await stage.run("rollback");
    const wayBack = result.databases[0]?.wayBack;
    expect([result.exitCode, wayBack?.differences]).toEqual([0, []]);
    const aside = (wayBack?.setAside ?? []).map(({ kept }) =>
      stage.values(`select concat_ws(' ', id, v) from ${kept} order by v`),
    );
    return (await Promise.all(aside)).flat();
  }

  it.each(["", "update codes set v = v;", "update codes set v = v where id = 'a';"])(
    "takes the run's own longer keys for what they are, and sets others' aside (%s)",
    async (first) => {
      const aside = await thereAndBack(
        `${first} alter table codes modify id char(3) not null; insert into codes values ('OPD', 7);`,
        "insert into codes values ('OUT', 8), ('c', 9); update codes set v = 4 where id = 'O'",
      );
      expect(aside).toEqual(["OUT 8"]);
      expect(await stage.values(rows("codes"))).toEqual(["a 1", "b 2", "O 4", "c 9"]);
    },
  );

  it("does the same for larger numbers", async () => {
    const aside = await thereAndBack(
      "alter table numbers modify id bigint not null; insert into numbers values (3000000000, 7); update numbers set v = 6 where id = 6;",
      "insert into numbers values (4000000000, 8), (7, 9); update numbers set v = 4 where id = 5",
    );
    expect(aside).toEqual(["4000000000 8"]);
    expect(await stage.values(rows("numbers"))).toEqual(["6 2", "2147483647 3", "5 4", "7 9"]);
  });

  it("does the same for characters that the set from before does not have", async () => {
    const aside = await thereAndBack(
      "alter table latin convert to character set utf8mb4; insert into latin values ('ж', 7);",
      "insert into latin values ('я', 8), ('c', 9); update latin set v = 4 where id = 'a'",
    );
    expect(aside).toEqual(["я 8"]);
    expect(await stage.values(rows("latin"))).toEqual(["? 2", "a 4", "c 9"]);
  });

  it("sets the table aside as it was where keys cannot be compared, and others have written", async () => {
    const aside = await thereAndBack(
      "alter table words modify id varchar(10) character set utf8mb4 collate utf8mb4_unicode_ci not null; update words set v = v + 10; delete from words where id = 'b';",
      "insert into words values ('c', 9)",
    );
    expect(aside).toEqual(["c 9", "a 11"]);
    expect(await stage.values(rows("words"))).toEqual(["a 1", "b 2"]);
  });

  it("sets nothing aside where nobody has written", async () => {
    const aside = await thereAndBack(
      "alter table words convert to character set utf8mb4 collate utf8mb4_unicode_ci; update words set v = v + 10; insert into words values ('c', 5);",
      "do 0",
    );
    expect(aside).toEqual([]);
    expect(await stage.values(rows("words"))).toEqual(["a 1", "b 2"]);
  });
});
