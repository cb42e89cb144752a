import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { MigrationFilesConfig } from "../../src/config/config.ts";
import { scanMigrationFiles, type ScannedFiles } from "../../src/fs/migration-files.ts";
import { NAMING } from "../core/migration/make.ts";

/** A folder with these files (path → content), removed when the test is done. */
export function folder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), "flyback-fs-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  return root;
}

type ConfigChanges = Partial<Omit<MigrationFilesConfig, "placeholders">> & {
  readonly placeholders?: Partial<MigrationFilesConfig["placeholders"]>;
};

/** The default settings with changes; the locations are `db`. */
export function filesConfig(changes: ConfigChanges = {}): MigrationFilesConfig {
  return {
    locations: ["db"],
    callbackLocations: [],
    failOnMissingLocations: false,
    naming: NAMING,
    validateMigrationNaming: false,
    encoding: "UTF-8",
    detectEncoding: false,
    skipDefaultCallbacks: false,
    ...changes,
    placeholders: {
      replacement: true,
      prefix: "${",
      suffix: "}",
      separator: ":",
      values: new Map(),
      secretNames: new Set(),
      ...changes.placeholders,
    },
  };
}

export function scan(
  workingDirectory: string,
  changes: ConfigChanges = {},
  builtIns: ReadonlyMap<string, string> = new Map(),
): Promise<ScannedFiles> {
  return scanMigrationFiles({ config: filesConfig(changes), workingDirectory, builtIns });
}
