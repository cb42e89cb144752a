/** Run as a process of its own: makes a platform as main does and publishes the result that it reads from standard input. */
import { text } from "node:stream/consumers";
import { createPlatform } from "../../src/ci/create-platform.ts";
import type { PublishRequest } from "../../src/ci/platform.ts";
import type { RunResult } from "../../src/core/result.ts";

export type ChildOrder = {
  readonly result: RunResult;
  readonly request: PublishRequest;
  readonly secrets: readonly string[];
  readonly lines: readonly string[];
  /** The run that is told to have begun; absent: none. */
  readonly runId?: string;
};

async function main(): Promise<void> {
  const order = JSON.parse(await text(process.stdin)) as ChildOrder;
  const platform = await createPlatform({
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    platform: "auto",
    color: "auto",
    json: order.request.reports.json,
    now: () => Date.now(),
  });
  for (const secret of order.secrets) platform.maskSecret(secret);
  if (order.runId !== undefined) {
    platform.runStarted({ runId: order.runId, onFailure: "rollback", onJobFailure: "none" });
  }
  await platform.group("Migrating", async () => {
    platform.progress.migrationStarted({ database: "visits", script: "V3__add_email.sql", index: 2, of: 7 });
    platform.progress.heartbeat({
      database: "visits",
      script: "V3__add_email.sql",
      statement: 2,
      of: 3,
      elapsedMs: 72_000,
      serverProgress: "stage 1 of 2",
    });
    platform.progress.migrationEnded({
      database: "visits",
      script: "V3__add_email.sql",
      index: 2,
      of: 7,
      durationMs: 72_500,
      status: "failed",
    });
    for (const line of order.lines) platform.progress.message("warning", line);
  });
  const result = await platform.publish(order.result, order.request);
  platform.close();
  process.exitCode = result.exitCode;
}

void main();
