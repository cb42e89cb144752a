import type { Findings } from "./findings.ts";
import { type MapEntry, type Node, scalar, type ScalarNode } from "./node.ts";
import type { Option } from "./options.ts";
import { suggest } from "./suggest.ts";

/** The longest part of a wrong value that is repeated in a message. */
const SHOWN = 60;

type OptionOf<T extends Option["type"]> = Extract<Option, { readonly type: T }>;

/** The text of a value; null with a problem where it is a list or a map. */
export function parseText(option: Option, node: Node, findings: Findings): string | null {
  return textOf(option, node, findings)?.text ?? null;
}

export function parseBoolean(option: OptionOf<"boolean">, node: Node, findings: Findings): boolean | null {
  const text = textOf(option, node, findings)?.text.trim();
  if (text === undefined) return null;
  if (text === "true" || text === "false") return text === "true";
  findings.problem("CONFIGURATION", `${shown(option, text)} is neither true nor false.`, node.origin);
  return null;
}

export function parseInteger(option: OptionOf<"integer">, node: Node, findings: Findings): number | null {
  const text = textOf(option, node, findings)?.text.trim();
  if (text === undefined) return null;
  const number = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : null;
  if (number !== null && number >= option.min && number <= option.max) return number;
  const range = `from ${String(option.min)} to ${String(option.max)}`;
  findings.problem("CONFIGURATION", `${shown(option, text)} is no whole number ${range}.`, node.origin);
  return null;
}

export function parseWord(option: OptionOf<"enum">, node: Node, findings: Findings): string | null {
  const text = textOf(option, node, findings)?.text.trim();
  if (text === undefined) return null;
  if (option.words.includes(text)) return text;
  const meant = suggest(text, option.words);
  const hint = meant === null ? "" : ` Did you mean \`${meant}\`?`;
  const words = option.words.join(", ");
  findings.problem("CONFIGURATION", `${shown(option, text)} is none of ${words}.${hint}`, node.origin);
  return null;
}

/** A list of YAML or TOML, or text parted by commas and line ends. */
export function parseList(node: Node, findings: Findings): string[] | null {
  if (node.kind === "scalar") return splitList(node.text);
  if (node.kind === "map") {
    findings.problem("CONFIGURATION", "Expected a list.", node.origin);
    return null;
  }
  const items = node.items.flatMap((item) => {
    if (item.kind === "scalar") return isListed(node) ? splitList(item.text) : [item.text.trim()];
    findings.problem("CONFIGURATION", "Expected a list of words.", item.origin);
    return [];
  });
  return items.filter((text) => text !== "");
}

/** Flags given several times are each a list of their own; an item of a list in a file is one item, commas and all. */
function isListed(node: Node): boolean {
  return node.origin.layer === "flag";
}

function splitList(text: string): string[] {
  const items = text.split(/[,\n]/).map((item) => item.trim());
  return items.filter((item) => item !== "");
}

/** The entries of a map: of YAML or TOML, from key=value lines, or of several such parts. */
export function parseMap(option: OptionOf<"map">, node: Node, findings: Findings): MapEntry[] {
  switch (node.kind) {
    case "list":
      return node.items.flatMap((item) => parseMap(option, item, findings));
    case "scalar":
      return mapLines(option, node, findings);
    case "map":
      return node.entries.flatMap((entry) => {
        if (entry.value.kind === "scalar") return [{ ...entry, key: entry.key.toLowerCase() }];
        findings.problem("CONFIGURATION", "Expected a text.", entry.origin);
        return [];
      });
  }
}

function mapLines(option: Option, node: ScalarNode, findings: Findings): MapEntry[] {
  const entries: MapEntry[] = [];
  for (const line of node.text.split("\n").filter((text) => text.trim() !== "")) {
    const equals = line.indexOf("=");
    if (equals < 1) {
      findings.problem("CONFIGURATION", `A line of ${option.name} is not of the form key=value.`, node.origin);
      continue;
    }
    const { origin } = node;
    const value = scalar(line.slice(equals + 1).trim(), origin);
    entries.push({ key: line.slice(0, equals).trim().toLowerCase(), origin, value });
  }
  return entries;
}

function textOf(option: Option, node: Node, findings: Findings): ScalarNode | null {
  if (node.kind === "scalar") return node;
  const expected = option.type === "string" || option.type === "path" ? "a text" : "one value";
  findings.problem("CONFIGURATION", `Expected ${expected}, not a ${node.kind}.`, node.origin);
  return null;
}

/** The wrong value beside what is expected; of a secret only that it is wrong. */
function shown(option: Option, text: string): string {
  if (option.secret === true) return "The value";
  const [line = ""] = text.split("\n");
  return `"${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}"`;
}
