import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/config/command-line.ts";
import { readCommand } from "../../src/config/command.ts";
import { loadConfig, type LoadResult } from "../../src/config/load-config.ts";
import { findOption, isOutside } from "../../src/config/options.ts";
import { OUTPUT_HELP } from "../../src/config/outputs.ts";
import { ERROR_CODES, EXIT } from "../../src/core/problem.ts";
import { OUTPUT_NAMES } from "../../src/report/outputs.ts";
import { VERSION } from "../../src/version.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Paths from the root, with `/`. */
const DOCUMENTS: readonly string[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
].toSorted();

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

type Fence = { readonly place: string; readonly language: string; readonly text: string };

const FENCE = /^( *)(```+)(\w*)[^\n]*\n(.*?)^\1\2 *$/gms;

function fencesOf(path: string): readonly Fence[] {
  const text = read(path);
  return [...text.matchAll(FENCE)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return { place: `${path}:${String(line)}`, language: match[3] ?? "", text: match[4] ?? "" };
  });
}

const FENCES = DOCUMENTS.flatMap(fencesOf);
const YAML = FENCES.filter(({ language }) => language === "yaml" || language === "yml");

const withoutCode = (text: string): string => text.replace(FENCE, "").replace(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, "code");

/** A heading as GitHub makes an anchor of it. */
function anchorsOf(path: string): readonly string[] {
  const headings = read(path)
    .replace(FENCE, "")
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function linkProblem(path: string, target: string): string | null {
  const [file = "", anchor] = target.split("#");
  const wanted = file === "" ? path : posix.join(posix.dirname(path), file);
  if (wanted.startsWith("..") || !existsSync(join(ROOT, wanted))) return `${target}: there is no ${wanted}`;
  return anchor === undefined || anchorsOf(wanted).includes(anchor) ? null : `${target}: no heading makes #${anchor}`;
}

/** The last part of a path may have stars. */
function exists(path: string): boolean {
  const folder = join(ROOT, dirname(path));
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  const pattern = basename(path)
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return existsSync(folder) && readdirSync(folder).some((name) => new RegExp(`^${pattern}$`).test(name));
}

