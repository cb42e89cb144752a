import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { runAction } from "../support/actions-runner.ts";
import type { ActionRun } from "../support/actions-runner.ts";
import { bundlePath } from "../support/run-bundle.ts";
import { describeEachServer, query } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { freshAccount } from "./account.ts";
import type { Account } from "./account.ts";

const FILES = { "db/migration/V1__patients.sql": "CREATE TABLE patients (id INT PRIMARY KEY);\n" };
const STATE = { runId: "r1", isOpen: false, onFailure: "rollback", onJobFailure: "rollback" };

type Post = { readonly state: object | null; readonly inputs: Readonly<Record<string, string>> };

/** The post step of a migrate, as the runner starts it. */
async function post({ url, user, password }: Account, { state, inputs }: Post): Promise<ActionRun> {
  return runAction({
    cwd: await tempFolder(FILES),
    script: join(dirname(bundlePath()), "post.js"),
    inputs: { url, user, password, ...inputs },
    env: state === null ? {} : { STATE_run: JSON.stringify(state) },
  });
}

describeEachServer("GitHub's post step", (server) => {
  it.each([
    ["no run began", null, { "job-status": "failure" }, "this step began no run"],
    ["the job went well", STATE, { "job-status": "success" }, "the job went well"],
    [
      "nobody asked for it",
      { ...STATE, onJobFailure: "none" },
      { "job-status": "failure" },
      "`on-job-failure` is none",
    ],
    ["the settings are wrong, too", null, { "job-status": "failure", port: "x" }, "this step began no run"],
    ["the step printed the version", null, { command: "version", "job-status": "failure" }, "this step began no run"],
  ])("says in one line that it does nothing where %s", async (_, state, inputs, why) => {
    const account = await freshAccount(server);
    const run = await post(account, { state, inputs });
    expect(run.code, run.stdout).toBe(0);
    expect(run.log.trim()).toBe(
      `flyback: nothing to do after the job: ${why}${why.startsWith("this") ? " that could be taken back" : ""}.`,
    );
    expect(run.summary).toBe("");
    expect(await query(server, "show tables", account.database)).toEqual([]);
  });

  it("has nothing to take back on a throw-away server, which ended with the step", async () => {
    const account = await freshAccount(server);
    const inputs = { url: "throwaway:", user: "", password: "", "job-status": "failure" };
    const run = await post(account, { state: STATE, inputs });
    expect(run.code, run.stdout).toBe(0);
    expect(run.log).toContain("the server ended with its step");
  });

  it("fails where it cannot reach the database, with a report but no files", async () => {
    const account = await freshAccount(server);
    const inputs = { url: "mysql://127.0.0.1:1/shop", "connect-retries": "0", "job-status": "cancelled" };
    const run = await post(account, { state: STATE, inputs });
    expect(run.code, run.stdout).toBe(7);
    expect(run.log).toContain("flyback: taking run r1 back: the job was cancelled.");
    expect(run.summary).toContain("flyback rollback");
    expect(Object.keys(run.files).filter((name) => !name.startsWith("("))).toEqual([]);
  });
});
