import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";
import { ROOT, bareEnvironment, runProgram, startProgram } from "./run-bundle.ts";
import type { Ended, Running } from "./run-bundle.ts";

/** What a Jenkins would have stored under a credential's id. */
type Credential = { readonly text: string } | { readonly user: string; readonly password: string };

export type JenkinsOptions = {
  readonly jenkinsfile: string;
  readonly workspace: string;
  /** Added to what Jenkins itself sets. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string | boolean>>;
  readonly credentials?: Readonly<Record<string, Credential>>;
  /** What a person says to `input`. */
  readonly answer?: "approve" | "reject";
};

type JenkinsBuild = {
  readonly result: "SUCCESS" | "UNSTABLE" | "FAILURE" | "ABORTED";
  readonly description: string | null;
  /** Test cases of all `junit` steps. */
  readonly tests: { readonly total: number; readonly failed: number; readonly skipped: number };
  /** What `input` asked. */
  readonly questions: readonly string[];
  /** Relative paths. */
  readonly junit: readonly string[];
  readonly archived: readonly string[];
  readonly log: string;
};

export type StartedBuild = { readonly running: Running; readonly build: Promise<JenkinsBuild> };

/** The harness of test/support/jenkins, compiled. */
export type PreparedJenkins = {
  readonly start: (options: JenkinsOptions) => Promise<StartedBuild>;
  readonly dispose: () => Promise<void>;
};

/** Compiles the harness. The caller removes it by `dispose`. */
export async function prepareJenkins(groovy: readonly string[]): Promise<PreparedJenkins> {
  const classes = await mkdtemp(join(tmpdir(), "flyback-groovy-"));
  const sources = join(ROOT, "test/support/jenkins");
  const files = (await readdir(sources)).filter((name) => name.endsWith(".groovy")).map((name) => join(sources, name));
  const compiler = "org.codehaus.groovy.tools.FileSystemCompiler";
  const compiled = await runProgram([...groovy, compiler, "--encoding", "UTF-8", "-d", classes, ...files], {
    cwd: classes,
  });
  if (compiled.code !== 0) throw new Error(`the Jenkins harness does not compile:\n${compiled.stderr}`);
  // The class path is the last argument: java -cp JAR.
  const command = [...groovy.slice(0, -1), `${groovy.at(-1) ?? ""}${delimiter}${classes}`];
  return {
    start: (options) => startBuild(command, options),
    dispose: () => rm(classes, { recursive: true, force: true }),
  };
}

async function startBuild(groovy: readonly string[], options: JenkinsOptions): Promise<StartedBuild> {
  const { jenkinsfile, workspace, parameters = {}, credentials = {}, answer = null } = options;
  // Outside the workspace: neither the request nor the summary is a file of the build.
  const folder = await mkdtemp(join(tmpdir(), "flyback-jenkins-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [request, summary] = [join(folder, "request.json"), join(folder, "summary.json")];
  const environment = { ...bareEnvironment(), ...jenkinsVariables(workspace), ...options.environment };
  await writeFile(
    request,
    JSON.stringify({ jenkinsfile, workspace, environment, parameters, credentials, answer, summary }),
  );
  const encoding = ["-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8"];
  const [java = "", ...rest] = groovy;
  const running = await startProgram([java, ...encoding, ...rest, "RunJenkinsfile", request], {
    cwd: workspace,
    env: { LC_ALL: "C.UTF-8" },
    limitMs: 120_000,
  });
  return { running, build: running.ended.then((ended) => readBuild(ended, summary)) };
}

async function readBuild(ended: Ended, summary: string): Promise<JenkinsBuild> {
  const log = `${ended.stdout}${ended.stderr}`;
  const text = await readFile(summary, "utf8").catch(() => null);
  if (text === null) throw new Error(`the harness failed:\n${log}`);
  return { ...(JSON.parse(text) as Omit<JenkinsBuild, "log">), log };
}

function jenkinsVariables(workspace: string): Readonly<Record<string, string>> {
  return {
    JENKINS_URL: "https://jenkins.example.org/",
    BUILD_URL: "https://jenkins.example.org/job/telehealth/7/",
    JOB_NAME: "telehealth",
    BUILD_NUMBER: "7",
    BUILD_ID: "7",
    BUILD_TAG: "jenkins-telehealth-7",
    WORKSPACE: workspace,
    NODE_NAME: "built-in",
    EXECUTOR_NUMBER: "0",
    CI: "true",
  };
}
