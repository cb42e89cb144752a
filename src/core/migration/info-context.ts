import type { MigrationVersion } from "./migration-version.ts";

/** The limit that `target` sets on versioned files. `nothing` is `current` in a database where nothing was run. */
export type TargetLimit =
  { readonly kind: "none" | "nothing" } | { readonly kind: "version"; readonly version: MigrationVersion };

/** What the state of a single entry depends on, besides its own row and file (Flyway's MigrationInfoContext). */
export type InfoContext = {
  /** Highest version among the files; null if no file has one. */
  readonly lastResolved: MigrationVersion | null;
  /** Highest version that counts as applied; null if there is none. */
  readonly lastApplied: MigrationVersion | null;
  readonly appliedBaseline: MigrationVersion | null;
  /** Highest version of a baseline migration that has no row. */
  readonly pendingBaseline: MigrationVersion | null;
  readonly limit: TargetLimit;
  readonly outOfOrder: boolean;
};
