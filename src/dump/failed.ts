import { failure, type MigrationError } from "../core/problem.ts";

/** Longest part of a tool's words in a message. */
const MOST = 1_000;

/** What a tool said last, on one line, without blank lines. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .join(" ")
    .slice(-MOST);
}

/** An error of the system, such as a full disk, as a problem. */
export function dumpFailed(what: string, error: unknown): MigrationError {
  const reason = error instanceof Error ? error.message : String(error);
  return failure("DUMP_FAILED", `${what}: ${reason}`, { cause: error });
}