describe.each(DOCUMENTS)("%s", (path) => {
  test("links to files and headings that exist", () => {
    const targets = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const own = targets.filter((target) => !/^(?:https?:|mailto:)/.test(target));
    expect(own.map((target) => linkProblem(path, target)).filter((problem) => problem !== null)).toEqual([]);
  });

  test("names files of the repository that exist", () => {
    const text = read(path).replace(FENCE, "");
    const named = [
      ...text.matchAll(/`((?:src(?!\/main\/resources)|test|scripts|docs|bench|cases|\.ci)\/[^`\s:]*)`/g),
    ].map(([, name = ""]) => name);
    const paths = named.map((name) => name.replace(/^cases\//, "test/conformance/cases/"));
    expect(paths.filter((name) => !exists(name))).toEqual([]);
  });

  test("names nothing that is not part of the project", () => {
    expect(read(path)).not.toMatch(/\.\.\/shared|\/work\/|\/tmp\/|corpus\//);
  });
});

type Workflow = {
  readonly jobs?: Readonly<
    Record<string, { readonly steps?: readonly { readonly uses?: string; readonly with?: Record<string, unknown> }[] }>
  >;
};

/** An example of flyback.yml by its keys; the others are workflows and the like. */
function isFlybackFile(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    ["databases", "url", "locations"].some((key) => Object.hasOwn(value, key))
  );
}

function loadText(text: string, environment: string | null): Promise<LoadResult> {
  const variables = [...text.matchAll(/password-env: *(\w+)/g)].map(([, name = ""]) => [name, "secret"]);
  return loadConfig({
    argv: ["migrate", ...(environment === null ? [] : ["--environment", environment])],
    env: Object.fromEntries(variables) as Readonly<Record<string, string>>,
    cwd: "/work-folder",
    files: {
      read: (path) =>
        path === "/work-folder/flyback.yml" ? text : /\.password$|\/password$/.test(path) ? "secret" : null,
      isFolder: () => true,
    },
  });
}

describe("examples", () => {
  test.each(YAML.map((fence) => [fence.place, fence] as const))("%s is YAML", (_, { text }) => {
    expect(load(text)).toBeTypeOf("object");
  });

  const files = YAML.filter(({ text }) => isFlybackFile(load(text)));

  test("of flyback.yml are there", () => {
    expect(files.map(({ place }) => place.replace(/:.*/, ""))).toEqual(
      expect.arrayContaining(["README.md", "docs/options.md"]),
    );
  });

  test.each(files.map((fence) => [fence.place, fence] as const))("%s is a flyback.yml", async (_, { text }) => {
    const { environments = {} } = load(text) as { readonly environments?: Readonly<Record<string, unknown>> };
    for (const environment of [null, ...Object.keys(environments)]) {
      const loaded = await loadText(text, environment);
      expect(loaded.ok ? [] : loaded.problems).toEqual([]);
      expect(loaded.notices).toEqual([]);
    }
  });

  test("give the action only inputs that it has", () => {
    const steps = YAML.map(({ text }) => load(text) as Workflow)
      .flatMap(({ jobs }) => Object.values(jobs ?? {}))
      .flatMap((job) => job.steps ?? [])
      .filter(({ uses }) => uses?.includes("/flyback@"));
    expect(steps.length).toBeGreaterThan(0);
    const inputs = steps.flatMap((step) => Object.keys(step.with ?? {}));
    expect(inputs.filter((name) => !isInput(name))).toEqual([]);
  });

  test("read only outputs that there are", () => {
    const names = DOCUMENTS.flatMap((path) => [...read(path).matchAll(/steps\.flyback\.outputs\.([\w-]+)/g)]);
    expect(names.length).toBeGreaterThan(0);
    const known: readonly string[] = OUTPUT_NAMES;
    expect(names.map(([, name = ""]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

function isInput(name: string): boolean {
  const option = findOption(name);
  return option?.name === name && isOutside(option);
}

/** What is wrong with a command line of a document, or null. */
function commandProblem(line: string): string | null {
  const argv = line.trim().replaceAll("\\|", "|").split(/\s+/);
  const { flags } = parseCommandLine(argv);
  const request = readCommand(argv, {});
  const strange = flags.filter(({ shown, name }) => !shown.startsWith("--") || findOption(name) === undefined);
  if (request.kind === "unknown") return `${line}: ${request.problem.message}`;
  return strange.length === 0 ? null : `${line}: ${strange.map(({ shown }) => shown).join(", ")}`;
}

describe("command lines", () => {
  test("have commands and flags that there are", () => {
    const text = [...DOCUMENTS, "Jenkinsfile.example"].map(read).join("\n");
    const lines = [...text.matchAll(/(?:node dist\/index\.js|`flyback) +([a-z][^`'"\n#();]*)/g)].map(
      ([, line = ""]) => line,
    );
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.map(commandProblem).filter((problem) => problem !== null)).toEqual([]);
  });
});

/** The rows of the first table below a heading, as cells. */
function tableBelow(path: string, heading: string): readonly (readonly string[])[] {
  const section = read(path).split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the README", () => {
  test("has every output, and no other", () => {
    const names = tableBelow("README.md", "Outputs").flatMap(([cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );
    expect(names.toSorted()).toEqual(Object.keys(OUTPUT_HELP).toSorted());
  });

  test.each(["README.md", "docs/errors.md"])("%s has every exit code, and no other", (path) => {
    const heading = path === "README.md" ? "Exit codes" : null;
    const rows = heading === null ? exitRows(path) : tableBelow(path, heading).map(([code = ""]) => code);
    expect(rows.map(Number)).toEqual(Object.values(EXIT));
  });
});

function exitRows(path: string): readonly string[] {
  return [...read(path).matchAll(/^\| (\d) +\|/gm)].map(([, code = ""]) => code);
}

describe("docs/errors.md", () => {
  test("has a section for every error code, and no other", () => {
    const sections = [...read("docs/errors.md").matchAll(/^## (.+)$/gm)].map(([, code = ""]) => code);
    expect(sections).toEqual(Object.keys(ERROR_CODES).toSorted());
  });
});

test("src/version.ts has the version of package.json", () => {
  expect(VERSION).toBe((JSON.parse(read("package.json")) as { version: string }).version);
});
