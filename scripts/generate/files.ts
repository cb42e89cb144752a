import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { renderActionYml } from "./action-yml.ts";
import { renderErrorsMd } from "./errors-md.ts";
import { renderOptionsMd } from "./options-md.ts";

const FILES: readonly (readonly [path: string, render: () => string, parser: "yaml" | "markdown"])[] = [
  ["action.yml", renderActionYml, "yaml"],
  ["docs/options.md", renderOptionsMd, "markdown"],
  ["docs/errors.md", renderErrorsMd, "markdown"],
];

/** A generated file whose content below `root` is not what the tables make of it. */
export type Outdated = { readonly path: string; readonly text: string };

/** Compares every generated file, formatted as the rest of the repository is. */
export async function outdatedFiles(root: string): Promise<Outdated[]> {
  const outdated: Outdated[] = [];
  for (const [path, render, parser] of FILES) {
    const text = await format(render(), { parser, printWidth: 120 });
    if ((await readFile(join(root, path), "utf8").catch(() => null)) !== text) outdated.push({ path, text });
  }
  return outdated;
}
