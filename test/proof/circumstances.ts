import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { takeDump } from "./dump.ts";
import { expectAsBefore, expectCode, goesBack, lay } from "./laid.ts";
import type { Place } from "./laid.ts";
import { rebuild } from "./migration-set.ts";
import { startProofServer } from "./server.ts";
import type { ProofServer } from "./server.ts";

/** What is around a run, rather than in its scripts, and breaks ways back. Each empties the server first. */
export const CIRCUMSTANCES = {
  "a parent deleted since": parentDeletedSince,
  "columns added that nobody filled": columnsNobodyFilled,
  "an account without TRIGGER": accountWithoutTrigger,
  "an account without SUPER where the binary log is on": accountWithoutSuper,
  "names without letter case": namesWithoutLetterCase,
  "a transaction left open before the way back": openTransaction,
  "two runs at once": twoRuns,
  "two databases of which the second fails": twoDatabases,
  "the session with the lock is lost": lostLock,
  "a statement above max_allowed_packet": tooLarge,
} as const satisfies Record<string, (place: Place) => Promise<void>>;

export type CircumstanceName = keyof typeof CIRCUMSTANCES;

/** Also without what is kept: nothing of it may refer to a table of the application's, and be deleted with its rows. */
async function parentDeletedSince(place: Place): Promise<void> {
  const { stage } = await lay(place, "TRUNCATE TABLE child;\nUPDATE parent SET v = 0 WHERE id = 3;\n");
  const deletes = "DELETE FROM proof.parent WHERE id = 1";
  const options = { withoutTimesOf: stage.set.histories };
  await stage.server.rows(deletes);
  const wanted = await takeDump(stage.server, options);
  await rebuild(stage);
  await expectCode(stage.run("migrate"), 0);
  await stage.server.rows(deletes);
  await expectCode(stage.run("rollback"), 0);
  await expectAsBefore(wanted, stage.server, options);
}

/** What the server puts into new columns by itself is no loss when they go; one value of others' is. */
async function columnsNobodyFilled(place: Place): Promise<void> {
  const added = ["BIGINT UNSIGNED", "VARCHAR(9)", "ENUM('x', 'y')", "BINARY(3)", "BLOB", "BIT(3)", "SET('x')"];
  const columns = added.map((type, index) => `ADD COLUMN new${String(index)} ${type} NOT NULL`);
  const sql = `ALTER TABLE child ${columns.join(", ")}, ADD COLUMN nullable TIME NULL, ADD COLUMN filled INT NOT NULL DEFAULT 3;\n`;
  const { stage, before } = await lay(place, sql);
  for (const written of [
    [],
    ["UPDATE proof.child SET new1 = ' ' WHERE id = 2", "UPDATE proof.child SET new2 = 'y' WHERE id = 3"],
  ]) {
    await expectCode(stage.run("migrate"), 0);
    for (const statement of written) await stage.server.rows(statement);
    const { code, report, output } = await stage.run("rollback");
    expect(code, output).toBe(0);
    const aside = (report?.databases ?? []).flatMap(({ wayBack }) => wayBack?.setAside ?? []);
    expect(aside.map(({ rows }) => rows)).toEqual(written.length === 0 ? [] : [written.length]);
    await expectAsBefore(before, stage.server);
  }
}

const TABLES = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, LOCK TABLES";

/** Error 1142 for CREATE TRIGGER: there are no images of rows, but copies. */
async function accountWithoutTrigger(place: Place): Promise<void> {
  await goesBackWithoutTriggers(place, `${TABLES}, REFERENCES, LOCK TABLES`);
}

/** Error 1419 for CREATE TRIGGER. */
async function accountWithoutSuper(place: Place): Promise<void> {
  expect(await place.server.rows("SELECT @@log_bin, @@log_bin_trust_function_creators")).toEqual([["1", "0"]]);
  await goesBackWithoutTriggers(place, "ALL");
  // Rows are kept before anything of the script is sent.
  await refusesWhatItCouldNotMake(place, "UPDATE parent SET v = v + 1;\n", 7);
  await refusesWhatItCouldNotMake(place, "DROP FUNCTION one;\n", 4);
}

/** MySQL lets such an account drop what it may not make again. */
async function refusesWhatItCouldNotMake(place: Place, changes: string, code: number): Promise<void> {
  const { stage } = await lay(place, `CREATE TABLE first (id INT);\n${changes}`);
  const definer = "DEFINER = 'migrator'@'%'";
  await grant(place.server, "'migrator'@'%'", "ALL");
  await place.server.rows(
    `CREATE ${definer} TRIGGER proof.of_parent AFTER UPDATE ON proof.parent FOR EACH ROW SET @x = 1`,
  );
  await place.server.rows(`CREATE ${definer} FUNCTION proof.one() RETURNS INT DETERMINISTIC NO SQL RETURN 1`);
  const before = await takeDump(place.server);
  const ended = await stage.run("migrate", "--user", "migrator");
  expect(ended.output).toMatch(/PRIVILEGE The (?:trigger proof.of_parent|function proof.one) is there/);
  expect(ended.code).toBe(code);
  await expectAsBefore(before, place.server);
  await place.server.rows("DROP USER 'migrator'@'%'");
}

