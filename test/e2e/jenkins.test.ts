import { randomBytes } from "node:crypto";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { prepareJenkins } from "../support/jenkins.ts";
import type { JenkinsOptions, PreparedJenkins, StartedBuild } from "../support/jenkins.ts";
import { ROOT, copyDist } from "../support/run-bundle.ts";
import { dropDatabase, query } from "../support/servers.ts";
import type { TestServer } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";
import { findGroovy } from "../support/tools.ts";
import { freshAccount, history } from "./account.ts";
import type { Account } from "./account.ts";
import { statementsOf, waitForStatement } from "./statements.ts";
import { describeWith } from "./with-tool.ts";

type Workspace = {
  readonly folder: string;
  readonly account: Account;
  readonly registry: string;
  readonly visits: string;
};

/** A checkout of this repository, with databases that nobody else uses and an account that may make them. */
async function workspace(server: TestServer): Promise<Workspace> {
  const folder = await tempFolder();
  await copyDist(folder);
  await cp(join(ROOT, "migrations"), join(folder, "migrations"), { recursive: true });
  const suffix = randomBytes(5).toString("hex");
  const [registry, visits] = [`registry_${suffix}`, `visits_${suffix}`];
  const config = await readFile(join(ROOT, "migrations/flyback.yml"), "utf8");
  const renamed = config
    .replace("name: registry", `name: ${registry}`)
    .replace("name: visits", `name: ${visits}`)
    .replace("depends-on: registry", `depends-on: ${registry}`)
    .replace("registry_database: registry", `registry_database: ${registry}`);
  await writeFiles(folder, { "migrations/flyback.yml": renamed });
  const account = await freshAccount(server, (user) => `grant all on *.* to ${user}`);
  onTestFinished(async () => {
    for (const database of [registry, visits]) await dropDatabase(server, database);
  });
  return { folder, account, registry, visits };
}

const groovy = await findGroovy(process.env);

// A build starts a JVM and three times Node.
vi.setConfig({ testTimeout: 180_000 });

