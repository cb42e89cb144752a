import { join } from "node:path";
import type { Check, CheckResult, Tools } from "./check.ts";
import { Observer } from "./observe.ts";
import type { Stage } from "./run-case.ts";
import type { Server } from "./servers.ts";

export type Result = CheckResult & { readonly server: string };

type Task = { readonly server: Server; readonly check: Check };

export type RunOptions = {
  readonly tools: Tools;
  /** How many checks at a time. */
  readonly parallel: number;
  /** Where the cases' folders are made. */
  readonly folder: string;
  readonly report: (result: Result) => void;
};

/** Runs every check on every server it is for. */
export async function runChecks(
  servers: readonly Server[],
  checks: readonly Check[],
  options: RunOptions,
): Promise<Result[]> {
  const tasks = checks.flatMap((check) =>
    servers
      .filter(({ address }) => check.only === undefined || check.only === address.kind)
      .map((server): Task => ({ server, check })),
  );
  const results: Result[] = [];
  const worker = async (number: number): Promise<void> => {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      for (const result of await runTask(task, number, options)) {
        options.report(result);
        results.push(result);
      }
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, (_, index) => worker(index + 1)));
  return results;
}

async function runTask({ server, check }: Task, worker: number, { tools, folder }: RunOptions): Promise<Result[]> {
  const observer = await Observer.connect(server.address);
  const database = `conf${String(worker)}`;
  const stage: Stage = { address: server.address, observer, database, folder: join(folder, database) };
  const results = await check.run(tools, stage).catch((error: unknown) => [broken(check.name, error)]);
  await observer.close();
  return results.map((result) => ({ ...result, server: server.name }));
}

function broken(name: string, error: unknown): CheckResult {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { name, status: "failed", findings: [`the check itself broke: ${text}`] };
}
