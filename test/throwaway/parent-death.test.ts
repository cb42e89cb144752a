import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isReady } from "../../src/throwaway/handshake.ts";
import { ownIdentity } from "../../src/throwaway/process-identity.ts";
import { serversOf } from "../../src/throwaway/server-processes.ts";
import type { TestServer } from "../support/servers.ts";
import { describeEachRecipe, startOwnServer } from "../support/servers.ts";

type Held = { readonly pid: number; readonly folder: string; readonly socketPath: string };

let temporaryFolder = "";
const parents: ChildProcess[] = [];

beforeEach(() => {
  temporaryFolder = mkdtempSync("/tmp/fbt-");
});

afterEach(async () => {
  for (const parent of parents.splice(0)) parent.kill("SIGTERM");
  rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a process of its own that starts a server. */
async function hold(server: TestServer, what: string): Promise<{ readonly parent: ChildProcess; readonly held: Held }> {
  const script = "test/throwaway/fixtures/hold-server.ts";
  const parent = spawn(process.execPath, ["--import", "tsx", script, server.name, temporaryFolder, what], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  parents.push(parent);
  for await (const line of createInterface({ input: parent.stdout })) return { parent, held: parseHeld(line) };
  throw new Error("the parent ended without starting a server");
}

function parseHeld(line: string): Held {
  const value: unknown = JSON.parse(line);
  const { pid, folder, socketPath } = Object(value);
  return { pid: Number(pid), folder: String(folder), socketPath: String(socketPath) };
}

async function end(parent: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const exited = once(parent, "exit");
  parent.kill(signal);
  const [code, by] = await exited;
  return code ?? by;
}

async function sweep(server: TestServer): Promise<void> {
  const other = await startOwnServer(server, { temporaryFolder });
  await other.stop();
}

describeEachRecipe("a server whose parent", (server) => {
  it("was killed by SIGKILL goes at the next start, with its folder", async () => {
    const { parent, held } = await hold(server, "wait");
    await end(parent, "SIGKILL");
    expect(await isReady(held.socketPath)).toBe(true);
    await sweep(server);
    expect(serversOf(held.folder)).toEqual([]);
    expect(existsSync(held.folder)).toBe(false);
  });

  it("lives is left alone by the next start", async () => {
    const { held } = await hold(server, "wait");
    await sweep(server);
    expect(serversOf(held.folder)).toEqual([held.pid]);
    expect(await isReady(held.socketPath)).toBe(true);
  });

  it("was ended by SIGTERM is gone at once, and the signal does what it would have done", async () => {
    const { parent, held } = await hold(server, "wait");
    expect(await end(parent, "SIGTERM")).toBe("SIGTERM");
    expect(serversOf(held.folder)).toEqual([]);
    expect(existsSync(held.folder)).toBe(false);
  });

  it("handles SIGTERM itself is gone when the parent exits, with the parent's exit code", async () => {
    const { parent, held } = await hold(server, "listen");
    expect(await end(parent, "SIGTERM")).toBe(3);
    expect(serversOf(held.folder)).toEqual([]);
    expect(existsSync(held.folder)).toBe(false);
  });

  it("ended without a stop does not keep it alive and takes the server along", async () => {
    const { parent, held } = await hold(server, "end");
    if (parent.exitCode === null) await once(parent, "exit");
    expect(parent.exitCode).toBe(0);
    expect(serversOf(held.folder)).toEqual([]);
    expect(existsSync(held.folder)).toBe(false);
  });

  it("is of another machine or container, or is no folder of ours, is left alone", async () => {
    const [, pid = "", start = ""] = ownIdentity().split("-");
    const names = [`flyback-00000000-${pid}-${start}-abcdef`, "flyback-notes", `flyback-${ownIdentity()}-abcdef`];
    for (const name of names) mkdirSync(join(temporaryFolder, name));
    await sweep(server);
    expect(names.filter((name) => existsSync(join(temporaryFolder, name)))).toEqual(names);
  });
});
