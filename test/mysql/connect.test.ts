import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectionConfig, SslMode } from "../../src/config/config.ts";
import { addressOf } from "../../src/mysql/connect.ts";
import { openDatabase } from "../../src/mysql/database.ts";
import { databaseConfig, databaseOptions } from "../support/database-config.ts";
import {
  asTestServer,
  describeEachRecipe,
  describeEachServer,
  startOwnServer,
  type TestServer,
} from "../support/servers.ts";
import { selfSignedCertificate } from "../support/servers/certificate.ts";

async function tlsOf(server: TestServer, connection: Partial<ConnectionConfig>): Promise<string | null> {
  const config = databaseConfig(server, null);
  const database = await openDatabase(
    { ...config, connection: { ...config.connection, ...connection } },
    databaseOptions(),
  );
  const { tls } = database.server;
  await database.close();
  return tls;
}

const mode = (name: SslMode, ca: string | null = null): Pick<ConnectionConfig, "tls"> => ({
  tls: { mode: name, ca, cert: null, key: null },
});

describeEachRecipe("a server with TLS", (server) => {
  it("is spoken to in the clear, encrypted, or with its certificate checked, as ssl-mode says", async () => {
    const tls = selfSignedCertificate();
    const own = await startOwnServer(server, { tls });
    onTestFinished(() => own.stop());
    const target = asTestServer(server, own);
    expect(await tlsOf(target, mode("disabled"))).toBeNull();
    expect(await tlsOf(target, mode("preferred"))).toMatch(/^TLSv1\.[23]$/);
    expect(await tlsOf(target, mode("required"))).toMatch(/^TLSv1\.[23]$/);
    expect(await tlsOf(target, mode("verify-ca", tls.certificate))).toMatch(/^TLSv1\.[23]$/);
    await expect(tlsOf(target, mode("verify-ca"))).rejects.toMatchObject({ problems: [{ code: "TLS" }] });
    // Over a socket nothing crosses a network, so it is not encrypted, as with the mysql client.
    expect(await tlsOf(target, { ...mode("preferred"), socketPath: own.socketPath })).toBeNull();
  });
});

describeEachRecipe("a server without TLS", (server) => {
  it("is used in the clear by preferred, and refused by required", async () => {
    const own = await startOwnServer(server, {
      extraArguments: server.product === "mysql" ? ["--tls-version="] : ["--skip-ssl"],
    });
    onTestFinished(() => own.stop());
    const target = asTestServer(server, own);
    expect(await tlsOf(target, mode("preferred"))).toBeNull();
    await expect(tlsOf(target, mode("required"))).rejects.toMatchObject({ problems: [{ code: "TLS" }] });
  });
});

describeEachServer("a connection that cannot be made", (server) => {
  const config = databaseConfig(server, null);

  it.each([
    ["a wrong password", { password: { reveal: () => "wr0ng!" } }, "ACCESS_DENIED"],
    ["a database that is not there", { database: "nowhere_at_all" }, "UNKNOWN_DATABASE"],
    ["nobody at the port", { port: 1 }, "DB_CONNECTION"],
    ["a socket that is not there", { socketPath: "/nowhere/s.sock" }, "DB_CONNECTION"],
    ["a host that is not known", { host: "nowhere.invalid" }, "DB_CONNECTION"],
  ] as const)("says so: %s", async (_title, change, code) => {
    const connection = { ...config.connection, ...change };
    const failed = await openDatabase({ ...config, connection }, databaseOptions()).catch((error: unknown) => error);
    expect(failed).toMatchObject({ problems: [{ code }] });
    expect(JSON.stringify(failed)).not.toContain("wr0ng!");
  });

  it("is tried again only where that may help", async () => {
    const said: string[] = [];
    const options = databaseOptions({ onMessage: (text) => said.push(text) });
    const open = (change: Partial<ConnectionConfig>): Promise<unknown> =>
      openDatabase(
        { ...config, connection: { ...config.connection, connectRetries: 1, connectRetryIntervalS: 0, ...change } },
        options,
      ).catch(() => undefined);
    await open({ password: { reveal: () => "wrong" } });
    expect(said).toEqual([]);
    await open({ port: 1 });
    expect(said).toEqual([expect.stringMatching(/trying again in 0 s \(1 more\)$/)]);
  });
});

describe("an address", () => {
  it("shows neither account nor password", () => {
    const config = databaseConfig({ host: "::1", port: 3306, user: "u", password: "p" } as TestServer, null);
    expect(addressOf(config)).toBe("[::1]:3306");
  });
});
