import type { Findings } from "./findings.ts";
import { isInEntry, readOptions } from "./flyback-file.ts";
import { isEmpty, type Node, scalar, type ScalarNode } from "./node.ts";
import { optionOf } from "./options.ts";
import type { Origin } from "./origin.ts";
import { Settings } from "./settings.ts";
import type { Sources } from "./sources.ts";
import { parseUrl } from "./url.ts";
import { byPrecedence, type ValueSet, ValueSetBuilder } from "./value-set.ts";
import { databaseVariables, unusedDatabaseVariables } from "./variables.ts";

/** What is said of one database of the run: its own entry and variables before what is said of all. */
export type DatabaseSource = {
  /** Null where `databases` is not used: then its connection names it. */
  readonly name: string | null;
  readonly settings: Settings;
  /** Those of the settings' sets that are about this database alone; null where `databases` is not used. */
  readonly own: readonly ValueSet[] | null;
  /** Where it is listed. */
  readonly origin: Origin | undefined;
};

/** The databases of the run in their order: those of `databases`, else the one of the connection options. */
export function databaseSources(sources: Sources, settings: Settings): readonly DatabaseSource[] {
  const { findings } = settings;
  const node = settings.node("databases");
  if (node === undefined) {
    unusedDatabaseVariables(sources.databaseVariables, [], findings);
    return [{ name: null, settings, own: null, origin: undefined }];
  }
  const entries = entriesOf(node, findings);
  const names = entries.map(({ name }) => name);
  unusedDatabaseVariables(sources.databaseVariables, names, findings);
  for (const [index, { name, origin }] of entries.entries()) {
    if (names.indexOf(name) !== index) findings.problem("CONFIGURATION", `The name "${name}" is there twice.`, origin);
  }
  return entries.map(({ name, set, origin }) => {
    const own = [databaseVariables(sources.databaseVariables, name), set];
    return { name, settings: new Settings(byPrecedence([...own, ...sources.sets]), findings), own, origin };
  });
}

type Entry = { readonly name: string; readonly set: ValueSet; readonly origin: Origin };

function entriesOf(node: Node, findings: Findings): Entry[] {
  const items = node.kind === "list" ? node.items : node.kind === "scalar" ? linesOf(node) : [];
  if (items.length === 0) findings.problem("CONFIGURATION", "Expected a list of databases.", node.origin);
  return items.flatMap((item, index) => {
    const entry =
      item.kind === "list" ? null : item.kind === "map" ? mapEntry(item, findings) : lineEntry(item, findings);
    if (entry === null) findings.problem("CONFIGURATION", `Entry ${String(index + 1)} needs a name.`, item.origin);
    return entry ?? [];
  });
}

/** One name or url a line; names may be parted by commas, too, which urls may hold. */
function linesOf(node: ScalarNode): ScalarNode[] {
  const lines = node.text.split("\n").flatMap((line) => (line.includes(":") ? [line] : line.split(",")));
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => scalar(line, node.origin));
}

function mapEntry(item: Extract<Node, { kind: "map" }>, findings: Findings): Entry | null {
  const set = readOptions(item, { layer: item.origin.layer, allowed: isInEntry, others: [] }, findings);
  const given = ["name", "database", "url"] as const;
  for (const option of given) {
    const node = set.values.get(option);
    if (node?.kind !== "scalar" || isEmpty(node)) continue;
    const name = option === "url" ? databaseOfUrl(node.text) : node.text.trim();
    if (name !== null) return { name, set, origin: item.origin };
  }
  return null;
}

/** A name alone is that of the database, too; a url has it in it. */
function lineEntry(item: ScalarNode, findings: Findings): Entry | null {
  const text = item.text.trim();
  const isUrl = text.includes(":");
  const name = isUrl ? databaseOfUrl(text) : text;
  if (isUrl && !parseUrl(text).ok) {
    findings.problem("CONFIGURATION", "An entry is neither a name nor a url of a database.", item.origin);
  }
  if (name === null || name === "") return null;
  const builder = new ValueSetBuilder(item.origin.layer);
  builder.set(optionOf(isUrl ? "url" : "database"), scalar(text, item.origin));
  return { name, set: builder.build(), origin: item.origin };
}

function databaseOfUrl(text: string): string | null {
  const parsed = parseUrl(text);
  return parsed.ok ? parsed.url.database : null;
}
