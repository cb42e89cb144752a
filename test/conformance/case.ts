import type { Aspect } from "./outcome.ts";
import type { Settings } from "./settings.ts";

export type CommandName = "migrate" | "info" | "validate" | "repair" | "baseline";

/**
 * Name -> content. A name stands below the folder `sql`, the default location; one that starts with `/` stands below the
 * case's own folder. A name that ends in `/` makes an empty folder, `null` as content removes a file.
 * `{{db}}` in names, text, SQL and settings is the case's database: the same for both tools, so that checksums are.
 */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/**
 * What ours does where it differs from Flyway on purpose: the aspects named here must be as given and must not be as
 * Flyway's. An error code stands for any verdict that holds it; `"other"` accepts whatever is not Flyway's.
 */
export type OursInstead = {
  readonly verdict?: string;
} & { readonly [A in Exclude<Aspect, "verdict">]?: readonly string[] | "other" };

export type Step =
  | {
      readonly kind: "run";
      readonly command: CommandName;
      readonly settings: Settings;
      readonly ours?: OursInstead;
      /** Flyway loops for ever here: it is ended after a few seconds. */
      readonly flywayHangs?: true;
    }
  | { readonly kind: "sql"; readonly statements: readonly string[] }
  | { readonly kind: "files"; readonly files: Files };

export type ServerKind = "mariadb" | "mysql";

export type Case = {
  /** `topic: what`. */
  readonly name: string;
  readonly files: Files;
  /** For every run of the case. */
  readonly settings?: Settings;
  readonly steps: readonly Step[];
  /** Only on this kind of server. */
  readonly only?: ServerKind;
  /** `none`: neither the url names a database nor is one made before. `absent`: the url names one that is not there. */
  readonly database?: "none" | "absent";
  /** Why ours differs on purpose. Exactly the cases with a step that has `ours` carry it. */
  readonly differs?: string;
};

type RunOptions = Pick<Extract<Step, { kind: "run" }>, "ours" | "flywayHangs">;

function run(command: CommandName) {
  return (settings: Settings = {}, options: RunOptions = {}): Step => ({ kind: "run", command, settings, ...options });
}

export const migrate = run("migrate");
export const info = run("info");
export const validate = run("validate");
export const repair = run("repair");
export const baseline = run("baseline");

/** Statements that prepare the database by hand, such as rows of the history. */
export function sql(...statements: string[]): Step {
  return { kind: "sql", statements };
}

/** Adds, changes and removes files between two runs. */
export function files(changed: Files): Step {
  return { kind: "files", files: changed };
}

/** The text of a migration that makes one small table. */
export function table(name: string): string {
  return `CREATE TABLE ${name} (id INT PRIMARY KEY);\n`;
}

/** An INSERT of one history row, for histories that no run of today would leave. */
export function historyRow(
  rank: number,
  row: {
    readonly version: string | null;
    readonly description?: string;
    readonly type?: string;
    readonly script?: string;
    readonly checksum?: number | null;
    readonly success?: boolean;
  },
): string {
  const text = (value: string | null) => (value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`);
  const { version, description = "by hand", type = "SQL", script = "by-hand.sql", checksum = 1, success = true } = row;
  return (
    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, " +
    `execution_time, success) VALUES (${String(rank)}, ${text(version)}, ${text(description)}, ${text(type)}, ` +
    `${text(script)}, ${checksum === null ? "NULL" : String(checksum)}, 'someone', 5, ${success ? "1" : "0"})`
  );
}
