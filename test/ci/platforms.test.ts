import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPlatform } from "../../src/ci/create-platform.ts";
import { ciJob, detectPlatform, runLabel } from "../../src/ci/detect.ts";
import { toAnnotations } from "../../src/report/annotations.ts";
import { RESULTS, run } from "../report/results.ts";
import { inFolder, NO_REPORTS } from "./run-child.ts";
import { collect, platformOptions } from "./streams.ts";

const PLAIN = { reports: NO_REPORTS, workingDirectory: "/" };

describe("which host it is", () => {
  test.each([
    ["github", { GITHUB_ACTIONS: "true" }],
    ["github", { ACT: "true" }],
    ["jenkins", { JENKINS_URL: "http://jenkins/" }],
    ["jenkins", { JOB_NAME: "shop", BUILD_NUMBER: "3" }],
    ["gitlab", { GITLAB_CI: "true" }],
    ["terminal", { CI: "true" }],
    ["terminal", { ACT: "", JENKINS_URL: "" }],
    ["terminal", {}],
  ] as const)("%s by %j", (expected, env) => {
    expect(detectPlatform(env, "auto")).toBe(expected);
  });

  test("the option has the last word", () => {
    expect(detectPlatform({ GITHUB_ACTIONS: "true" }, "jenkins")).toBe("jenkins");
  });

  test.each([
    [
      "GitHub https://github.com/acme/shop/actions/runs/17",
      { GITHUB_REPOSITORY: "acme/shop", GITHUB_RUN_ID: "17", GITHUB_SERVER_URL: "https://github.com" },
    ],
    ["Jenkins http://jenkins/job/shop/3/", { BUILD_URL: "http://jenkins/job/shop/3/" }],
    ["Jenkins shop #3", { JOB_NAME: "shop", BUILD_NUMBER: "3" }],
    ["GitLab https://gitlab.com/x/-/jobs/1", { CI_JOB_URL: "https://gitlab.com/x/-/jobs/1" }],
    ["ann on host-1", { USER: "ann" }],
  ])("its run is called %s", (expected, env) => {
    expect(runLabel(env, "host-1")).toBe(expected);
  });
});

describe("the CI job", () => {
  const GITHUB = { GITHUB_REPOSITORY: "acme/shop", GITHUB_RUN_ID: "17", GITHUB_JOB: "deploy" };

  test.each([
    ["github:acme/shop@17.2/deploy", { ...GITHUB, GITHUB_RUN_ATTEMPT: "2" }],
    ["github:acme/shop@17.1/deploy", GITHUB],
    ["jenkins:shop#3", { JOB_NAME: "shop", BUILD_NUMBER: "3" }],
    ["gitlab:gitlab.com#99", { CI: "true", CI_JOB_ID: "99", CI_SERVER_HOST: "gitlab.com" }],
    [null, { USER: "ann" }],
  ])("is %s by %j", (expected, env) => {
    expect(ciJob(env)).toBe(expected);
  });

  test("of a host that is not known is never the same twice", () => {
    expect(ciJob({ CI: "true" })).not.toBe(ciJob({ CI: "true" }));
    expect(ciJob({ CI: "true" })).toMatch(/^ci:/);
  });
});

