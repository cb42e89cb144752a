import { expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { describeEachProofServer } from "./each-server.ts";
import { openFlyback } from "./flyback.ts";
import { proveProperty } from "./property.ts";
import { kindsOf } from "./property/coverage.ts";
import { cutDown } from "./property/shrink.ts";
import { openTally } from "./tally.ts";

/** Always the same draw: a fault that a new one finds is none of the change that is tested. `npm run proof` looks for them. */
const SEED = "1";
const ROUNDS = 6;
/** A slow machine does fewer. */
const SECONDS = 30;

describeEachProofServer("generated schemas and migrations", {}, (name, server) => {
  it("are taken back, and go back where they fail", { timeout: 300_000 }, async () => {
    const tally = openTally(() => undefined);
    const options = { seed: SEED, skip: 0, rounds: ROUNDS, seconds: SECONDS, shrinkSeconds: 0 };
    const coverage = await proveProperty(server(), await openFlyback(bundlePath()), options, tally);
    const again = `npx tsx scripts/proof.ts property --server ${name} --seed ${SEED} --rounds ${String(ROUNDS)}`;
    expect(tally.findings(), again).toEqual([]);
    expect(tally.passed() + tally.limited()).toBeGreaterThan(0);
    // Else most of what is drawn is never tried.
    expect(coverage.share(), again).toBeGreaterThan(0.75);
  });
});

it("counts statements by what they do", () => {
  const sql =
    "ALTER TABLE `a`.`b` ADD COLUMN `c, DROP` INT DEFAULT 1, ADD CONSTRAINT `x` CHECK (`c` <> 'a, DROP'), FORCE";
  expect(kindsOf(sql)).toEqual(["ALTER TABLE ADD COLUMN", "ALTER TABLE ADD CHECK"]);
  expect(kindsOf("CREATE OR REPLACE SQL SECURITY INVOKER VIEW `v` AS SELECT 1")).toEqual(["CREATE VIEW"]);
  expect(kindsOf("DELETE FROM `t` WHERE `id` IN (SELECT `id` FROM `u`)")).toEqual(["DELETE with SELECT"]);
});

it("cuts a failure down to what it takes", async () => {
  const tried: string[] = [];
  const fails = (list: readonly number[]): Promise<boolean> => {
    tried.push(list.join());
    return Promise.resolve(list.includes(3) && list.includes(7));
  };
  const numbers = Array.from({ length: 20 }, (_, index) => index);
  expect(await cutDown(numbers, fails, () => false)).toEqual([3, 7]);
  expect(await cutDown(numbers, fails, () => true)).toEqual(numbers);
  expect(tried.length).toBeLessThan(60);
});
