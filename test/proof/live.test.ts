import { expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { describeEachProofServer } from "./each-server.ts";
import { openFlyback } from "./flyback.ts";
import { WAYS, proveLiveWrites } from "./live.ts";
import { openStage } from "./migration-set.ts";
import { readSet } from "./sets.ts";
import { openTally } from "./tally.ts";

describeEachProofServer("an application that writes all the time", {}, (_name, server) => {
  it.each(WAYS)("loses nothing that was confirmed: %s", { timeout: 120_000 }, async (way) => {
    const stage = await openStage(await readSet("live", server().product), server(), await openFlyback(bundlePath()));
    const tally = openTally(() => undefined);
    // Another draw each day, which its name tells.
    const seed = new Date().toISOString().slice(0, 10);
    await proveLiveWrites(stage, { seed, skip: 0, rounds: 1, writers: 3, way }, tally);
    expect(tally.findings()).toEqual([]);
    expect(tally.passed()).toBe(1);
  });
});
