import type { TargetConfig } from "../../config/config.ts";
import type { Problem } from "../problem.ts";
import type { TargetLimit } from "./info-context.ts";
import { equalVersions, parseVersion, type MigrationVersion } from "./migration-version.ts";

/** What `target` allows. `next` sets no limit here: its version is known only once all states are. */
export function limitOf(target: TargetConfig, lastApplied: MigrationVersion | null): TargetLimit {
  if (target.kind === "latest" || target.kind === "next") return { kind: "none" };
  const version = target.kind === "version" ? parseVersion(target.version) : lastApplied;
  return version === null ? { kind: "nothing" } : { kind: "version", version };
}

/**
 * A target that is no version, or one that neither a file nor a row has, unless it was written with a final `?`.
 * `versions` are those of all entries.
 */
export function targetProblems(
  target: TargetConfig,
  versions: readonly (MigrationVersion | null)[],
): readonly Problem[] {
  if (target.kind !== "version") return [];
  const wanted = parseVersion(target.version);
  if (wanted === null) {
    const message = `\`target\` is "${target.version}", which is neither a version nor latest, current or next.`;
    return [{ code: "CONFIGURATION", message }];
  }
  if (target.allowMissing || versions.some((version) => version !== null && equalVersions(version, wanted))) return [];
  const message = `\`target\` is ${target.version}, but neither a file nor a row of the history has this version.`;
  return [{ code: "TARGET_NOT_FOUND", message }];
}
