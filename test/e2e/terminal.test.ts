import { expect, it } from "vitest";
import { bundlePath, runProgram } from "../support/run-bundle.ts";
import type { Ended } from "../support/run-bundle.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { findProgram } from "../support/tools.ts";
import { environmentOf, freshAccount } from "./account.ts";
import { describeWith } from "./with-tool.ts";

const ESCAPE = "\u001b";
const CLEAR_LINE = `\r${ESCAPE}[K`;

const FILES = {
  "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n",
  "db/migration/V2__long.sql": "SELECT SLEEP(1.5);\n",
};

const script = findProgram("script", process.env, "there is no `script`: apt-get install bsdutils");

describeWith(script, "a terminal", (command, server) => {
  /** Runs it in a pseudo terminal of 100 columns. */
  async function run(env: Readonly<Record<string, string>>, files: Record<string, string> = FILES): Promise<Ended> {
    const account = await freshAccount(server);
    const cwd = await tempFolder(files);
    const line = `stty cols 100 rows 30; exec '${process.execPath}' '${bundlePath()}' migrate`;
    return runProgram([...command, "-qec", line, "/dev/null"], {
      cwd,
      env: { TERM: "xterm-256color", SHELL: "/bin/sh", ...environmentOf(account), ...env },
    });
  }

  it("has colours, and a live line that is gone in the end", async () => {
    const { code, stdout } = await run({});
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`${ESCAPE}[32m`);
    expect(stdout).toMatch(/V2__long\.sql 1\.\d/);
    // What is written last over the live line is a clear line.
    const live = stdout.split(CLEAR_LINE);
    expect(live.length).toBeGreaterThan(3);
    expect(live.at(-1)).toContain("2 migrations applied");
    expect(stdout).not.toContain(`${ESCAPE}[?25l`);
  });

  it("has no colours with NO_COLOR", async () => {
    const { code, stdout } = await run({ NO_COLOR: "1" });
    expect(code).toBe(0);
    // The live line stays; colours and weights all end in m.
    expect(stdout.replaceAll(CLEAR_LINE, "")).not.toContain(ESCAPE);
  });

  it("has colours with --color always, also without a terminal", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(FILES);
    const args = [process.execPath, bundlePath(), "info", "--color", "always"];
    const { stdout } = await runProgram(args, { cwd, env: environmentOf(account) });
    expect(stdout).toContain(`${ESCAPE}[`);
    expect(stdout).not.toContain(CLEAR_LINE);
  });

  it("shows a failure with its place", async () => {
    const { code, stdout } = await run({}, { "db/migration/V1__bad.sql": "SELECT 1;\nDROP TABLE nowhere;\n" });
    expect(code, stdout).toBe(4);
    expect(stdout).toContain("db/migration/V1__bad.sql:2");
    expect(stdout).toContain(`${ESCAPE}[31m`);
  });
});
