import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ThrowawayError } from "../../src/throwaway/error.ts";
import { findServerProgram } from "../../src/throwaway/find.ts";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import { obtainServerProgram } from "../../src/throwaway/unpack.ts";
import { describeEachRecipe, programOf } from "../support/servers.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync("/tmp/fbt-");
  mkdirSync(join(root, "etc"));
  mkdirSync(join(root, "usr/sbin"), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The message of the error when this bare machine is asked for a server. */
async function messageOn(osRelease: string, product?: "mysql"): Promise<string> {
  writeFileSync(join(root, "etc/os-release"), osRelease);
  const options = { env: { PATH: "" }, root, ...(product === undefined ? {} : { product }) };
  const error: unknown = await obtainServerProgram(options).catch((caught: unknown) => caught);
  if (!(error instanceof ThrowawayError)) throw new Error("this machine has a server after all");
  expect(error.reason).toBe("not-found");
  return error.message;
}

describe("a machine without a server", () => {
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  const cases = [
    ["Fedora", "ID=fedora\nVERSION_ID=43\n", `Install one: ${sudo}dnf install mariadb-server`],
    [
      "Rocky Linux, which is like others",
      'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
      `Install one: ${sudo}dnf install mariadb-server`,
    ],
    ["Alpine", "NAME='Alpine Linux'\nID=alpine\n", `Install one: ${sudo}apk add mariadb`],
    ["Debian without apt", "ID=debian\n", `Install one: ${sudo}apt-get install mariadb-server-core`],
    ["a system nobody knows", "ID=plan9\n", "Install one: see https://mariadb.com/docs"],
  ] as const;

  it.skipIf(process.platform === "darwin").each(cases)("is told how to install one: %s", async (_, osRelease, hint) => {
    expect(await messageOn(osRelease)).toContain(hint);
  });

  it("says what was looked for", async () => {
    expect(await messageOn("")).toContain("looked for mariadbd and mysqld on PATH");
    expect(await messageOn("", "mysql")).toContain("looked for mysqld on PATH");
  });

  it("is told how to install the product that is wanted, if the system has it", async () => {
    expect(await messageOn("ID=ubuntu\n", "mysql")).toContain("apt-get install default-mysql-server-core");
    expect(await messageOn("ID=alpine\n", "mysql")).toContain("Install one: see https://dev.mysql.com/doc");
  });

  it("is not deceived by a file of the right name that is no server", async () => {
    writeFileSync(join(root, "usr/sbin/mariadbd"), "#!/bin/sh\necho hello\n", { mode: 0o755 });
    expect(await findServerProgram({ env: { PATH: "" }, root })).toBeNull();
  });
});

describeEachRecipe("a machine with a server outside of PATH", (server) => {
  it("finds it, by the product that is wanted, and can start it", async () => {
    const { program } = await programOf(server);
    const sbin = join(root, "usr/sbin", program.product === "mariadb" ? "mariadbd" : "mysqld");
    writeFileSync(sbin, `#!/bin/sh\nexec ${program.command.join(" ")} "$@"\n`);
    chmodSync(sbin, 0o755);
    symlinkSync(join(program.baseDir, "share"), join(root, "usr/share"));
    const env = { ...process.env, PATH: "", FLYBACK_CACHE: join(root, "cache") };
    const found = await findServerProgram({ env, root });
    expect(found).toMatchObject({
      product: server.product,
      version: server.version,
      binary: sbin,
      baseDir: join(root, "usr"),
    });
    const other = server.product === "mariadb" ? "mysql" : "mariadb";
    expect(await findServerProgram({ env, root, product: other })).toBeNull();
    if (found === null) return;
    const started = await startThrowawayServer(found, { env });
    await started.stop();
  });
});
