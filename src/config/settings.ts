import type { Findings } from "./findings.ts";
import { canonical, isEmpty, type MapEntry, type Node } from "./node.ts";
import { type NamesOf, type Option, type OptionName, optionOf, type WordOf } from "./options.ts";
import { isFlyway, type Layer, sourceName } from "./origin.ts";
import type { ValueSet } from "./value-set.ts";
import { parseBoolean, parseInteger, parseList, parseMap, parseText, parseWord } from "./values.ts";

/** A variable or an input is empty as well where a secret or parameter was not set; a flag or a line of a file was written. */
function isOnPurpose(layer: Layer): boolean {
  return !layer.endsWith("variable") && layer !== "input";
}

/**
 * The sources of a run, or of one of its databases, seen as one: each option from the strongest source that gives it, else
 * its default. A wrong value is a problem, and its default stands in so that the rest can be checked, too.
 */
export class Settings {
  readonly sets: readonly ValueSet[];
  readonly findings: Findings;

  /** `sets` strongest first. */
  constructor(sets: readonly ValueSet[], findings: Findings) {
    this.sets = sets;
    this.findings = findings;
  }

  text(name: NamesOf<"string" | "path">): string | null {
    const { option, node } = this.#pick(name);
    const given = node === undefined ? null : parseText(option, node, this.findings);
    return given ?? (option.type === "string" || option.type === "path" ? option.default : null);
  }

  boolean(name: NamesOf<"boolean">): boolean {
    const { option, node } = this.#pick(name);
    if (option.type !== "boolean") return false;
    return (node === undefined ? null : parseBoolean(option, node, this.findings)) ?? option.default;
  }

  integer(name: NamesOf<"integer">): number {
    const { option, node } = this.#pick(name);
    if (option.type !== "integer") return 0;
    return (node === undefined ? null : parseInteger(option, node, this.findings)) ?? option.default;
  }

  word<N extends NamesOf<"enum">>(name: N): WordOf<N> {
    const { option, node } = this.#pick(name);
    const word = option.type !== "enum" || node === undefined ? null : parseWord(option, node, this.findings);
    // The table's own words and default are the only values that parseWord lets through.
    return (word ?? option.default) as WordOf<N>;
  }

  list(name: NamesOf<"list">): readonly string[] {
    const { option, node } = this.#pick(name);
    if (option.type !== "list") return [];
    return (node === undefined ? null : parseList(node, this.findings)) ?? option.default;
  }

  /** A map's entries by name: those of stronger sources replace those of weaker ones, name by name. */
  map(name: NamesOf<"map">): ReadonlyMap<string, MapEntry> {
    const option = optionOf(name);
    const entries = new Map<string, MapEntry>();
    if (option.type !== "map") return entries;
    for (const { values } of this.sets) {
      const node = values.get(name);
      if (node === undefined || isEmpty(node)) continue;
      // Within one source the last of a name counts.
      const own = new Map(parseMap(option, node, this.findings).map((entry) => [entry.key, entry] as const));
      for (const [key, entry] of own) {
        const stronger = entries.get(key);
        if (stronger === undefined) entries.set(key, entry);
        else this.#compare(`${name}.${key}`, stronger.value, entry.value);
      }
    }
    return entries;
  }

  /** The value as it was written, of the strongest source that gives one. */
  node(name: OptionName): Node | undefined {
    return this.#pick(name).node;
  }

  /** True if any source sets the option. */
  isGiven(name: OptionName): boolean {
    return this.node(name) !== undefined;
  }

  #pick(name: OptionName): { readonly option: Option; readonly node: Node | undefined } {
    const option = optionOf(name);
    const nodes = this.sets
      .flatMap(({ values }) => values.get(name) ?? [])
      .filter((node) => !isEmpty(node) || (option.emptyCounts === true && isOnPurpose(node.origin.layer)));
    const [node] = nodes;
    const weaker = node === undefined ? undefined : nodes.find(({ origin }) => isFlyway(origin.layer));
    if (node !== undefined && weaker !== undefined) this.#compare(name, node, weaker);
    return { option, node };
  }

  /** flyback's and Flyway's sources are never mixed for one setting without a word; a flag is said on purpose. */
  #compare(name: string, stronger: Node, weaker: Node): void {
    const { layer } = stronger.origin;
    if (layer === "flag" || isFlyway(layer) || !isFlyway(weaker.origin.layer)) return;
    if (canonical(stronger) === canonical(weaker)) return;
    const [first, second] = [sourceName(stronger.origin), sourceName(weaker.origin)];
    this.findings.notice(`${name} is set in ${first} and, differently, in ${second}; ${first} counts.`);
  }
}
