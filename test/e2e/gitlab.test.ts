import { expect, it } from "vitest";
import { runBundle } from "../support/run-bundle.ts";
import { describeEachServer } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { environmentOf, freshAccount } from "./account.ts";
import { expectNoSecret } from "./secrets.ts";

describeEachServer("a GitLab job", (server) => {
  it("gets sections in its log, and files for its reports", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n" });
    const env = {
      ...environmentOf(account),
      CI: "true",
      GITLAB_CI: "true",
      CI_JOB_URL: "https://gitlab.example.org/acme/shop/-/jobs/9",
      FLYBACK_DOTENV_PATH: "flyback.env",
    };
    const run = await runBundle({ cwd, env, args: ["migrate"] });
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).toContain("section_start:");
    expect(run.files["flyback-junit.xml"]).toContain("V1__a.sql");
    expect(run.files["flyback.env"]).toMatch(/^FLYBACK_OUT_SCHEMA_VERSION=1$/m);
    expectNoSecret(run, account.password);
    // The next job gets those variables in its environment: they must not be taken for settings.
    const outputs = (run.files["flyback.env"] ?? "").split("\n").filter((line) => line !== "");
    const handedOn = Object.fromEntries(
      outputs.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    const next = await runBundle({ cwd, env: { ...env, ...handedOn }, args: ["info"] });
    expect(next.code, next.stdout).toBe(0);
  });
});
