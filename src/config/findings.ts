import type { ErrorCode, Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import type { Origin } from "./origin.ts";

/** Shorter ones would blank half of every message, and hide nothing that could be guessed anyway. */
const SHORTEST_BLANKED = 3;

/**
 * Everything that reading the configuration found: nothing stops at the first problem, so that one run shows them all.
 * The same finding is kept once, since databases share settings.
 */
export class Findings {
  readonly #problems = new Map<string, Problem>();
  readonly #notices = new Map<string, Notice>();
  readonly #secrets = new Set<string>();

  /** `message` follows the name of the place, which is put before it. */
  problem(code: ErrorCode, message: string, origin?: Origin, help?: string): void {
    const problem: Problem = {
      code,
      message: origin === undefined ? message : `${origin.shown}: ${message}`,
      ...(origin?.at === undefined ? {} : { at: origin.at }),
      ...(help === undefined ? {} : { help }),
    };
    this.#problems.set(JSON.stringify(problem), problem);
  }

  notice(message: string, origin?: Origin, level: Notice["level"] = "notice"): void {
    const notice: Notice = {
      level,
      message: origin === undefined ? message : `${origin.shown}: ${message}`,
      ...(origin?.at === undefined ? {} : { at: origin.at }),
    };
    this.#notices.set(JSON.stringify(notice), notice);
  }

  /** A value that must be masked. Empty ones are no secrets. */
  secret(value: string): void {
    if (value !== "") this.#secrets.add(value);
  }

  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()].map((problem) => ({ ...problem, message: this.#blank(problem.message) }));
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values()].map((notice) => ({ ...notice, message: this.#blank(notice.message) }));
  }

  /** No message is made of a secret on purpose; this is for a value that stands in two places, one of them no secret. */
  #blank(message: string): string {
    const longestFirst = this.secrets
      .filter((value) => value.length >= SHORTEST_BLANKED)
      .sort((a, b) => b.length - a.length);
    return longestFirst.reduce((text, value) => text.replaceAll(value, "***"), message);
  }
}
