import { list, type MapEntry, type Node, scalar } from "./node.ts";
import type { Option, OptionName } from "./options.ts";
import { type Layer, type Origin, rankOf } from "./origin.ts";

/** What one source says, by option. */
export type ValueSet = {
  readonly layer: Layer;
  readonly values: ReadonlyMap<OptionName, Node>;
  /** Flyway's `jdbcProperties` by name; they mean what they mean in a url. */
  readonly driverProperties?: ReadonlyMap<string, Node>;
};

/** Strongest first. Among sets of one layer the given order holds: what is said of one database goes before what is said of all. */
export function byPrecedence(sets: readonly ValueSet[]): ValueSet[] {
  return sets.toSorted((a, b) => rankOf(a.layer) - rankOf(b.layer));
}

/** Collects the values of one source. Entries of a map that come one by one are added to what the map has as a whole. */
export class ValueSetBuilder {
  readonly #layer: Layer;
  readonly #values = new Map<OptionName, Node>();
  readonly #entries = new Map<OptionName, readonly MapEntry[]>();

  constructor(layer: Layer) {
    this.#layer = layer;
  }

  has(option: Option): boolean {
    return this.#values.has(option.name);
  }

  get(option: Option): Node | undefined {
    return this.#values.get(option.name);
  }

  set(option: Option, node: Node): void {
    this.#values.set(option.name, node);
  }

  /** One entry of a map option; a later one of the same name replaces an earlier one. */
  setEntry(option: Option, key: string, value: string, origin: Origin): void {
    const entry: MapEntry = { key, origin, value: scalar(value, origin) };
    const others = this.#entries.get(option.name)?.filter((other) => other.key.toLowerCase() !== key.toLowerCase());
    this.#entries.set(option.name, [...(others ?? []), entry]);
  }

  build(): ValueSet {
    const values = new Map(this.#values);
    for (const [name, entries] of this.#entries) {
      const [first] = entries;
      if (first === undefined) continue;
      const map: Node = { kind: "map", entries, origin: first.origin };
      const whole = values.get(name);
      values.set(name, whole === undefined ? map : list([whole, map], whole.origin));
    }
    return { layer: this.#layer, values };
  }
}
