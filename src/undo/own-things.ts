import type { UndoConfig } from "../config/config.ts";
import type { WayBackResult } from "../core/result.ts";
import { OWN_PREFIX } from "./names.ts";

/** A result for where nothing was kept, to be filled. */
export const NOTHING_KEPT: WayBackResult = {
  state: "none",
  keptObjects: 0,
  snapshotBytes: 0,
  rowsCarried: 0,
  rowsSetAside: 0,
  steps: [],
  setAside: [],
  differences: [],
};

/** Tells flyback's own schemas from all others. */
export const ownSchemas =
  ({ controlSchema, snapshotSchema }: Pick<UndoConfig, "controlSchema" | "snapshotSchema">) =>
  (schema: string): boolean =>
    schema === controlSchema || schema === snapshotSchema || schema.startsWith(OWN_PREFIX);

/** Things of flyback's own, which no fingerprint counts. */
export const OWN_THINGS = {
  tables: (_schema: string, name: string): boolean => name.startsWith(OWN_PREFIX),
  triggers: (_schema: string, name: string): boolean => name.startsWith(OWN_PREFIX),
};
