import type { Stage } from "./stage.ts";
import type { Sample, Series } from "./measure.ts";
import { median } from "./measure.ts";

/** `fly-…`: what a way back costs and gains; the others run without one, as those that they are compared with. */
export const LETTERS = ["a", "b", "c", "d", "e", "f", "fly-a", "fly-b", "fly-c"] as const;
export type Letter = (typeof LETTERS)[number];

/** A target beside the figure that was found. */
export type Finding = {
  /** What is compared with what, such as "wall time, ours / Flyway's". */
  readonly what: string;
  readonly figure: number;
  readonly unit: "x" | "MiB" | "ms";
  /** Null: no target, the figure is for the reader. */
  readonly target: { readonly atMost: number } | { readonly atLeast: number } | null;
};

export type Measured = {
  readonly findings: readonly Finding[];
  readonly series: readonly Series[];
  /** What a reader must know beside the figures, such as a contender that could not be had. */
  readonly notes?: readonly string[];
};

/** One of the lettered benchmarks. */
export type Scenario = {
  readonly letter: Letter;
  readonly title: string;
  /** How it is measured, in sentences for the documentation. */
  readonly how: readonly string[];
  readonly run: (stage: Stage) => Promise<Measured>;
};

export function holds({ figure, target }: Finding): boolean | null {
  if (target === null) return null;
  return "atMost" in target ? figure <= target.atMost : figure >= target.atLeast;
}

/** Reads series by name. Throws if there is none: a slip in a scenario. */
export function reader(series: readonly Series[]): (name: string, of: (sample: Sample) => number | null) => number {
  return (name, of) => {
    const found = series.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no series is called ${name}`);
    return median(found.samples.flatMap((sample) => of(sample) ?? []));
  };
}

export const wall = ({ wallMs }: Sample): number => wallMs;
export const cpu = ({ cpuMs }: Sample): number => cpuMs;
export const peak = ({ peakMiB }: Sample): number | null => peakMiB;
