import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { classify, classifyBody, viewSources } from "../../../src/core/sql/classify.ts";
import { DEFAULT_LEXICAL_MODE } from "../../../src/core/sql/lexical-mode.ts";
import { splitScript } from "../../../src/core/sql/splitter.ts";
import type { Touch } from "../../../src/core/undo/touch.ts";
import { shown } from "./classifying.ts";

const CORPUS = resolve(process.env["FLYBACK_CORPUS"] ?? "../shared/corpus");
const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) console.log(`Without corpora: ${CORPUS} (FLYBACK_CORPUS) is not there.`);

/** What is known to come out of the corpora and would be worth a look otherwise. */
const EXPECTED: readonly string[] = ["function-call format_time"];

async function statementsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.(?:md|json|conf)$/.test(entry.name));
  const scripts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
  return scripts.flatMap((script) => splitScript(script, { product: "mariadb" }).statements.map(({ sql }) => sql));
}

function isNotable(touch: Touch): boolean {
  if (touch.kind === "alter-table") return touch.actions.some(({ kind }) => kind === "other");
  return ["unknown", "irreversible", "function-call", "execute-immediate"].includes(touch.kind);
}

describe.skipIf(!hasCorpus)("statements of real migrations", () => {
  test("are understood", async () => {
    const statements = await statementsOf(CORPUS);
    expect(statements.length).toBeGreaterThan(3000);
    const notable = statements.flatMap((sql) => {
      const touches = classify(sql, DEFAULT_LEXICAL_MODE).filter(isNotable);
      return touches.length > 0 && !EXPECTED.includes(shown(touches)) ? [`${shown(touches)}: ${sql}`] : [];
    });
    expect(notable).toEqual([]);
  });

  test("and so are the programs and views that they make", async () => {
    const notUnderstood: string[] = [];
    let found = 0;
    for (const sql of await statementsOf(CORPUS)) {
      for (const touch of classify(sql, DEFAULT_LEXICAL_MODE)) {
        if (touch.kind !== "create" || touch.object === "table") continue;
        found += 1;
        const inside =
          touch.object === "view" ? viewSources(sql, DEFAULT_LEXICAL_MODE) : classifyBody(sql, DEFAULT_LEXICAL_MODE);
        if (inside === null || JSON.stringify(inside).includes('"unknown"')) notUnderstood.push(sql);
      }
    }
    expect(notUnderstood).toEqual([]);
    expect(found).toBeGreaterThan(30);
  });
});
