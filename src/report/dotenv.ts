import { byteLength, cut, oneLine } from "./format.ts";
import type { OutputName, Outputs } from "./outputs.ts";

/** GitLab refuses a report of more than 5 KiB (and of more than 20 variables, by default). */
const MAX_BYTES = 5_000;
/** Longest values, in UTF-16 units, of those that can be long. */
const MAX_TEXT = 500;
/**
 * What is left out: `databases` is made for programs and would not fit, paths lead nowhere on the machine of a later job, and
 * with the time of the run there would be more than 20 variables.
 */
const LEFT_OUT: ReadonlySet<string> = new Set<OutputName>([
  "databases",
  "junit-path",
  "report-path",
  "json-path",
  "duration-ms",
]);
/** Given up in this order when the report would be too large. */
const DISPENSABLE: readonly OutputName[] = ["failed-statement", "pending-versions", "applied-versions"];

function line(name: string, value: string): string {
  return `FLYBACK_OUT_${name.toUpperCase().replaceAll("-", "_")}=${value}\n`;
}

function render(outputs: Outputs, emptied: readonly string[]): string {
  return Object.entries(outputs)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => line(name, emptied.includes(name) ? "" : cut(oneLine(value), MAX_TEXT)))
    .join("");
}

/**
 * The outputs for GitLab's `artifacts:reports:dotenv`: `FLYBACK_OUT_SCHEMA_VERSION=2`. Without `OUT` a
 * later flyback job would take them for its settings: there is an option `plan-hash` as well as an output. GitLab takes a value as it stands, quotes
 * included, up to the end of the line; so values are on one line and nothing is quoted.
 */
export function renderDotenv(outputs: Outputs): string {
  for (let count = 0; count < DISPENSABLE.length; count += 1) {
    const text = render(outputs, DISPENSABLE.slice(0, count));
    if (byteLength(text) <= MAX_BYTES) return text;
  }
  return render(outputs, DISPENSABLE);
}
