import type { ServerKind } from "./case.ts";
import type { Stage } from "./run-case.ts";
import type { Tool } from "./tool.ts";

export type Tools = { readonly flyway: Tool; readonly ours: Tool };

/** One line of the report. */
export type CheckResult = {
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped";
  /** Said behind the name, such as what was sampled or why ours differs. */
  readonly remark?: string;
  readonly findings: readonly string[];
  /** What Flyway did, for who asks. */
  readonly shown?: readonly string[];
};

/** Something that is run on a server, in one place of its own. */
export type Check = {
  readonly name: string;
  /** Other kinds of servers leave it out. */
  readonly only?: ServerKind;
  readonly run: (tools: Tools, stage: Stage) => Promise<readonly CheckResult[]>;
};

/** Passes without, fails with findings. */
export function resultOf(name: string, findings: readonly string[], remark?: string): CheckResult {
  const status = findings.length === 0 ? "passed" : "failed";
  return { name, status, findings, ...(remark === undefined ? {} : { remark }) };
}
