import type { Place } from "../core/problem.ts";

/** The kinds of sources, the strongest first: a value of an earlier one hides those of the later ones. */
const LAYERS = [
  "flag",
  "flyback-variable",
  "input",
  "flyback-file",
  "flyway-variable",
  "flyway-toml",
  "flyway-conf",
] as const;

export type Layer = (typeof LAYERS)[number];

/** Where a value stands. */
export type Origin = {
  readonly layer: Layer;
  /** As the user wrote it: `--target`, `FLYBACK_TARGET`, or the key in a file such as `databases[0].target`. */
  readonly shown: string;
  /** In a file. */
  readonly at?: Place;
};

/** Position in the order of precedence; lower is stronger. */
export function rankOf(layer: Layer): number {
  return LAYERS.indexOf(layer);
}

export function isFlyway(layer: Layer): boolean {
  return layer.startsWith("flyway");
}

/** A source as a sentence names it: the variable or flag, or file and line. */
export function sourceName({ shown, at }: Origin): string {
  if (at === undefined) return shown;
  return at.line === undefined ? at.file : `${at.file}:${String(at.line)}`;
}
