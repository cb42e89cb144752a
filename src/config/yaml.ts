import type * as jsYaml from "js-yaml";
import type { Findings } from "./findings.ts";
import type { MapEntry, Node } from "./node.ts";
import type { Layer, Origin } from "./origin.ts";

export type YamlSource = {
  readonly text: string;
  readonly layer: Layer;
  /** What a value is called that stands at the top: a file's name, or the variable that holds the text. */
  readonly shown: string;
  /** The file as the user would type it; null for the text of a variable. */
  readonly file: string | null;
};

type Yaml = typeof jsYaml;

/** Merging aliases of aliases could make a few lines into millions of values. */
const MOST_NODES = 20_000;

/**
 * Reads YAML, of which JSON is a part, into values with their lines. Scalars stay text: `1.10` is not 1.1 and `no` is not
 * false. Null if there is nothing in it or if it is wrong, which the findings then say; without the text, which may hold
 * a password.
 */
export async function parseYaml(source: YamlSource, findings: Findings): Promise<Node | null> {
  const yaml = await import(/* webpackMode: "eager" */ "js-yaml");
  const origin: Origin = {
    layer: source.layer,
    shown: source.shown,
    ...(source.file === null ? {} : { at: { file: source.file } }),
  };
  try {
    const reader = new YamlReader(yaml, { ...source, text: source.text.replace(/^\uFEFF/, "") });
    return reader.read();
  } catch (error) {
    const { reason, line, column } = placeOfError(error, yaml);
    const at = source.file === null ? {} : { at: { file: source.file, line, column } };
    findings.problem("CONFIGURATION", `This is no valid YAML: ${reason}.`, { ...origin, ...at });
    return null;
  }
}

function placeOfError(error: unknown, yaml: Yaml): { reason: string; line: number; column: number } {
  if (error instanceof yaml.YAMLException) {
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    return { reason: error.reason, line: line + 1, column: column + 1 };
  }
  throw error;
}

/** Walks the parser's events, of which each knows its place in the text; the library's own values have forgotten it. */
class YamlReader {
  readonly #yaml: Yaml;
  readonly #source: YamlSource;
  readonly #events: readonly jsYaml.Event[];
  readonly #anchors = new Map<string, Node>();
  #next = 0;
  #nodes = 0;
  /** Last place and line asked for. Places come in order, so that each line is counted once; keep origins before contents. */
  #place = 0;
  #line = 1;

  constructor(yaml: Yaml, source: YamlSource) {
    this.#yaml = yaml;
    this.#source = source;
    this.#events = yaml.parseEvents(source.text, {});
  }

  read(): Node | null {
    const documents = this.#events.filter(({ type }) => type === this.#yaml.EVENT_ID.DOCUMENT).length;
    if (documents === 0) return null;
    if (documents > 1) this.#fail("only one document is read, without ---", this.#source.text.length);
    this.#next = 1;
    return this.#node("");
  }

  #node(path: string): Node {
    const event = this.#take();
    this.#nodes++;
    if (this.#nodes > MOST_NODES) this.#fail("there are too many values", 0);
    const { EVENT_ID } = this.#yaml;
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#named(event, this.#scalar(event, path));
      case EVENT_ID.SEQUENCE:
        return this.#named(event, { kind: "list", origin: this.#origin(path, event.start), items: this.#items(path) });
      case EVENT_ID.MAPPING:
        return this.#named(event, {
          kind: "map",
          origin: this.#origin(path, event.start),
          entries: this.#entries(path),
        });
      case EVENT_ID.ALIAS: {
        const node = this.#anchors.get(this.#source.text.slice(event.anchorStart, event.anchorEnd));
        return node ?? this.#fail("there is no such anchor", event.anchorStart);
      }
      default:
        return this.#fail("it ends too early", this.#source.text.length);
    }
  }

  #scalar(event: jsYaml.ScalarEvent, path: string): Node {
    const isPlain = event.style === this.#yaml.SCALAR_STYLE.PLAIN;
    const text = event.valueStart < 0 && isPlain ? "" : this.#yaml.getScalarValue(this.#source.text, event);
    const isNull = isPlain && /^(?:~|null|Null|NULL|)$/.test(text);
    return { kind: "scalar", text, isNull, origin: this.#origin(path, event.valueStart) };
  }

  #items(path: string): Node[] {
    const items: Node[] = [];
    while (!this.#atEnd()) items.push(this.#node(`${path}[${String(items.length)}]`));
    return items;
  }

  #entries(path: string): MapEntry[] {
    const entries: MapEntry[] = [];
    const merged: MapEntry[] = [];
    while (!this.#atEnd()) {
      const name = this.#node(path);
      if (name.kind !== "scalar") return this.#fail("keys must be plain words", 0);
      const inner = path === "" ? name.text : `${path}.${name.text}`;
      const value = this.#node(inner);
      if (name.text === "<<") merged.push(...mergedEntries(value));
      else if (entries.some(({ key }) => key === name.text))
        this.#fail(`the key ${name.text} is there twice`, this.#place);
      else entries.push({ key: name.text, origin: { ...name.origin, shown: inner }, value });
    }
    const own = new Set(entries.map(({ key }) => key));
    return [...entries, ...merged.filter(({ key }) => !own.has(key))];
  }

  #atEnd(): boolean {
    if (this.#events[this.#next]?.type !== this.#yaml.EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  #take(): jsYaml.Event | undefined {
    return this.#events[this.#next++];
  }

  #named(event: { readonly anchorStart: number; readonly anchorEnd: number }, node: Node): Node {
    if (event.anchorStart >= 0) this.#anchors.set(this.#source.text.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  #origin(path: string, place: number): Origin {
    const { layer, shown, file } = this.#source;
    if (file === null) return { layer, shown: path === "" ? shown : `${shown}, ${path}` };
    return { layer, shown: path === "" ? shown : path, at: { file, line: this.#lineOf(place) } };
  }

  #lineOf(place: number): number {
    const { text } = this.#source;
    // A key with nothing behind it has no place of its own: it is on the line of the key.
    if (place < this.#place) return this.#line;
    for (let i = text.indexOf("\n", this.#place); i !== -1 && i < place; i = text.indexOf("\n", i + 1)) this.#line++;
    this.#place = place;
    return this.#line;
  }

  #fail(reason: string, place: number): never {
    return this.#yaml.YAMLException.throwAt(this.#source.text, place, reason);
  }
}

/** `<<: *defaults`, also with a list of them: what is written beside it wins. */
function mergedEntries(value: Node): readonly MapEntry[] {
  if (value.kind === "list") return value.items.flatMap(mergedEntries);
  return value.kind === "map" ? value.entries : [];
}
