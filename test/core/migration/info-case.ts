import { expect } from "vitest";
import type { InfoRequest } from "../../../src/core/migration/migration-info.ts";
import type { ResolvedMigration } from "../../../src/core/migration/resolved-migration.ts";
import { file, infosOf, states, type Row } from "./make.ts";

/** Files and rows, and the states that follow. */
export type InfoCase = {
  readonly files: readonly (string | ResolvedMigration)[];
  readonly rows: readonly Row[];
  readonly more?: Partial<InfoRequest>;
  /** In the order of the list. */
  readonly states: readonly string[];
  readonly current?: string | null;
};

export function check({ files, rows, more, states: expected, current }: InfoCase): void {
  const infos = infosOf(
    files.map((given) => (typeof given === "string" ? file(given) : given)),
    rows,
    more,
  );
  expect(states(infos)).toEqual(expected);
  expect(infos.problems).toEqual([]);
  if (current !== undefined) expect(infos.currentVersion?.text ?? null).toBe(current);
}

/** A request for a target version. */
export const at = (text: string, allowMissing = false): Partial<InfoRequest> => ({
  target: { kind: "version", version: text, allowMissing },
});
