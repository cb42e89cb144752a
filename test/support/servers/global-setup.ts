import { createConnection } from "mysql2/promise";
import type { RowDataPacket } from "mysql2/promise";
import type { TestProject } from "vitest/node";
import { startThrowawayServer } from "../../../src/throwaway/start.ts";
import { getRecipe, usualArguments } from "./recipes.ts";
import type { RecipeName } from "./recipes.ts";
import { parseServerList } from "./server-list.ts";
import type { ServerEntry } from "./server-list.ts";
import type { TestServer } from "./test-server.ts";

type Started = { readonly server: TestServer; readonly stop: () => Promise<void> };

const started: Started[] = [];

/** Starts the servers named in FLYBACK_TEST_SERVERS before the first test. One that does not start fails the whole run. */
export async function setup(project: TestProject): Promise<void> {
  for (const entry of parseServerList(process.env["FLYBACK_TEST_SERVERS"])) {
    const startedAt = performance.now();
    try {
      started.push(entry.kind === "recipe" ? await startRecipe(entry.name) : await describeRunning(entry));
    } catch (error: unknown) {
      await teardown();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the test server ${entry.name} could not be had: ${reason}`, { cause: error });
    }
    report(started.at(-1)?.server, performance.now() - startedAt);
  }
  project.provide(
    "servers",
    started.map(({ server }) => server),
  );
}

/** Stops them again, also when the set-up failed half way. */
export async function teardown(): Promise<void> {
  for (const { stop } of started.splice(0)) await stop();
}

async function startRecipe(name: RecipeName): Promise<Started> {
  const { program, clients } = await getRecipe(name, process.env);
  const running = await startThrowawayServer(program, { env: process.env, extraArguments: usualArguments(program) });
  const { product, version, host, port, socketPath, user } = running;
  const server = { name, product, version, host, port: port ?? 0, socketPath, user, password: "", clients };
  return { server, stop: running.stop };
}

async function describeRunning({ name, url }: ServerEntry & { readonly kind: "running" }): Promise<Started> {
  const user = decodeURIComponent(url.username) || "root";
  const password = decodeURIComponent(url.password);
  const place = { host: url.hostname, port: url.port === "" ? 3306 : Number(url.port), user, password };
  const connection = await createConnection(place);
  const [rows] = await connection.query<RowDataPacket[]>("select version() as version");
  await connection.end();
  const text = String(rows[0]?.["version"]);
  const product = text.includes("MariaDB") ? "mariadb" : "mysql";
  const version = /\d+\.\d+\.\d+/.exec(text.replace(/^5\.5\.5-/, ""))?.[0] ?? text;
  return { server: { name, product, version, ...place, socketPath: null, clients: {} }, stop: () => Promise.resolve() };
}

function report(server: TestServer | undefined, durationMs: number): void {
  if (server === undefined) return;
  const { name, product, version, host, port } = server;
  process.stdout.write(
    `test server ${name}: ${product} ${version} at ${host}:${port}, ready in ${(durationMs / 1000).toFixed(1)} s\n`,
  );
}
