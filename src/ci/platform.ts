import type { ReportConfig } from "../config/config.ts";
import type { Progress } from "../core/progress.ts";
import type { RunResult } from "../core/result.ts";
import type { Annotation } from "../report/annotations.ts";
import type { StepState } from "./post-step.ts";

export type PlatformName = "github" | "jenkins" | "gitlab" | "terminal";

export type Environment = Readonly<Record<string, string | undefined>>;

/** As much of `process.stdout` as is needed; tests hand in a collector. */
export type OutputStream = {
  readonly write: (text: string) => unknown;
  readonly on: (event: "error", listener: (error: Error) => void) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
};

export type PlatformOptions = {
  readonly env: Environment;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** `auto`: found out from the environment. */
  readonly platform: "auto" | PlatformName;
  readonly color: "auto" | "always" | "never";
  /** Standard output carries the JSON result alone; everything else goes to standard error. */
  readonly json: boolean;
  /** Milliseconds of a clock that only goes on; differences are what counts. */
  readonly now: () => number;
};

export type PublishRequest = {
  readonly reports: ReportConfig;
  /** Absolute; the paths in a result start from it. */
  readonly workingDirectory: string;
};

/** The host of a run: a CI server or a terminal. What a host does not have does nothing on it. */
export type Platform = {
  readonly name: PlatformName;
  /** From now on the value is blanked in everything that is written, in all its forms; on GitHub in the runner's log too. */
  readonly maskSecret: (value: string) => void;
  /** Blanks what `maskSecret` was told; for texts that go elsewhere. */
  readonly mask: (text: string) => string;
  /** Prints lines to the log. */
  readonly log: (text: string) => void;
  readonly progress: Progress;
  /** Leaves word of a run for the host's post step, where there is one; never throws. */
  readonly runStarted: (run: Omit<StepState, "isOpen">) => void;
  /** Puts what the work prints under a title, foldable where the host can. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** Marks on files where the host has them, else lines that editors and matchers read. */
  readonly annotate: (annotations: readonly Annotation[]) => void;
  /**
   * Writes report files, outputs, summary, annotations, and the text (or JSON) at last.
   * @returns the result with its secrets blanked and with a problem for each report that could not be written; its exit
   *   code is the one for the process. It never throws for a report: the others are written.
   */
  readonly publish: (result: RunResult, request: PublishRequest) => Promise<RunResult>;
  /** Ends live lines and timers. */
  readonly close: () => void;
};
