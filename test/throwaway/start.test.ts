import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { ConnectionOptions, RowDataPacket } from "mysql2/promise";
import { afterEach, expect, it } from "vitest";
import { serversOf } from "../../src/throwaway/server-processes.ts";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import type { ThrowawayServer } from "../../src/throwaway/start.ts";
import { asTestServer, describeEachRecipe, programOf, query, startOwnServer } from "../support/servers.ts";
import { selfSignedCertificate } from "../support/servers/certificate.ts";

const own: ThrowawayServer[] = [];

afterEach(async () => {
  for (const server of own.splice(0)) await server.stop();
});

/** Remembers a server, so that a failing test leaves none behind. */
async function start(...args: Parameters<typeof startOwnServer>): Promise<ThrowawayServer> {
  const server = await startOwnServer(...args);
  own.push(server);
  return server;
}

async function ask(options: ConnectionOptions, sql: string): Promise<readonly RowDataPacket[]> {
  const connection = await createConnection({ user: "root", ...options });
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

describeEachRecipe("a throw-away server", (matrix) => {
  it("answers on port and socket, and leaves neither process nor folder behind", async () => {
    const server = await start(matrix);
    const { folder, pid, socketPath } = server;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(serversOf(folder)).toEqual([pid]);
    expect(socketPath.length).toBeLessThan(104);
    expect(await ask({ socketPath }, "select 1 as one")).toEqual([{ one: 1 }]);
    const place = { host: server.host, port: server.port ?? 0 };
    const [row] = await ask(place, "select version() as version, current_user() as user");
    expect(row?.["version"]).toContain(server.version);
    expect(row?.["user"]).toBe("root@localhost");

    await server.stop();
    expect(existsSync(folder)).toBe(false);
    expect(serversOf(folder)).toEqual([]);
    await expect(ask(place, "select 1")).rejects.toThrow("ECONNREFUSED");
    await server.stop();
  });

  it("keeps what was committed when it is killed and restarted on the same port", async () => {
    const server = await start(matrix);
    const { port, pid } = server;
    await query(
      asTestServer(matrix, server),
      "create database d; create table d.t (a int) engine=innodb; insert into d.t values (42)",
    );
    server.kill();
    await server.restart();
    expect(server.port).toBe(port);
    expect(server.pid).not.toBe(pid);
    expect(await query(asTestServer(matrix, server), "select a from d.t")).toEqual([{ a: 42 }]);
  });

  it("listens on its socket alone when networking is skipped", async () => {
    const server = await start(matrix, { skipNetworking: true });
    expect(server.port).toBeNull();
    expect(await ask({ socketPath: server.socketPath }, "select @@port as port, 1 as one")).toMatchObject([{ one: 1 }]);
  });

  it("has TLS with a certificate that clients can verify", async () => {
    const tls = selfSignedCertificate();
    const server = await start(matrix, { tls });
    const place = { host: "localhost", port: server.port ?? 0, ssl: { ca: tls.certificate } };
    const [row] = await ask(place, "show session status like 'Ssl_version'");
    expect(row?.["Value"]).toMatch(/^TLSv1\.[23]$/);
    const other = { ...place, ssl: { ca: selfSignedCertificate().certificate } };
    await expect(ask(other, "select 1")).rejects.toThrow(/self-signed|unable to verify|signature/i);
  });

  it("takes arguments that shape its data folder", async () => {
    const server = await start(matrix, { initArguments: ["--lower-case-table-names=1"] });
    const rows = await ask({ socketPath: server.socketPath }, "select @@lower_case_table_names as setting");
    expect(rows).toEqual([{ setting: 1 }]);
  });

  it("can be started several times at once with an empty cache", async () => {
    const cache = mkdtempSync("/tmp/fbt-");
    const env = { ...process.env, FLYBACK_CACHE: cache };
    const { program } = await programOf(matrix);
    const all = await Promise.all([1, 2, 3].map(() => startThrowawayServer(program, { env })));
    own.push(...all);
    expect(new Set(all.map(({ port }) => port)).size).toBe(3);
    expect(readdirSync(join(cache, "server-data"))).toHaveLength(1);
    rmSync(cache, { recursive: true });
  });

  it("says what its log says when it cannot start, and leaves nothing behind", async () => {
    const parent = (await start(matrix)).folder;
    const wrong = { extraArguments: ["--no-such-option=1"], temporaryFolder: parent };
    const before = readdirSync(parent).toSorted();
    await expect(startOwnServer(matrix, wrong)).rejects.toThrow(
      /did not start: it ended with exit code \d+[^]*unknown variable 'no-such-option=1'/,
    );
    expect(readdirSync(parent).toSorted()).toEqual(before);
    expect(serversOf(parent)).toHaveLength(1);
  });

  it("gives up on a server that does not answer in time", async () => {
    await expect(startOwnServer(matrix, { timeoutMs: 1 })).rejects.toThrow("it did not answer within 0.001 s");
  });
});
