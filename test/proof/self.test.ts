import { expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { differenceOf, takeDump } from "./dump.ts";
import { describeEachProofServer } from "./each-server.ts";
import { proveFailures } from "./fail.ts";
import { openFlyback } from "./flyback.ts";
import type { MigrationSet } from "./migration-set.ts";
import { openStage } from "./migration-set.ts";
import { openTally } from "./tally.ts";
import type { Tally } from "./tally.ts";

const SCHEMA = `CREATE DATABASE one; USE one;
  CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, single FLOAT, hidden INT INVISIBLE DEFAULT 3, word VARCHAR(9));
  INSERT INTO t (id, single, hidden, word) VALUES (1, 16777217, 4, 'a');
  CREATE TABLE bare (v VARBINARY(9));
  INSERT INTO bare VALUES (0xFF00), (0x01);
  CREATE VIEW w AS SELECT id FROM t;
  CREATE PROCEDURE p() SELECT 1;
  CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO SET @a = 1;
  CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.word = 'b'`;

/** Each must be seen. */
const CHANGES = [
  "UPDATE one.t SET single = 16777220",
  "UPDATE one.t SET hidden = 5",
  "UPDATE one.bare SET v = 0xFE00 WHERE v = 0xFF00",
  "INSERT INTO one.bare VALUES (0x01)",
  "ALTER TABLE one.t ALTER COLUMN hidden SET DEFAULT 4",
  "ALTER TABLE one.t ADD KEY word (word)",
  "ALTER TABLE one.t COMMENT 'c'",
  "ALTER DATABASE one CHARACTER SET greek",
  "CREATE OR REPLACE VIEW one.w AS SELECT id, id AS other FROM one.t",
  "CREATE OR REPLACE SQL SECURITY INVOKER VIEW one.w AS SELECT id FROM one.t",
  "ALTER PROCEDURE one.p COMMENT 'c'",
  "ALTER EVENT one.e DISABLE",
  "DROP TRIGGER one.r",
  "CREATE DATABASE two",
  "ALTER TABLE one.t DROP COLUMN single",
];

const SET: MigrationSet = {
  name: "small",
  files: {
    "sql/V1__a.sql": "CREATE TABLE a (id INT NOT NULL PRIMARY KEY);\nINSERT INTO a VALUES (1);\n",
    "sql/V2__b.sql": "ALTER TABLE a ADD COLUMN b INT;\n",
  },
  args: () => ["--locations", "sql"],
  databases: ["small"],
  histories: ["small.flyway_schema_history"],
};

describeEachProofServer("the proof itself", {}, (_name, serverOf) => {
  it("sees no difference where there is none, and each that there is", async () => {
    const server = serverOf();
    for (const change of CHANGES) {
      const connection = await server.connect();
      await connection.query("DROP DATABASE IF EXISTS one; DROP DATABASE IF EXISTS two");
      await connection.query(SCHEMA);
      const before = await takeDump(server);
      expect(differenceOf(before, await takeDump(server))).toEqual({ text: "", counters: [] });
      await connection.query(change);
      expect(differenceOf(before, await takeDump(server)).text, change).not.toBe("");
      await connection.query("DROP DATABASE one");
      await connection.end();
    }
  });

  it("fails for runs that take nothing back, and passes for those that do", { timeout: 120_000 }, async () => {
    const server = serverOf();
    const flyback = await openFlyback(bundlePath());
    const without = await prove({ ...SET, args: () => ["--locations", "sql", "--on-failure", "keep"] }, 1000);
    expect(without.failed()).toBeGreaterThan(0);
    expect(without.findings().join("\n")).toContain("the databases are not as before");
    const tally = await prove(SET, 1);
    expect(tally.findings()).toEqual([]);
    // Two statements and one, each before them, after the last, broken in the middle; and two that succeed.
    expect(tally.passed()).toBe(9);

    async function prove(set: MigrationSet, every: number): Promise<Tally> {
      const tally = openTally(() => undefined);
      await proveFailures(
        await openStage(set, server, flyback),
        {
          seed: "1",
          every,
          middle: 1,
          faults: null,
          from: null,
          only: null,
          statement: null,
          form: null,
          whole: false,
          seconds: 100,
        },
        tally,
      );
      return tally;
    }
  });
});
