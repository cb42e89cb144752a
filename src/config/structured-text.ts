import type { Findings } from "./findings.ts";
import { isEmpty, type Node } from "./node.ts";
import { optionOf } from "./options.ts";
import type { ValueSet } from "./value-set.ts";
import { parseYaml } from "./yaml.ts";

/**
 * Reads texts that are JSON or YAML themselves, such as a list of databases in a variable or an input. Only what may hold
 * a list or a map is looked at, and only if it begins like one: most runs need no YAML reader.
 */
export async function expandTexts(sets: readonly ValueSet[], findings: Findings): Promise<ValueSet[]> {
  const expanded: ValueSet[] = [];
  for (const set of sets) {
    const values = new Map(set.values);
    for (const [name, node] of set.values) {
      const { type } = optionOf(name);
      if (type === "list" || type === "map" || type === "databases") values.set(name, await expandNode(node, findings));
    }
    expanded.push({ ...set, values });
  }
  return expanded;
}

async function expandNode(node: Node, findings: Findings): Promise<Node> {
  if (node.kind === "list") {
    const items: Node[] = [];
    for (const item of node.items) items.push(await expandNode(item, findings));
    return { ...node, items };
  }
  if (node.kind === "map" || isEmpty(node) || !/^\s*(?:\[|\{|-\s)/.test(node.text)) return node;
  const { layer, shown } = node.origin;
  return (await parseYaml({ text: node.text, layer, shown, file: null }, findings)) ?? { ...node, text: "" };
}
