import type { MigrationFilesConfig } from "../config/config.ts";
import { neverFires } from "../core/migration/callback-event.ts";
import { createNameParser, type MigrationName } from "../core/migration/migration-name.ts";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import type { FoundFile } from "./find-files.ts";

type Named<K extends MigrationName["kind"]> = {
  readonly file: FoundFile;
  readonly name: Extract<MigrationName, { readonly kind: K }>;
};

export type NamedMigration = Named<"versioned" | "baseline" | "repeatable">;
export type NamedCallback = Named<"callback">;

/** A file with a configured suffix that is left out for its name. */
export type IgnoredFile = { readonly path: string; readonly reason: string };

/** Files by what their names make them. */
export type NamedFiles = {
  readonly migrations: readonly NamedMigration[];
  readonly callbacks: readonly NamedCallback[];
  readonly undos: readonly FoundFile[];
  readonly ignored: readonly IgnoredFile[];
};

/** Sorts files out by their names; files without a configured suffix are passed over, as by Flyway. */
export function nameFiles(files: readonly FoundFile[], config: MigrationFilesConfig): NamedFiles {
  const parse = createNameParser(config.naming);
  const migrations: NamedMigration[] = [];
  const callbacks: NamedCallback[] = [];
  const undos: FoundFile[] = [];
  const ignored: IgnoredFile[] = [];
  for (const file of files) {
    const name = parse(file.name);
    if (name.kind === "callback") callbacks.push({ file, name });
    else if (name.kind === "undo") undos.push(file);
    else if (name.kind === "invalid") ignored.push({ path: file.shownPath, reason: name.reason });
    else if (name.kind === "unrecognised") ignored.push({ path: file.shownPath, reason: unrecognised(config) });
    else if (name.kind !== "other") migrations.push({ file, name });
  }
  return { migrations, callbacks, undos, ignored };
}

function unrecognised({ naming }: MigrationFilesConfig): string {
  const { sqlMigrationPrefix, repeatableSqlMigrationPrefix, baselineMigrationPrefix } = naming;
  return `it starts neither with ${sqlMigrationPrefix}, ${repeatableSqlMigrationPrefix} or ${baselineMigrationPrefix} nor with the name of a callback event (letter case counts)`;
}

/** What the user is told about names: with `validateMigrationNaming` as problems, else in one warning. */
export function namingFindings(
  ignored: readonly IgnoredFile[],
  validate: boolean,
): { readonly notices: readonly Notice[]; readonly problems: readonly Problem[] } {
  if (ignored.length === 0) return { notices: [], problems: [] };
  if (validate) {
    const problems = ignored.map(({ path, reason }): Problem => ({
      code: "INVALID_MIGRATION_NAME",
      message: `${path} has no name of a migration: ${reason}.`,
      at: { file: path, line: 1 },
    }));
    return { notices: [], problems };
  }
  const [first] = ignored;
  const message = `${count(ignored.length, "file")} left out, since the name is not that of a migration or callback: ${some(ignored.map(({ path, reason }) => `${path} (${reason})`))}. Set \`validate-migration-naming\` to make this an error.`;
  return {
    notices: [{ level: "warning", message, ...(first !== undefined && { at: { file: first.path, line: 1 } }) }],
    problems: [],
  };
}

/** Undo files and callbacks of events that never come, each in one notice. */
export function neverRunNotices(named: NamedFiles): readonly Notice[] {
  const notices: Notice[] = [];
  if (named.undos.length > 0) {
    notices.push({
      level: "notice",
      message: `${count(named.undos.length, "undo migration")} left out, since flyback never runs these: ${some(named.undos.map(({ shownPath }) => shownPath))}.`,
    });
  }
  const silent = named.callbacks.filter(({ name }) => neverFires(name.event));
  if (silent.length > 0) {
    notices.push({
      level: "notice",
      message: `${count(silent.length, "callback")} for an event that never comes with flyback: ${some(silent.map(({ file }) => file.shownPath))}.`,
    });
  }
  return notices;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun} is` : `${number} ${noun}s are`;
}

/** At most five of many, so that a message stays readable. */
function some(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