describe("logs", () => {
  const start = { database: "visits", script: "sub/V3__add_email.sql", index: 2, of: 7 };

  test.each(["jenkins", "gitlab", "terminal"] as const)(
    "%s: progress, titles and the text at last, all masked",
    async (platform) => {
      const out = collect();
      const { stream: stdout } = out;
      const host = await createPlatform(platformOptions({ stdout, platform }));
      host.maskSecret("s3cr3t!");
      await host.group("Title s3cr3t!", async () => {
        host.progress.migrationStarted(start);
        host.progress.migrationEnded({ ...start, durationMs: 412, status: "success" });
        host.progress.message("warning", "wait for s3cr3t!", "visits");
        host.progress.message("debug", "not shown");
      });
      host.annotate(toAnnotations(RESULTS.failed, 10));
      await host.publish(RESULTS.success, PLAIN);
      host.close();
      const text = out.text();
      expect(text).toContain("visits: V3__add_email.sql (2 of 7) started\n");
      expect(text).toContain("visits: V3__add_email.sql (2 of 7) done in 0.41 s\n");
      expect(text).toContain("visits: warning: wait for ***\n");
      expect(text).toContain("Title ***");
      expect(text).toContain("migrations/visits/V3__add_email.sql:12:1: error: Duplicate column name 'email'");
      expect(text).not.toMatch(/s3cr3t|not shown/);
      expect(text).toMatch(/OK {2}flyback migrate: 3 migrations applied.*\n$/);
    },
  );

  test("GitLab's sections begin and end with their marks, also when the work fails", async () => {
    const out = collect();
    const host = await createPlatform(
      platformOptions({ stdout: out.stream, platform: "gitlab", now: () => 1_700_000_000_123 }),
    );
    await expect(host.group("Migrating", () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
    expect(out.text()).toBe(
      "\u001b[0Ksection_start:1700000000:flyback_1\r\u001b[0KMigrating\n\u001b[0Ksection_end:1700000000:flyback_1\r\u001b[0K\n",
    );
  });

  test("with json standard output is JSON alone", async () => {
    for (const platform of ["jenkins", "gitlab", "terminal"] as const) {
      const out = collect();
      const err = collect();
      const host = await createPlatform(
        platformOptions({ stdout: out.stream, stderr: err.stream, platform, json: true }),
      );
      host.progress.migrationStarted(start);
      await host.publish(RESULTS.failed, { ...PLAIN, reports: { ...NO_REPORTS, json: true } });
      expect(JSON.parse(out.text())).toMatchObject({ outcome: "failed" });
      expect(err.text()).toContain("FAILED  flyback migrate");
    }
  });
});

describe("a terminal", () => {
  // oxlint-disable-next-line no-control-regex
  const colours = /\u001b\[\d+m/;

  test.each([
    ["a terminal has colours", { isTTY: true }, {}, true],
    ["a pipe has none", {}, {}, false],
    ["NO_COLOR takes them away", { isTTY: true }, { env: { NO_COLOR: "1" } }, false],
    ["an empty NO_COLOR does not", { isTTY: true }, { env: { NO_COLOR: "" } }, true],
    ["nor does a dumb terminal have them", { isTTY: true }, { env: { TERM: "dumb" } }, false],
    ["the option forces them", {}, { env: { NO_COLOR: "1" }, color: "always" }, true],
    ["the option forbids them", { isTTY: true }, { color: "never" }, false],
  ] as const)("%s", async (_name, tty, options, expected) => {
    const out = collect(tty);
    const host = await createPlatform(platformOptions({ stdout: out.stream, ...options }));
    await host.publish(RESULTS.success, PLAIN);
    expect(colours.test(out.text())).toBe(expected);
  });

  test("one live line tells what runs and makes room for what has ended", async () => {
    let now = 0;
    const out = collect({ isTTY: true, columns: 60 });
    const host = await createPlatform(platformOptions({ stdout: out.stream, color: "never", now: () => now }));
    const start = { database: "visits", script: "V3__add_email.sql", index: 2, of: 7 };
    host.progress.migrationStarted(start);
    now = 12_000;
    host.progress.heartbeat({
      ...start,
      statement: 2,
      of: 3,
      elapsedMs: 11_000,
      serverProgress: "stage 1 of 2, 43 % of a long text",
    });
    host.log("a line");
    host.progress.migrationEnded({ ...start, durationMs: 12_500, status: "success" });
    const screen = out.text();
    // What a terminal shows at last: each clear takes back what stands on the line.
    const shown = screen.split("\n").map((line) => line.split("\r\u001b[K").at(-1));
    expect(shown).toEqual(["a line", "visits: V3__add_email.sql (2 of 7) done in 12.5 s", ""]);
    const live = screen
      .replaceAll("\r\u001b[K", "\n")
      .split("\n")
      .filter((line) => line.startsWith("visits 2/7"));
    expect(live).toContain("visits 2/7 V3__add_email.sql 12.0 s, statement 2 of 3 (sta…");
    expect(live.every((line) => line.length < 60)).toBe(true);
  });

  test("a reader that goes away is no error, and neither is a full disk", async () => {
    for (const code of ["EPIPE", "ENOSPC"]) {
      const out = collect();
      const host = await createPlatform(platformOptions({ stdout: out.stream }));
      host.log("one");
      out.fail(Object.assign(new Error(code), { code }));
      host.log("two");
      await host.publish(RESULTS.success, PLAIN);
      expect(out.text()).toBe("one\n");
    }
  });

  test("… | head ends quietly with the run's own exit code", async () => {
    const script = `node --import tsx test/ci/publish-child.ts > >(head -n 1); exit $?`;
    await inFolder(async (folder) => {
      const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
      const input = JSON.stringify({
        result: RESULTS.failed,
        request: { ...PLAIN, workingDirectory: folder },
        secrets: [],
        lines,
      });
      const ended = spawnSync("bash", ["--norc", "-c", script], {
        input,
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
      });
      expect(ended).toMatchObject({ status: 5, stderr: "" });
    });
  });
});

describe("report files", () => {
  test("are all written, whichever of them fails, and the failure is in the later ones", async () => {
    await inFolder(async (folder) => {
      const out = collect();
      const host = await createPlatform(platformOptions({ stdout: out.stream, platform: "jenkins" }));
      const reports = {
        ...NO_REPORTS,
        junitPath: "/proc/no/junit.xml",
        markdownPath: join(folder, "a/b/report.md"),
        jsonPath: join(folder, "result.json"),
        propertiesPath: join(folder, "r.properties"),
        dotenvPath: folder,
      };
      const result = await host.publish(RESULTS.success, { reports, workingDirectory: folder });
      expect(result.exitCode).toBe(2);
      expect(result.outcome).toBe("success");
      expect(result.problems.map((one) => one.code)).toEqual(["REPORT_NOT_WRITTEN", "REPORT_NOT_WRITTEN"]);
      expect(readFileSync(reports.markdownPath, "utf8")).toContain("3 migrations applied");
      expect(JSON.parse(readFileSync(reports.jsonPath, "utf8"))).toMatchObject({
        exitCode: 2,
        problems: [{ code: "REPORT_NOT_WRITTEN" }],
      });
      expect(readFileSync(reports.propertiesPath, "utf8")).toContain("junitPath=\n");
      expect(out.text()).toContain("error: REPORT_NOT_WRITTEN JUnit report /proc/no/junit.xml could not be written");
    });
  });

  test("a run that failed keeps its own exit code", async () => {
    const host = await createPlatform(platformOptions({ platform: "jenkins" }));
    const reports = { ...NO_REPORTS, jsonPath: "/proc/no/r.json" };
    expect((await host.publish(RESULTS.failed, { reports, workingDirectory: "/" })).exitCode).toBe(5);
  });

  test("hold no secret", async () => {
    await inFolder(async (folder) => {
      const host = await createPlatform(platformOptions({ platform: "jenkins" }));
      host.maskSecret("p&ss<w>'d\"");
      const reports = { ...NO_REPORTS, junitPath: join(folder, "j.xml"), jsonPath: join(folder, "r.json") };
      const result = run({
        outcome: "failed",
        exitCode: 7,
        problems: [{ code: "DB_CONNECTION", message: "with p&ss<w>'d\"" }],
      });
      await host.publish(result, { reports, workingDirectory: folder });
      for (const path of [reports.junitPath, reports.jsonPath]) {
        const text = readFileSync(path, "utf8");
        expect(text).toContain("with ***");
        expect(text).not.toMatch(/p&|ss&lt;w|p&amp;/);
      }
      expect(existsSync(join(folder, "m.md"))).toBe(false);
    });
  });
});
