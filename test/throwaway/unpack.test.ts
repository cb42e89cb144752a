import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findOnPath } from "../../src/throwaway/run-program.ts";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import { unpackServerProgram } from "../../src/throwaway/unpack.ts";

const isDebian = existsSync("/etc/debian_version") && findOnPath("apt-get", process.env) !== null;
const withoutServers = process.env["FLYBACK_TEST_SERVERS"] === "none";

let cache = "";

beforeEach(() => {
  cache = mkdtempSync("/tmp/fbt-");
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe.skipIf(!isDebian || withoutServers)("a Debian or Ubuntu machine without a server", () => {
  it("unpacks one into an empty cache, once for all who ask, and starts it", async () => {
    const env = { ...process.env, FLYBACK_CACHE: cache };
    const both = await Promise.all([unpackServerProgram({ env }), unpackServerProgram({ env })]);
    expect(both[0]).toEqual(both[1]);
    expect(both[0].product).toBe("mariadb");
    // One tree, and no lock or half-made folder beside it.
    expect(readdirSync(join(cache, "servers"))).toHaveLength(1);
    const server = await startThrowawayServer(both[0], { env });
    await server.stop();
    expect(readdirSync(join(cache, "server-data"))).toHaveLength(1);
  });

  it("says what apt said and what to do when the mirror cannot be reached", async () => {
    const env = {
      ...process.env,
      FLYBACK_CACHE: cache,
      http_proxy: "http://127.0.0.1:9",
      https_proxy: "http://127.0.0.1:9",
    };
    const failure = unpackServerProgram({ env });
    await expect(failure).rejects.toThrow(
      /none could be unpacked into [^]*: apt-get update failed:[^]*\nInstall one: .*apt-get install/,
    );
    expect(readdirSync(join(cache, "servers"))).toEqual([]);
  });
});
