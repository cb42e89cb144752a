/** Why no throw-away server could be had: none on the machine, unpacking failed, its data folder could not be made, it did not start. */
export type ThrowawayErrorReason = "not-found" | "unpack-failed" | "initialise-failed" | "start-failed";

/** The one error of this folder. The message says what was found and what to do, and holds the tail of a log where there is one. */
export class ThrowawayError extends Error {
  readonly reason: ThrowawayErrorReason;

  constructor(reason: ThrowawayErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ThrowawayError";
    this.reason = reason;
  }
}

/** The last `count` lines of a text that are not blank, indented for a message. */
export function tailOf(text: string, count = 15): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The code of a system error (`ENOENT`, `EEXIST`, …), or null for anything else that was thrown. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