async function goesBackWithoutTriggers(place: Place, privileges: string): Promise<void> {
  const laid = await lay(place);
  const account = "'migrator'@'%'";
  await grant(place.server, account, privileges);
  const triggers = "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = 'proof'";
  await goesBack(laid, {
    args: ["--user", "migrator"],
    whenMigrated: async () => expect(await place.server.rows(triggers)).toEqual([]),
  });
  await place.server.rows(`DROP USER ${account}`);
}

async function grant(server: ProofServer, account: string, privileges: string): Promise<void> {
  await server.rows(`DROP USER IF EXISTS ${account}`);
  await server.rows(`CREATE USER ${account}`);
  for (const schema of ["flyback", String.raw`flyback\_%`])
    await server.rows(`GRANT ${TABLES} ON \`${schema}\`.* TO ${account}`);
  await server.rows(`GRANT ${privileges} ON proof.* TO ${account}`);
}

/** A server that folds all names, as on Windows, and scripts that were written for one. */
async function namesWithoutLetterCase({ name, flyback }: Place): Promise<void> {
  const server = await startProofServer(name, { initArguments: ["--lower-case-table-names=1"] });
  try {
    const laid = await lay(
      { name, flyback, server },
      "UPDATE PARENT SET V = v + 1;\nDELETE FROM Proof.Parent WHERE id = 2;\nALTER TABLE Parent DROP COLUMN NOTE;\n" +
        "TRUNCATE Other;\nDROP TABLE GONE;\nRENAME TABLE CHILD TO Children;\nCREATE TABLE Made (Id INT);\nINSERT INTO MADE VALUES (1);\n" +
        "CREATE OR REPLACE VIEW Of_Parent AS SELECT 1 AS one;\n",
    );
    await goesBack(laid);
  } finally {
    await server.stop();
  }
}

/** A session that read a table and did not commit keeps everybody from altering it. */
async function openTransaction(place: Place): Promise<void> {
  const { stage, before } = await lay(place);
  const patience = ["--lock-wait-timeout", "1"];
  await expectCode(stage.run("migrate"), 0);
  const holder = await stage.server.connect("proof");
  try {
    await holder.query("START TRANSACTION");
    await holder.query("SELECT COUNT(*) FROM parent");
    await expectCode(stage.run("rollback", ...patience), 9);
    const back = stage.run("rollback", ...patience);
    await sleep(1500);
    await holder.query("COMMIT");
    await expectCode(back, 0);
  } finally {
    await holder.end();
  }
  await expectAsBefore(before, stage.server);
}

async function twoRuns(place: Place): Promise<void> {
  const laid = await lay(place);
  const { stage, before } = laid;
  const both = async (code: number): Promise<void> => {
    const runs = [stage.run("migrate"), stage.run("migrate")];
    for (const run of runs) await expectCode(run, code);
  };
  await stage.put("sql/V3__slow.sql", "DO SLEEP(1);\n");
  await both(0);
  await expectCode(stage.run("rollback"), 0);
  await expectAsBefore(before, stage.server);
  await stage.put("sql/V3__slow.sql", "DO SLEEP(1);\nSELECT flyback_fault_no_such_function();\n");
  await both(4);
  await expectAsBefore(before, stage.server);
}

async function twoDatabases(place: Place): Promise<void> {
  const databases = ["first", "second"];
  const entry = (name: string): string => `  - name: ${name}\n    locations: ${name}\n`;
  const laid = await lay(place, undefined, {
    databases,
    settings: { "flyback.yml": `databases:\n${databases.map(entry).join("")}    depends-on: first\n` },
  });
  await goesBack(laid, { faultIn: "second" });
}

/** The server gives the lock to anybody else from then on. */
async function lostLock(place: Place): Promise<void> {
  const { stage, before } = await lay(place);
  await stage.put("sql/V3__slow.sql", "DO SLEEP(3);\nUPDATE parent SET v = 0;\n");
  const running = stage.run("migrate");
  const sessions = `SELECT id, info LIKE 'DO SLEEP(3)%' FROM information_schema.processlist
    WHERE user = 'root' AND id <> CONNECTION_ID()`;
  for (;;) {
    const found = await stage.server.rows(sessions);
    if (found.some(([, sleeps]) => sleeps === "1")) {
      for (const [id, sleeps] of found) if (sleeps !== "1") await stage.server.rows(`KILL ${id ?? ""}`);
      break;
    }
    expect(await Promise.race([running.then(() => "ended"), sleep(50, "still running")])).toBe("still running");
  }
  const { code, output } = await running;
  expect([4, 5], output).toContain(code);
  await expectCode(stage.run("rollback"), 0);
  await expectAsBefore(before, stage.server);
}

async function tooLarge(place: Place): Promise<void> {
  const [[most] = []] = await place.server.rows("SELECT @@GLOBAL.max_allowed_packet");
  const laid = await lay(place);
  await place.server.rows("SET GLOBAL max_allowed_packet = 1048576");
  try {
    await laid.stage.put("sql/V3__large.sql", `INSERT INTO texts VALUES (2, '${"x".repeat(2_000_000)}');\n`);
    await expectCode(laid.stage.run("migrate"), 4);
  } finally {
    await place.server.rows(`SET GLOBAL max_allowed_packet = ${most ?? ""}`);
  }
  await expectAsBefore(laid.before, laid.stage.server);
}
