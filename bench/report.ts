import { FLYWAY_VERSION } from "../test/conformance/flyway-install.ts";
import { median, type Sample, type Series } from "./measure.ts";
import type { Result } from "./results.ts";
import { holds, LETTERS, type Finding, type Scenario } from "./scenario.ts";

type Table = readonly (readonly string[])[];

/** docs/benchmarks.md, from what this machine has found. */
export function renderReport(results: readonly Result[], scenarios: readonly Scenario[]): string {
  const sections = scenarios.flatMap((scenario) => {
    const found = results.filter(({ letter }) => letter === scenario.letter);
    return found.length === 0 ? [] : [section(scenario, found)];
  });
  return `${[...head(results), table(findingTable(results)), ...sections].join("\n\n")}\n`;
}

function head(results: readonly Result[]): readonly string[] {
  const facts = (of: (result: Result) => string): string => [...new Set(results.map(of))].join("; ");
  return [
    "# Benchmarks",
    "<!-- Written by bench/run.ts: change that and run it again. -->",
    [
      `\`npx tsx bench/run.ts [${LETTERS.join(" ")}] [--servers mariadb-10.11,mysql-8.0]\` writes this page; \`--quick\` tries everything in small and writes`,
      "nothing. What counts is the ratio of contenders that ran in turns on the same machine in the same run; the times behind it belong to that",
      "machine and promise nothing for another. Ratios are of medians.",
    ].join("\n"),
    [
      `- Machine: ${facts(({ machine }) => `${machine.hardware}, ${machine.system}`)}`,
      `- Node ${facts(({ machine }) => machine.node)}; ${facts(({ machine }) => machine.java)}, with its default options`,
      `- flyback: \`dist/index.js\` of ${facts(({ bundle }) => bundle)}`,
      `- Flyway ${FLYWAY_VERSION}: flyway-core in a small main (\`test/conformance/java\`); its own command line takes longer`,
      `- Servers: ${facts(({ serverVersion }) => serverVersion)}, each alone, with their own defaults for durability (every commit is`,
      "  flushed to disk) and buffers. All tools connect over TCP by their defaults: to MySQL encrypted, to MariaDB not",
    ].join("\n"),
  ];
}

function findingTable(results: readonly Result[]): Table {
  const rows = results.flatMap((result) =>
    result.findings.map((finding) => [
      `(${result.letter})`,
      finding.what,
      result.server,
      target(finding),
      amount(finding.figure, finding.unit),
      verdict(finding),
    ]),
  );
  return [["", "What", "Server", "Target", "Found", "Holds"], ...rows];
}

function target({ target, unit }: Finding): string {
  if (target === null) return "";
  return "atMost" in target ? `at most ${limit(target.atMost, unit)}` : `at least ${limit(target.atLeast, unit)}`;
}

function limit(value: number, unit: Finding["unit"]): string {
  return `${value} ${unit}`;
}

function amount(value: number, unit: Finding["unit"]): string {
  if (unit !== "x") return `${value.toFixed(0)} ${unit}`;
  return `${value.toFixed(value < 10 ? 2 : 1)} x`;
}

function verdict(finding: Finding): string {
  const held = holds(finding);
  if (held === null) return "";
  return held ? "yes" : "**no**";
}

function section(scenario: Scenario, results: readonly Result[]): string {
  const measured = results.map((result) => {
    const { server, measuredOn, loadBefore, seconds, series, notes = [] } = result;
    const about = `${server}, measured on ${measuredOn} in ${seconds} s; load of the machine before: ${loadBefore.toFixed(1)}.`;
    return [about, table(seriesTable(series)), ...list(notes)].join("\n\n");
  });
  return [`## (${scenario.letter}) ${scenario.title}`, scenario.how.join("\n"), ...measured].join("\n\n");
}

/** As one block, or none. */
function list(notes: readonly string[]): readonly string[] {
  return notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")];
}

function seriesTable(series: readonly Series[]): Table {
  const rows = series.map(({ name, samples }) => [
    name,
    spread(samples, ({ wallMs }) => wallMs, duration),
    spread(samples, ({ cpuMs }) => cpuMs, duration),
    spread(
      samples,
      ({ peakMiB }) => peakMiB,
      (mib) => `${mib.toFixed(0)} MiB`,
    ),
    String(samples.length),
  ]);
  return [["Contender", "Wall time, median (min)", "CPU, median (min)", "Peak memory", "Runs"], ...rows];
}

function spread(
  samples: readonly Sample[],
  of: (sample: Sample) => number | null,
  show: (value: number) => string,
): string {
  const values = samples.flatMap((sample) => of(sample) ?? []);
  return values.length === 0 ? "" : `${show(median(values))} (${show(Math.min(...values))})`;
}

function duration(ms: number): string {
  if (ms < 10_000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A markdown table as prettier lays it out. */
function table(rows: Table): string {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [, ...body] = rows;
  return [line(header), rule, ...body.map(line)].join("\n");
}

/** One scenario's result for the terminal. */
export function renderResult({ letter, server, findings, series, notes = [] }: Result): string {
  const found = findings.map((finding) => [
    finding.what,
    target(finding),
    amount(finding.figure, finding.unit),
    verdict(finding),
  ]);
  return [
    `(${letter}) ${server}`,
    table(seriesTable(series)),
    table([["What", "Target", "Found", "Holds"], ...found]),
    ...list(notes),
  ].join("\n");
}
