/** Writes the files that are made of the tables in src/; with --check it only says which of them are out of date. */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { outdatedFiles } from "./generate/files.ts";

const root = resolve(process.argv[1] ?? ".", "../..");

async function generate(check: boolean): Promise<void> {
  for (const { path, text } of await outdatedFiles(root)) {
    if (check) {
      console.error(`${path} is out of date: run \`npx tsx scripts/generate.ts\`.`);
      process.exitCode = 1;
    } else {
      await writeFile(join(root, path), text);
      console.log(`wrote ${path}`);
    }
  }
}

void generate(process.argv.includes("--check"));
