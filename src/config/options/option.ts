import type { CommandName } from "../config.ts";

/**
 * Where an option may be set.
 * - `start`: flag, variable or action input, since it says where the files are;
 * - `run`: everywhere, once for the run;
 * - `database`: as `run`, and in an entry of `databases`, which it then concerns alone;
 * - `entry`: in an entry of `databases` only.
 */
type OptionScope = "start" | "run" | "database" | "entry";

export const OPTION_GROUPS = [
  "What",
  "Connection",
  "Schemas",
  "Migrations",
  "Files",
  "Safety",
  "Fly back",
  "Reports",
] as const;

type OptionGroup = (typeof OPTION_GROUPS)[number];

type OptionBase = {
  /** kebab-case, the same everywhere; FLYBACK_* has it in upper case with underscores. */
  readonly name: string;
  readonly group: OptionGroup;
  readonly scope: OptionScope;
  /** Whole sentences, for help, action.yml and docs/options.md. */
  readonly help: string;
  /** The commands that look at it; all of them if absent. It may be set for any: settings are shared by the steps of a pipeline. */
  readonly commands?: readonly CommandName[];
  /** Flyway's key, as in `flyway.<key>`. */
  readonly flyway?: string;
  readonly aliases?: readonly string[];
  /** Its value is masked, and refused on the command line. */
  readonly secret?: true;
  /** Known to action.yml, not shown in help. */
  readonly hidden?: true;
  /** An empty value on the command line or in a file says "none", and not that nothing was given. */
  readonly emptyCounts?: true;
  /** Only in flyback.yml, such as the name of a variable. */
  readonly fileOnly?: true;
  /** Said in place of the default where that depends on the surroundings. */
  readonly defaultHelp?: string;
};

/** `null` and the empty list as defaults mean: not set. */
type OptionKind =
  | { readonly type: "string" | "path"; readonly default: string | null }
  | { readonly type: "integer"; readonly default: number; readonly min: number; readonly max: number }
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "enum"; readonly default: string; readonly words: readonly string[] }
  | { readonly type: "list"; readonly default: readonly string[] }
  | { readonly type: "map"; readonly default: null }
  | { readonly type: "databases"; readonly default: null };

export type OptionSpec = OptionBase & OptionKind;
