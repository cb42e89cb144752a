import type { CommandName } from "./case.ts";
import type { Answer } from "./outcome.ts";
import type { Resolve, Settings } from "./settings.ts";

/** Where a tool connects: always as root without a password, as the throw-away servers are made. */
export type Address = { readonly kind: "mariadb" | "mysql"; readonly host: string; readonly port: number };

/** Commands after which the states are asked for as well; `info` gives them itself, and `validate` changes none. */
export function isChanging(command: CommandName): boolean {
  return command !== "info" && command !== "validate";
}

export type ToolRun = {
  readonly command: CommandName;
  readonly settings: Settings;
  readonly resolve: Resolve;
  readonly address: Address;
  /** In the url; null for a url without a database. */
  readonly database: string | null;
  /** Seconds after which the tool is ended: then the verdict's only code is `HANGS`. */
  readonly limitS: number;
};

/** One of the two sides of a comparison. */
export type Tool = {
  readonly name: string;
  readonly run: (run: ToolRun) => Promise<Answer>;
  readonly close: () => void;
};

const HANGS = "HANGS";

/** The answer of a tool that had to be ended. */
export function hung(limitS: number): Answer {
  const message = `no end after ${String(limitS)} s`;
  return { verdict: { ok: false, codes: [HANGS], counted: false, errno: null, line: null, message }, states: null };
}
