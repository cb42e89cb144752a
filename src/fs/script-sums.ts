import { createChecksum } from "../core/migration/checksum.ts";
import type { Encoding } from "../core/migration/encoding.ts";
import type { PlaceholderReplacer, PlaceholderStep } from "../core/sql/placeholders.ts";
import type { SqlProblem } from "../core/sql/sql-problem.ts";
import { createDecoder } from "./decode.ts";

/** What one reading of a script gives. */
export type ScriptSums = {
  /** Of the raw text. */
  readonly rawChecksum: number;
  /** Of the text after placeholder replacement; the raw one where nothing is replaced. */
  readonly checksum: number;
  /** Bytes. */
  readonly size: number;
  /** The text holds `/*`, be it in a literal. */
  readonly opensComment: boolean;
  /** What was wrong with a placeholder; the checksum is then meaningless. */
  readonly problem: SqlProblem | null;
};

export type Summer = { readonly push: (bytes: Buffer) => void; readonly finish: () => ScriptSums };

/**
 * Sums up a script whose bytes come in chunks; nothing of it is kept. Without a replacer the raw text is all there is.
 *
 * @throws MalformedInput
 */
export function createSummer(encoding: Encoding, replacer: PlaceholderReplacer | null): Summer {
  const decoder = createDecoder(encoding);
  const raw = createChecksum();
  const replaced = replacer === null ? raw : createChecksum();
  let size = 0;
  let opensComment = false;
  let last = "";
  let problem: SqlProblem | null = null;

  function take(step: PlaceholderStep): void {
    problem ??= step.problem;
    for (const { text } of step.segments) replaced.update(text);
  }

  function update(text: string): void {
    raw.update(text);
    opensComment ||= text.includes("/*") || (last === "/" && text.startsWith("*"));
    if (text !== "") last = text.slice(-1);
    if (replacer !== null && problem === null) take(replacer.push(text));
  }

  return {
    push(bytes) {
      size += bytes.length;
      update(decoder.decode(bytes));
    },
    finish() {
      update(decoder.end());
      if (replacer !== null && problem === null) take(replacer.finish());
      return { rawChecksum: raw.value(), checksum: replaced.value(), size, opensComment, problem };
    },
  };
}
