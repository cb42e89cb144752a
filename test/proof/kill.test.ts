import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { parseServerList } from "../support/servers/server-list.ts";
import { openFlyback } from "./flyback.ts";
import { proveKills } from "./kill.ts";
import { openStage } from "./migration-set.ts";
import { startProofServer } from "./server.ts";
import type { ProofServer } from "./server.ts";
import { readSet } from "./sets.ts";
import { openTally } from "./tally.ts";

/** Kills start and end servers, so these are the test's own. */
const RECIPES = parseServerList(process.env["FLYBACK_TEST_SERVERS"]).flatMap((entry) =>
  entry.kind === "recipe" ? [entry.name] : [],
);
const ROUNDS = 3;

describe.skipIf(RECIPES.length === 0).each(RECIPES.length === 0 ? ["mariadb-10.11" as const] : RECIPES)(
  "SIGKILL at random moments (%s)",
  (name) => {
    let server: ProofServer;

    beforeAll(async () => {
      server = await startProofServer(name);
    });

    afterAll(() => server.stop());

    it("ends at before or after", { timeout: 300_000 }, async (test) => {
      const flyback = await openFlyback(bundlePath());
      if (!flyback.canFlyBack) test.skip("this build has no command rollback");
      const stage = await openStage(await readSet("kill", server.product), server, flyback);
      const tally = openTally(() => undefined);
      // Another draw each day, which its name tells.
      const seed = new Date().toISOString().slice(0, 10);
      await proveKills(stage, { seed, skip: 0, rounds: ROUNDS, phase: null, victim: null }, tally);
      expect(
        tally.findings(),
        `npx tsx scripts/proof.ts kill --server ${name} --seed ${seed} --rounds ${String(ROUNDS)}`,
      ).toEqual([]);
      expect(tally.passed()).toBe(ROUNDS);
    });
  },
);
