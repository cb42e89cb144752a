import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withoutCommands } from "../../src/ci/github.ts";
import { OUTPUT_NAMES } from "../../src/report/outputs.ts";
import { database, DUPLICATE_COLUMN, RESULTS, run } from "../report/results.ts";
import { wayBack } from "../report/way-back-results.ts";
import { githubRunner, inFolder, order, runChild } from "./run-child.ts";

const SECRET = "p@ss w'or\"d";

describe("GitHub, in a process of its own", () => {
  test("outputs, summary, annotations, groups and exit code of a failed run", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const reports = {
        junitPath: join(folder, "out/junit.xml"),
        markdownPath: join(folder, "out/report.md"),
        jsonPath: join(folder, "r.json"),
      };
      const ended = await runChild(order(RESULTS.failed, folder, { reports }), runner.env);
      expect(ended).toMatchObject({ exitCode: 5, stderr: "" });
      const outputs = runner.outputs();
      expect(Object.keys(outputs)).toEqual([...OUTPUT_NAMES]);
      expect(outputs).toMatchObject({
        result: "failed",
        "exit-code": "5",
        "failed-line": "12",
        "junit-path": reports.junitPath,
      });
      expect(outputs["failed-statement"]).toContain("ALTER TABLE patient\n\tADD COLUMN");
      expect(runner.summary()).toBe(readFileSync(reports.markdownPath, "utf8"));
      expect(ended.stdout).toMatch(/^::group::Migrating\nvisits: V3__add_email\.sql \(2 of 7\) started\n/);
      expect(ended.stdout).toContain(
        "visits: V3__add_email.sql: statement 2 of 3 running for 1 min 12 s (stage 1 of 2)\n",
      );
      expect(ended.stdout).toContain("visits: V3__add_email.sql (2 of 7) FAILED after 1 min 13 s\n::endgroup::\n");
      expect(ended.stdout).toMatch(
        /^::error title=visits%3A FAILED_VERSIONED_MIGRATION,file=migrations\/visits\/V3__add_email\.sql,line=12,col=1::Duplicate column name 'email'%0Aserver error/m,
      );
      expect(ended.stdout.trimEnd().split("\n").at(-1)).toMatch(/^next: flyback repair/);
    });
  });

  test("a run is told to the post step before it changes anything, and again when it has ended", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const result = run({ runId: "r1", databases: [database("visits", { wayBack: wayBack("kept") })] });
      await runChild(order(result, folder, { runId: "r1" }), runner.env);
      const state = { runId: "r1", onFailure: "rollback", onJobFailure: "none" };
      const told = runner.states().map((text) => JSON.parse(text) as unknown);
      expect(told).toEqual([
        { ...state, isOpen: true },
        { ...state, isOpen: false },
      ]);
    });
  });

  test.each([
    ["was stopped half-way", run({ runId: "r1", databases: [database("visits", { wayBack: wayBack("pending") })] })],
    ["ended with an unexpected error", run({ runId: null, exitCode: 1 })],
  ])("a run that %s stays open for the post step", async (_, result) => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      await runChild(order(result, folder, { runId: "r1" }), runner.env);
      expect(runner.states().map((text) => (JSON.parse(text) as { isOpen: boolean }).isOpen)).toEqual([true]);
    });
  });

  test("without a file for it the state is left out", async () => {
    await inFolder(async (folder) => {
      const { GITHUB_STATE: _state, ...env } = githubRunner(folder).env;
      const { stdout } = await runChild(order(RESULTS.success, folder, { runId: "r1" }), env);
      expect(stdout).not.toMatch(/save-state|warning: /);
    });
  });

  test("paths of annotations start at the checkout, not at the working directory", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const what = order(RESULTS.failed, folder);
      const inside = { ...what, request: { ...what.request, workingDirectory: join(folder, "services/shop") } };
      const { stdout } = await runChild(inside, runner.env);
      expect(stdout).toContain("file=services/shop/migrations/visits/V3__add_email.sql,");
    });
  });

  test("a secret is masked in the runner in all its forms before the first line, and stands in no file", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const message = `cannot reach mysql://u:${encodeURIComponent(SECRET)}@h or ${SECRET}`;
      const result = run({ outcome: "failed", exitCode: 7, problems: [{ code: "DB_CONNECTION", message }] });
      const paths = {
        junitPath: "j.xml",
        markdownPath: "m.md",
        jsonPath: "r.json",
        propertiesPath: "p.properties",
        dotenvPath: "d.env",
      };
      const reports = Object.fromEntries(Object.entries(paths).map(([key, name]) => [key, join(folder, name)]));
      const { stdout } = await runChild(
        order(result, folder, { reports, secrets: [SECRET], lines: [message] }),
        runner.env,
      );
      const lines = stdout.split("\n");
      const masks = lines.filter((line) => line.startsWith("::add-mask::"));
      expect(masks).toContain(`::add-mask::${SECRET}`);
      expect(
        masks.some(
          (line) => line.includes(encodeURIComponent(SECRET).replace("%", "%25")) || line.includes("p%2540ss"),
        ),
      ).toBe(true);
      expect(lines.slice(0, masks.length)).toEqual(masks);
      const rest = lines.slice(masks.length).join("\n");
      const files = Object.values(paths).map((name) => readFileSync(join(folder, name), "utf8"));
      for (const text of [rest, runner.summary(), readFileSync(runner.env["GITHUB_OUTPUT"] ?? "", "utf8"), ...files]) {
        for (const form of [SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET).slice(1, -1)]) {
          expect(text).not.toContain(form);
        }
      }
    });
  });

  test("in a run step no secret is told to standard output, which may be a file", async () => {
    await inFolder(async (folder) => {
      const { env } = githubRunner(folder);
      const { INPUT_COMMAND: _input, ...runStep } = env;
      const { stdout } = await runChild(order(RESULTS.success, folder, { secrets: [SECRET] }), runStep);
      expect(stdout).not.toContain("add-mask");
      expect(stdout).not.toContain(SECRET);
    });
  });

  test("texts from files and servers give the runner no commands", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const evil = "x\n::set-output name=result::success\n  ::add-mask::a\r::error::b\n##[error]c";
      const problem = { ...DUPLICATE_COLUMN, message: evil, statement: { sql: evil, number: 1, of: 1 }, help: evil };
      const databases = [
        database("visits", { outcome: "failed", problems: [problem], notices: [{ level: "warning", message: evil }] }),
      ];
      const result = run({ outcome: "failed", exitCode: 5, databases });
      const { stdout } = await runChild(order(result, folder, { lines: [evil] }), runner.env);
      const commands = stdout.split(/[\r\n]/).filter((line) => /^\s*::|##\[/.test(line));
      expect(commands.map((line) => line.replace(/^(::\w+).*/, "$1"))).toEqual([
        "::group",
        "::endgroup",
        "::error",
        "::warning",
      ]);
    });
  });

  test("without GITHUB_OUTPUT and GITHUB_STEP_SUMMARY prints no ::set-output and does not fail", async () => {
    await inFolder(async (folder) => {
      const { stdout, exitCode } = await runChild(order(RESULTS.success, folder), { GITHUB_ACTIONS: "true" });
      expect(exitCode).toBe(0);
      expect(stdout).not.toContain("set-output");
      expect(stdout).toContain("OK  flyback migrate: 3 migrations applied");
    });
  });

  test("the summary stays below GitHub's limit together with what is in it already", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      writeFileSync(runner.env["GITHUB_STEP_SUMMARY"] ?? "", "x".repeat(1_048_000));
      await runChild(order(RESULTS.failed, folder), runner.env);
      expect(Buffer.byteLength(runner.summary())).toBeLessThanOrEqual(1_048_576);
      expect(runner.summary()).toContain("cut here");
    });
  });

  test("with json standard output is JSON alone; outputs and summary are written all the same", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const ended = await runChild(
        order(RESULTS.failed, folder, { reports: { json: true }, secrets: [SECRET] }),
        runner.env,
      );
      expect(JSON.parse(ended.stdout)).toMatchObject({ schemaVersion: 1, outcome: "failed" });
      expect(ended.stderr).toContain("FAILED  flyback migrate");
      expect(runner.outputs()["result"]).toBe("failed");
      expect(runner.summary()).toContain("FAILED");
    });
  });

  test("a summary that cannot be written is told and makes a good run fail; outputs say so", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const env = { ...runner.env, GITHUB_STEP_SUMMARY: join(folder, "absent") };
      const ended = await runChild(order(RESULTS.success, folder), env);
      expect(ended.exitCode).toBe(2);
      expect(ended.stdout).toContain("error: REPORT_NOT_WRITTEN job summary could not be written");
      expect(runner.outputs()).toMatchObject({
        result: "success",
        "exit-code": "2",
        "error-code": "REPORT_NOT_WRITTEN",
      });
    });
  });

  test("summary and annotations can be turned off", async () => {
    await inFolder(async (folder) => {
      const runner = githubRunner(folder);
      const reports = { summary: false, annotations: false };
      const { stdout } = await runChild(order(RESULTS.failed, folder, { reports }), runner.env);
      expect(runner.summary()).toBe("");
      expect(stdout).not.toContain("::error");
    });
  });
});

describe("text without commands", () => {
  test.each([
    ["::error::x", ": :error::x"],
    [" \t::error::x", " \t: :error::x"],
    ["a\r::b::", "a\r: :b::"],
    ["a ::b::", "a ::b::"],
    ["\u00a0::b::", "\u00a0: :b::"],
    ["##[group]x", "## [group]x"],
    ["a\n::b::\n::c::", "a\n: :b::\n: :c::"],
  ])("%j", (text, expected) => {
    expect(withoutCommands(text)).toBe(expected);
  });
});
