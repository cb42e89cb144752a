import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { describeEachProofServer } from "./each-server.ts";
import { alternativesOf, layGround, proveAlternative } from "./fail.ts";
import { openFlyback } from "./flyback.ts";
import type { Ground } from "./ground.ts";
import { GROUPS } from "./groups.ts";
import { openStage } from "./migration-set.ts";
import type { Stage } from "./migration-set.ts";
import { productOf } from "./server.ts";
import { readSet } from "./sets.ts";
import { openTally } from "./tally.ts";

const CASES = [...new Set(GROUPS.flatMap(({ cases = [] }) => cases))];
const ALL = { mariadb: await readSet("cases", "mariadb"), mysql: await readSet("cases", "mysql") };
const pathOf = (name: string): string => `sql/V9__${name}.sql`;
/** Another draw of the faults each day, which its name tells. */
const SEED = new Date().toISOString().slice(0, 10);

describe("the list of what breaks a way back", () => {
  it("names only what there is, and something for each", () => {
    for (const { what, cases = [], circumstances = [], elsewhere = [] } of GROUPS) {
      expect(cases.length + circumstances.length + elsewhere.length, what).toBeGreaterThan(0);
      for (const file of elsewhere) expect(existsSync(join(import.meta.dirname, file)), file).toBe(true);
    }
    for (const name of CASES)
      expect(
        Object.values(ALL).some(({ alternatives = {} }) => pathOf(name) in alternatives),
        name,
      ).toBe(true);
  });
});

describeEachProofServer("migrations that succeed and are taken back, and that fail somewhere", {}, (name, server) => {
  const { alternatives = {} } = ALL[productOf(name)];
  let stage: Stage;
  let ground: Ground;

  beforeAll(async () => {
    stage = await openStage(ALL[productOf(name)], server(), await openFlyback(bundlePath()));
    ground = await layGround(stage);
  });

  it.each(CASES.filter((name) => pathOf(name) in alternatives))("%s", async (title) => {
    const file = alternativesOf(stage).find(({ path }) => path === pathOf(title));
    const tally = openTally(() => undefined);
    const options = { seed: SEED, every: 1, middle: 1, faults: 1, statement: null, form: null, whole: false };
    if (file !== undefined) await proveAlternative({ stage, options, tally }, file, ground);
    expect(tally.findings()).toEqual([]);
    // As it is, and with one fault.
    expect(tally.passed() + tally.limited()).toBe(2);
  });
});
