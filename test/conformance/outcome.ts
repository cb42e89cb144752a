/** What a run of a tool said of itself, in terms that both have. */
export type Verdict = {
  readonly ok: boolean;
  /** Error codes; empty if it went well. */
  readonly codes: readonly string[];
  /** The codes are one for each finding of `validate`. */
  readonly counted: boolean;
  /** Server error and line of the failed statement, where one failed. */
  readonly errno: number | null;
  readonly line: number | null;
  /** For the reader of a difference only. */
  readonly message: string;
};

export type Answer = {
  readonly verdict: Verdict;
  /** The list of `info` after the run, one line each, and the current version; null where there is none. */
  readonly states: readonly string[] | null;
};

/** The database after a run, as lines that can be compared and read. */
export type Observation = {
  readonly history: readonly string[];
  /** Definitions of tables, views, triggers, routines and events. */
  readonly objects: readonly string[];
  /** sql_mode, charset and collation that stored programs and views keep from the session that made them. */
  readonly context: readonly string[];
  readonly data: readonly string[];
};

export type Outcome = Observation & Answer;

export const ASPECTS = ["verdict", "states", "history", "objects", "context", "data"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** An outcome's aspect as lines. */
export function linesOf(outcome: Outcome, aspect: Aspect): readonly string[] {
  if (aspect === "verdict") return verdictLines(outcome.verdict);
  return outcome[aspect] ?? [];
}

function verdictLines({ ok, codes, errno, line, message }: Verdict): string[] {
  if (ok) return ["ok"];
  const place = [
    errno === null ? "" : `, server error ${String(errno)}`,
    line === null ? "" : `, line ${String(line)}`,
  ];
  return [`error ${codes.join(", ")}${place.join("")}: ${message.replaceAll(/\s+/g, " ").slice(0, 300)}`];
}

/** One line of `info`. */
export function stateLine(
  rank: number | null,
  version: string | null,
  rest: { description: string; type: string; state: string; script: string; checksum: number | null },
): string {
  const { description, type, state, script, checksum } = rest;
  return [rank ?? "-", version ?? "-", description, type, state, script, checksum ?? "-"].join(" | ");
}
