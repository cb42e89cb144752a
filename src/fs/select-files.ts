import type { MigrationFilesConfig } from "../config/config.ts";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import { findFiles, type FoundFile } from "./find-files.ts";
import {
  nameFiles,
  namingFindings,
  neverRunNotices,
  type IgnoredFile,
  type NamedCallback,
  type NamedMigration,
} from "./named-files.ts";

export type ScanRequest = {
  readonly config: MigrationFilesConfig;
  /** Relative locations start here; an absolute path. */
  readonly workingDirectory: string;
  /** Values of the `flyway:` placeholders by name, but for the file name: repeatables are summed up with them. */
  readonly builtIns: ReadonlyMap<string, string>;
};

/** What is to be read, and what the locations and names have shown. */
export type Selection = {
  readonly files: readonly FoundFile[];
  readonly migrations: readonly NamedMigration[];
  readonly callbacks: readonly NamedCallback[];
  readonly ignored: readonly IgnoredFile[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
};

/** Looks into all locations and sorts out what lies there; nothing is read yet. */
export function selectFiles({ config, workingDirectory }: ScanRequest): Selection {
  const search = (locations: readonly string[]): Searched => {
    const found = findFiles({
      locations,
      workingDirectory,
      failOnMissing: config.failOnMissingLocations,
      suffixes: config.naming.sqlMigrationSuffixes,
    });
    return { found, named: nameFiles(found.files, config) };
  };
  const main = search(config.locations);
  const own =
    config.callbackLocations.length > 0 && !config.skipDefaultCallbacks ? search(config.callbackLocations) : null;
  const all = own === null ? [main] : [main, own];
  const ignored = all.flatMap(({ named }) => named.ignored);
  const naming = namingFindings(ignored, config.validateMigrationNaming);
  const problems = [...all.flatMap(({ found }) => found.problems), ...naming.problems];
  return {
    files: all.flatMap(({ found }) => found.files),
    migrations: main.named.migrations,
    callbacks: config.skipDefaultCallbacks ? [] : (own ?? main).named.callbacks,
    ignored,
    notices: [
      ...all.flatMap(({ found }) => found.notices),
      ...naming.notices,
      ...all.flatMap(({ named }) => neverRunNotices(named)),
      ...(own === null ? [] : hiddenCallbacks(main.named.callbacks)),
      ...(main.named.migrations.length === 0 && problems.length === 0 ? [nothingFound(config.locations)] : []),
    ],
    problems,
  };
}

type Searched = {
  readonly found: ReturnType<typeof findFiles>;
  readonly named: ReturnType<typeof nameFiles>;
};

function hiddenCallbacks(callbacks: readonly NamedCallback[]): readonly Notice[] {
  if (callbacks.length === 0) return [];
  const paths = callbacks.map(({ file }) => file.shownPath).join(", ");
  return [
    {
      level: "notice",
      message: `\`callback-locations\` is set, so these callbacks in \`locations\` are not run: ${paths}.`,
    },
  ];
}

/** An empty folder is most often the wrong folder: a green run must not hide it. */
function nothingFound(locations: readonly string[]): Notice {
  return { level: "warning", message: `There is no migration in ${locations.join(", ")}.` };
}
