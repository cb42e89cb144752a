/** The steps of a way back, timed and told; and what could not be put back exactly. */
import type { QName } from "./kept.ts";

/** Rows that could not be put back where they came from. */
export type SetAside = {
  /** `schema.table` that they came from, and where they are now. */
  readonly table: string;
  readonly kept: string;
  readonly rows: number;
  readonly why: string;
};

export type StepDone = {
  readonly text: string;
  readonly durationMs: number;
  readonly status: "done" | "failed";
  readonly message?: string;
};

export type Steps = {
  /** Does and notes a step. @throws what the work throws */
  readonly run: <T>(text: string, work: () => Promise<T>) => Promise<T>;
  /** Notes a step that was done while nothing could be noted. */
  readonly did: (text: string, durationMs: number) => Promise<void>;
  readonly now: () => number;
  readonly say: (text: string) => void;
  /** Rows set aside: journalled, and told. */
  readonly aside: (rows: SetAside) => Promise<void>;
  /** The two halves of it, for a transaction that may be taken back in between. */
  readonly noteAside: (rows: SetAside) => Promise<void>;
  readonly tellAside: (rows: SetAside) => void;
  /** Where notes are written: to be locked with others by who notes something while tables are locked. */
  readonly noteTable: QName;
  readonly carried: (rows: number) => void;
  /** Notes what is not as it was, in words. */
  readonly differs: (text: string) => void;
};

export type StepLog = Steps & {
  readonly done: readonly StepDone[];
  readonly setAside: readonly SetAside[];
  readonly rowsCarried: () => number;
  readonly differences: readonly string[];
};

/**
 * @param now milliseconds of a clock that never jumps
 * @param note called for each step and for rows set aside, to be journalled
 */
export function createSteps(options: {
  readonly now: () => number;
  readonly say: (text: string) => void;
  readonly noteTable: QName;
  readonly note: (step: StepDone, aside: SetAside | null) => Promise<void>;
}): StepLog {
  const done: StepDone[] = [];
  const setAside: SetAside[] = [];
  const differences: string[] = [];
  let carried = 0;

  async function run<T>(text: string, work: () => Promise<T>): Promise<T> {
    const from = options.now();
    const durationMs = (): number => Math.round(options.now() - from);
    try {
      const value = await work();
      const step: StepDone = { text, durationMs: durationMs(), status: "done" };
      done.push(step);
      await options.note(step, null);
      return value;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const step: StepDone = { text, durationMs: durationMs(), status: "failed", message };
      done.push(step);
      await options.note(step, null).catch(() => undefined);
      throw error;
    }
  }

  const stepOf = ({ rows, table, kept, why }: SetAside): StepDone => ({
    text: `${rows} rows of ${table} set aside in ${kept}: ${why}`,
    durationMs: 0,
    status: "done",
  });
  const noteAside = (rows: SetAside): Promise<void> => options.note(stepOf(rows), rows);
  function tellAside(rows: SetAside): void {
    setAside.push(rows);
    done.push(stepOf(rows));
  }

  return {
    run,
    now: options.now,
    async did(text, durationMs) {
      const step: StepDone = { text, durationMs: Math.round(durationMs), status: "done" };
      done.push(step);
      await options.note(step, null);
    },
    say: options.say,
    async aside(rows) {
      tellAside(rows);
      await noteAside(rows);
    },
    noteAside,
    tellAside,
    noteTable: options.noteTable,
    carried: (rows) => void (carried += rows),
    differs: (text) => void differences.push(text),
    differences,
    done,
    setAside,
    rowsCarried: () => carried,
  };
}
