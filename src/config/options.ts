import { CONNECTION_OPTIONS } from "./options/connection-options.ts";
import { FILE_OPTIONS } from "./options/file-options.ts";
import { MIGRATION_OPTIONS } from "./options/migration-options.ts";
import type { OptionSpec } from "./options/option.ts";
import { REPORT_OPTIONS } from "./options/report-options.ts";
import { RUN_OPTIONS } from "./options/run-options.ts";
import { UNDO_OPTIONS } from "./options/undo-options.ts";

/**
 * The one table of options. Command line, FLYBACK_*, INPUT_*, flyback.yml, the mapping from Flyway, action.yml, help and
 * docs/options.md are made of it: a new option is a row here.
 */
const TABLE = [
  ...RUN_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...MIGRATION_OPTIONS,
  ...FILE_OPTIONS,
  ...UNDO_OPTIONS,
  ...REPORT_OPTIONS,
] as const;

type Row = (typeof TABLE)[number];

export type OptionName = Row["name"];

/** The names of options of one type, so that a setting cannot be read as what it is not. */
export type NamesOf<T extends OptionSpec["type"]> = Extract<Row, { readonly type: T }>["name"];

/** The words that an enum option may have. */
export type WordOf<N extends NamesOf<"enum">> = Extract<
  Row,
  { readonly name: N; readonly type: "enum" }
>["words"][number];

export type Option = OptionSpec & { readonly name: OptionName };

export const OPTIONS: readonly Option[] = TABLE;

const BY_NAME: ReadonlyMap<string, Option> = new Map(
  OPTIONS.flatMap((option) => [option.name, ...(option.aliases ?? [])].map((name) => [name, option] as const)),
);

/** The option of this name or alias; undefined if there is none. */
export function findOption(name: string): Option | undefined {
  return BY_NAME.get(name);
}

/** The row of an option. */
export function optionOf(name: OptionName): Option {
  const option = BY_NAME.get(name);
  if (option === undefined) throw new Error(`No option ${name}`);
  return option;
}

/** Every name and alias, for suggestions. */
export function optionNames(): string[] {
  return [...BY_NAME.keys()];
}

/** An option name as a part of a variable: `schema-history-table` is `SCHEMA_HISTORY_TABLE`. */
export function upperSnake(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** True if flags, FLYBACK_* and action inputs may set it; the others stand in flyback.yml alone. */
export function isOutside(option: Option): boolean {
  return option.scope !== "entry" && option.fileOnly !== true;
}
