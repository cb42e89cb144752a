import { expect, it } from "vitest";
import { bundlePath } from "../support/run-bundle.ts";
import { CIRCUMSTANCES } from "./circumstances.ts";
import { describeEachProofServer } from "./each-server.ts";
import { openFlyback } from "./flyback.ts";
import { GROUPS } from "./groups.ts";

// As on a server in production: an account without SUPER then may make no triggers.
describeEachProofServer("the way back", { extraArguments: ["--log-bin=binlog"] }, (name, server) => {
  it.each(Object.entries(CIRCUMSTANCES))("holds: %s", { timeout: 120_000 }, async (title, prove) => {
    expect(GROUPS.some(({ circumstances = [] }) => circumstances.some((one) => one === title))).toBe(true);
    await prove({ name, server: server(), flyback: await openFlyback(bundlePath()) });
  });
});
