import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { splitScript } from "../../src/core/sql/splitter.ts";
import { normalize } from "./normalize.ts";
import { findPlainClient } from "./plain-client.ts";
import type { ClientStatement } from "./plain-client.ts";

const CORPUS = resolve(process.env["FLYBACK_CORPUS"] ?? "../shared/corpus");
const GOLDEN = fileURLToPath(new URL("../golden/sql-splitter/", import.meta.url));
const client = await findPlainClient(process.env);
const hasCorpus = existsSync(CORPUS);
if (typeof client === "string") console.log(`Not compared with the plain client: ${client}.`);
if (!hasCorpus) console.log(`Without corpora: ${CORPUS} (FLYBACK_CORPUS) is not there.`);

/** Golden scripts that the plain client cuts otherwise, with the reason. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ["programs-without-delimiter", "the client knows no programs: it cuts at every semicolon"],
  ["oracle-mode", "the same"],
  ["delimiters", "the client cuts words at a delimiter of letters, and sends `a; b //` as one"],
  ["version-comments", "the client finds delimiters in them, and in comments inside of them"],
  ["line-ends-of-old-macs", "to the client a CR ends no line: it drops the file as one comment"],
  ["problem-in-the-middle", "the client runs the other file"],
  ["unclosed-block", "the client cuts inside of the body, and the server refuses it"],
]);

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.(?:md|json|conf)$/.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}

function statementOf(statement: ClientStatement): string {
  if ("use" in statement) return `USE ${statement.use}`;
  // Its version is for no server; the client sends it in front of the first statement, less what it takes for a command.
  return statement.normalized.replace(/^\/\*!999999[^]*?\*\/ /, "");
}

function ourStatement(sql: string): string {
  return normalize(sql).replace(/^use `?([^`]*)`?$/i, "USE $1");
}

/** What is split otherwise than by the client, as a text for a message. */
async function differences(files: readonly string[]): Promise<string[]> {
  if (typeof client === "string") return [];
  const found: string[] = [];
  const queue = files.values();
  const compareSome = async (): Promise<void> => {
    for (const file of queue) {
      const ours = splitScript(await readFile(file, "utf8"), { product: "mariadb" }).statements.map(({ sql }) =>
        ourStatement(sql),
      );
      const theirs = (await client.statementsOf(file)).map(statementOf);
      const at = theirs.findIndex((statement, index) => statement !== ours[index]);
      if (at >= 0 || ours.length !== theirs.length)
        found.push(`${file}: client ${theirs[at]}; we ${ours[at]} (${theirs.length}, ${ours.length})`);
    }
  };
  await Promise.all([compareSome(), compareSome()]);
  return found;
}

/** What a splitter could stumble over. */
const NOTABLE = /delimiter|begin|\/\*|\\|#|--\S/i;

/** All files, or by default those with something notable and some of the others: the client takes its time. */
async function filesToCompare(): Promise<string[]> {
  const files = await filesBelow(CORPUS);
  if (process.env["FLYBACK_ORACLE"] === "all") return files;
  const chosen: string[] = [];
  for (const [index, file] of files.entries()) {
    if (index % 20 === 0 || NOTABLE.test(await readFile(file, "utf8"))) chosen.push(file);
  }
  return chosen;
}

describe.skipIf(!hasCorpus)("real migrations", () => {
  test("split without a problem", async () => {
    const files = await filesBelow(CORPUS);
    expect(files.length).toBeGreaterThan(600);
    const problems: string[] = [];
    for (const file of files) {
      for (const product of ["mysql", "mariadb"] as const) {
        const { problem } = splitScript(await readFile(file, "utf8"), { product });
        if (problem !== null) problems.push(`${file}:${problem.line} ${problem.message}`);
      }
    }
    expect(problems).toEqual([]);
  });

  test.skipIf(typeof client === "string")("are cut as the plain client cuts them", { timeout: 600_000 }, async () => {
    expect(await differences(await filesToCompare())).toEqual([]);
  });
});

describe.skipIf(typeof client === "string")("golden scripts are cut as the plain client cuts them", () => {
  test("but for those where the client is not the measure", async () => {
    const names = (await readdir(GOLDEN)).filter((name) => !EXCEPTIONS.has(name));
    expect(await differences(names.map((name) => join(GOLDEN, name, "input.sql")))).toEqual([]);
  });
});
