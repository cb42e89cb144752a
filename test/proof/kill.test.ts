import { expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { describeEachProofServer } from "./each-server.ts";
import { openFlyback } from "./flyback.ts";
import { VICTIMS, proveKills } from "./kill.ts";
import { openStage } from "./migration-set.ts";
import { readSet } from "./sets.ts";
import { openTally } from "./tally.ts";

const ROUNDS = 3;

describeEachProofServer("SIGKILL at random moments", {}, (name, server) => {
  it.each(VICTIMS)("of %s: the end is before or after", { timeout: 300_000 }, async (victim) => {
    const stage = await openStage(await readSet("kill", server().product), server(), await openFlyback(bundlePath()));
    const tally = openTally(() => undefined);
    // Another draw each day, which its name tells.
    const seed = new Date().toISOString().slice(0, 10);
    await proveKills(stage, { seed, skip: 0, rounds: ROUNDS, phase: null, victim }, tally);
    const again = `npx tsx scripts/proof.ts kill --server ${name} --seed ${seed} --victim ${victim} --rounds ${String(ROUNDS)}`;
    expect(tally.findings(), again).toEqual([]);
    expect(tally.passed()).toBe(ROUNDS);
  });
});
