import type { DatabaseResult, RunResult } from "../core/result.ts";
import { distinctProblems } from "./facts.ts";
import type { JunitCase } from "./junit-cases.ts";
import { databaseCases, problemCase } from "./junit-cases.ts";
import { xmlAttribute, xmlText } from "./xml-text.ts";

type Suite = {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly JunitCase[];
  readonly properties: readonly (readonly [string, string | null])[];
};

/** What the XML library writes: keys with `@` are attributes, `#text` is the element's text. */
type Node = { readonly [key: string]: string | Node | readonly Node[] };

/** Seconds with a dot, as every consumer reads them. */
function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** Consumers split the class at its last dot into package and class, so a name may not have dots of its own. */
function className(name: string, command: string): string {
  return `${name.replace(/[^\p{L}\p{N}_-]/gu, "_")}.${command}`;
}

function databaseSuite(result: RunResult, database: DatabaseResult): Suite {
  const context = {
    classname: className(database.name, result.command),
    configFile: result.configFile ?? "flyback.yml",
  };
  const { server } = database;
  return {
    name: database.name,
    durationMs: database.durationMs,
    cases: databaseCases(result, database, context),
    properties: [
      ["schema-version", database.version],
      ["previous-schema-version", database.previousVersion],
      ["outcome", database.outcome],
      ["schema", database.schema],
      ["address", database.address],
      ["server", server === null ? null : `${server.product} ${server.version}`],
      ["topology", server?.topology ?? null],
      ["encryption", server === null ? null : (server.tls ?? "none")],
      ["environment", result.environment],
      ["plan-hash", result.planHash],
      ["run-id", result.runId],
      ["way-back", database.wayBack?.state ?? null],
    ],
  };
}

/** Problems of the run itself, and a case where there is no database at all: a file without cases fails Jenkins' step. */
function runSuite(result: RunResult): readonly Suite[] {
  const problems = distinctProblems(result.problems);
  if (problems.length === 0 && result.databases.length > 0) return [];
  const context = { classname: className("flyback", result.command), configFile: result.configFile ?? "flyback.yml" };
  const start: JunitCase = {
    ...context,
    name: "configuration",
    file: context.configFile,
    line: 1,
    timeMs: result.durationMs,
    verdict: { kind: "passed" },
  };
  const cases = problems.length === 0 ? [start] : problems.map((problem) => problemCase(problem, context));
  return [{ name: "flyback", durationMs: result.durationMs, cases, properties: [["environment", result.environment]] }];
}

/**
 * GitLab counts the first of several cases with one name only, and its merge request page shows names without classes: so
 * names are unique in the file, in a run over several databases by naming the database.
 */
function withUniqueNames(suites: readonly Suite[], several: boolean): readonly Suite[] {
  const seen = new Map<string, number>();
  return suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((one) => {
      const name = several ? `${one.name} (${suite.name})` : one.name;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return { ...one, name: times === 1 ? name : `${name} #${times}` };
    }),
  }));
}

function count(cases: readonly JunitCase[], kind: JunitCase["verdict"]["kind"]): string {
  return String(cases.filter((one) => one.verdict.kind === kind).length);
}

function counts(cases: readonly JunitCase[]): Node {
  return {
    "@tests": String(cases.length),
    "@failures": count(cases, "failure"),
    "@errors": count(cases, "error"),
    "@skipped": count(cases, "skipped"),
  };
}

function verdictNode({ verdict }: JunitCase): Node {
  if (verdict.kind === "passed") return {};
  if (verdict.kind === "skipped") return { skipped: { "@message": xmlAttribute(verdict.message) } };
  const { kind, type, message, text } = verdict;
  return { [kind]: { "@type": xmlAttribute(type), "@message": xmlAttribute(message), "#text": xmlText(text) } };
}

function caseNode(one: JunitCase): Node {
  return {
    "@classname": xmlAttribute(one.classname),
    "@name": xmlAttribute(one.name),
    "@file": xmlAttribute(one.file),
    "@line": String(one.line),
    "@time": seconds(one.timeMs),
    ...verdictNode(one),
  };
}

function suiteNode(result: RunResult, suite: Suite): Node {
  const properties = suite.properties.flatMap(([name, value]) =>
    value === null ? [] : [{ "@name": name, "@value": xmlAttribute(value) }],
  );
  return {
    "@name": xmlAttribute(suite.name),
    ...counts(suite.cases),
    "@time": seconds(suite.durationMs),
    "@timestamp": xmlAttribute(result.startedAt.replace(/\.\d+/, "")),
    "@hostname": xmlAttribute(result.hostname),
    ...(properties.length === 0 ? {} : { properties: { property: properties } }),
    testcase: suite.cases.map(caseNode),
  };
}

/**
 * JUnit XML in the one shape that Jenkins, GitLab and the GitHub actions for test reports all read: a suite per database, a
 * case per phase, migration and finding.
 */
export async function renderJunit(result: RunResult): Promise<string> {
  // Loaded late: most runs write no JUnit file.
  const { default: XmlBuilder } = await import(/* webpackMode: "eager" */ "fast-xml-builder");
  const own = result.databases.map((database) => databaseSuite(result, database));
  const suites = withUniqueNames([...runSuite(result), ...own], own.length > 1);
  const builder = new XmlBuilder({
    attributeNamePrefix: "@",
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
  });
  const total = counts(suites.flatMap((suite) => suite.cases));
  return builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: {
      "@name": "flyback",
      ...total,
      "@time": seconds(result.durationMs),
      testsuite: suites.map((suite) => suiteNode(result, suite)),
    },
  });
}