describeWith(groovy, "Jenkinsfile.example", (command, server) => {
  let jenkins: PreparedJenkins | undefined;

  beforeAll(async () => {
    jenkins = await prepareJenkins(command);
  });

  afterAll(() => jenkins?.dispose());

  function start(place: Workspace, more: Partial<JenkinsOptions> = {}): Promise<StartedBuild> {
    if (jenkins === undefined) throw new Error("the harness was not compiled");
    const { user, password } = place.account;
    return jenkins.start({
      jenkinsfile: join(ROOT, "Jenkinsfile.example"),
      workspace: place.folder,
      credentials: { "telehealth-db": { user, password } },
      ...more,
      parameters: { FLYBACK_URL: `mysql://${server.host}:${server.port}`, ...more.parameters },
    });
  }

  it("builds both databases and hands the version on", async () => {
    const place = await workspace(server);
    const { build } = await start(place);
    const { result, description, tests, junit, archived, questions, log } = await build;
    expect(result, log).toBe("SUCCESS");
    expect(description).toBe("schema 3, 16 migrations");
    expect(log).toContain("deploy what needs schema version 3");
    expect(junit).toEqual(["reports/validate.xml", "reports/migrate.xml"]);
    expect(tests.total).toBeGreaterThanOrEqual(16);
    expect(tests.failed).toBe(0);
    expect(archived).toEqual(
      expect.arrayContaining(["reports/plan.md", "reports/migrate.md", "reports/migrate.properties"]),
    );
    expect(questions).toEqual([]);
    expect(await history(server, place.registry)).toMatchObject(
      Array.from({ length: 8 }, () => ({ success: 1, installed_by: "jenkins:telehealth#7" })),
    );
    // Jenkins hides a secret in its log alone: what is archived must not have it.
    for (const file of archived) {
      expect(await readFile(join(place.folder, file), "utf8")).not.toContain(place.account.password);
    }
    expect(log).not.toContain("\u001b[");
    const again = await start(place);
    expect(await again.build).toMatchObject({ result: "SUCCESS", description: "schema 3, 0 migrations" });
  });

  it("has no directive that declarative pipelines lack", async () => {
    const place = await workspace(server);
    const text = await readFile(join(ROOT, "Jenkinsfile.example"), "utf8");
    const folder = await tempFolder({ Jenkinsfile: text.replace("when {", "whenever {") });
    const { build } = await start(place, { jenkinsfile: join(folder, "Jenkinsfile") });
    await expect(build).rejects.toThrow("`whenever` is not known in StageBlock");
  });

  it("asks, and runs nothing when the answer is no", async () => {
    const place = await workspace(server);
    const refused = await start(place, { parameters: { ASK: true }, answer: "reject" });
    expect(await refused.build).toMatchObject({ result: "ABORTED", questions: ["Run the plan in reports/plan.md?"] });
    expect(await query(server, `show databases like '${place.registry}'`)).toEqual([]);
    const approved = await start(place, { parameters: { ASK: true }, answer: "approve" });
    expect(await approved.build).toMatchObject({ result: "SUCCESS" });
  });

  it("refuses to run another plan than the one that was approved", async () => {
    const place = await workspace(server);
    const { running, build } = await start(place, { parameters: { ASK: true } });
    await running.waitFor(/Run the plan in/);
    await writeFiles(place.folder, { "migrations/visits/V4__late.sql": "CREATE TABLE late (id INT PRIMARY KEY);\n" });
    // Nobody answers; the build is aborted, and its Migrate stage run by hand with the hash that it had.
    running.kill("SIGINT");
    expect(await build).toMatchObject({ result: "ABORTED" });
    const hash = /planHash=([0-9a-f]{64})/.exec(await readFile(join(place.folder, "reports/plan.properties"), "utf8"));
    const other = await start(place, {
      jenkinsfile: await migrateStage(hash?.[1] ?? ""),
    });
    const { result, log } = await other.build;
    expect(result, log).toBe("FAILURE");
    expect(log).toContain("PLAN_CHANGED");
    expect(await query(server, `show databases like '${place.registry}'`)).toEqual([]);
  });

  it("fails with a failed migration, which is taken back in both databases; its report is collected all the same", async () => {
    const place = await workspace(server);
    await writeFiles(place.folder, {
      "migrations/visits/V4__broken.sql":
        "CREATE TABLE rooms (id INT PRIMARY KEY);\nALTER TABLE rooms DROP COLUMN nowhere;\n",
    });
    const { build } = await start(place);
    const { result, tests, junit, log } = await build;
    expect(result, log).toBe("FAILURE");
    expect(log).toContain("script returned exit code 4");
    expect(log).toContain("migrations/visits/V4__broken.sql:2");
    expect(junit).toContain("reports/migrate.xml");
    expect(tests.failed, log).toBe(1);
    expect(log).not.toContain("deploy what needs");
    expect(log).toContain("everything of the run was rolled back");
    for (const database of [place.registry, place.visits]) {
      expect(await query(server, `show databases like '${database}'`)).toEqual([]);
    }
    // The post condition finds that there is nothing left to do.
    expect(log).toMatch(/^OK {2}flyback rollback/m);
    expect(await readFile(join(place.folder, "reports/migrate.properties"), "utf8")).toContain("exitCode=4");
  });

  it("aborts: the statement is ended, the reports are there, and what was done is taken back", async () => {
    const place = await workspace(server);
    await writeFiles(place.folder, { "migrations/registry/V4__long.sql": "SELECT SLEEP(60);\n" });
    const { running, build } = await start(place);
    await waitForStatement(server, place.account.user, { pattern: /^SELECT SLEEP\(60\)$/, running });
    running.kill("SIGINT");
    const { result, junit, log } = await build;
    expect(result, log).toBe("ABORTED");
    expect(log).toContain("CANCELLED");
    expect(junit).toContain("reports/migrate.xml");
    expect(await statementsOf(server, place.account.user)).toEqual([]);
    // Jenkins gives a build that is aborted seconds; its post condition has time.
    expect(log).toContain("not rolled back yet");
    expect(log).toMatch(/^OK {2}flyback rollback: the run was rolled back/m);
    for (const database of [place.registry, place.visits]) {
      expect(await query(server, `show databases like '${database}'`)).toEqual([]);
    }
  });
});

/** The Migrate stage alone, with the hash as a parameter. */
async function migrateStage(hash: string): Promise<string> {
  const whole = await readFile(join(ROOT, "Jenkinsfile.example"), "utf8");
  const stage = /^ {4}stage\('Migrate'\) \{[\s\S]*?^ {4}\}$/m.exec(whole)?.[0] ?? "";
  const text = whole
    .replace(/^ {2}stages \{[\s\S]*?^ {2}\}$/m, () => `  stages {\n${stage}\n  }`)
    .replace("environment {", `environment {\n    FLYBACK_PLAN_HASH = '${hash}'`);
  const folder = await tempFolder({ Jenkinsfile: text });
  return join(folder, "Jenkinsfile");
}
