import { RECIPE_NAMES, isRecipeName } from "./recipes.ts";
import type { RecipeName } from "./recipes.ts";

/** One entry of FLYBACK_TEST_SERVERS: a recipe to start, or a server that runs already. */
export type ServerEntry =
  | { readonly kind: "recipe"; readonly name: RecipeName }
  | { readonly kind: "running"; readonly name: string; readonly url: URL };

const DEFAULT = "mariadb-10.11,mysql-8.0";

/** Reads FLYBACK_TEST_SERVERS, for example "mariadb-10.11,mine=mysql://root:secret@localhost:3307" or "none". Throws on what it cannot read. */
export function parseServerList(text: string | undefined): readonly ServerEntry[] {
  const list = (text ?? "").trim() === "" ? DEFAULT : (text ?? "").trim();
  if (list === "none") return [];
  return list.split(",").map((entry) => parseEntry(entry.trim()));
}

function parseEntry(entry: string): ServerEntry {
  if (isRecipeName(entry)) return { kind: "recipe", name: entry };
  const [name = "", address = ""] = split(entry);
  if (name !== "" && URL.canParse(address) && /^(mysql|mariadb):$/.test(new URL(address).protocol)) {
    return { kind: "running", name, url: new URL(address) };
  }
  throw new Error(
    `FLYBACK_TEST_SERVERS: "${entry}" is neither one of ${RECIPE_NAMES.join(", ")} nor NAME=mysql://USER:PASSWORD@HOST:PORT nor "none"`,
  );
}

function split(entry: string): readonly string[] {
  const at = entry.indexOf("=");
  return at < 0 ? [] : [entry.slice(0, at), entry.slice(at + 1)];
}
