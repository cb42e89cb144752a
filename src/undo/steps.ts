/** The steps of a way back, timed and told; and what could not be put back exactly. */

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
  readonly aside: (rows: SetAside) => Promise<void>;
  readonly carried: (rows: number) => void;
};

export type StepLog = Steps & {
  readonly done: readonly StepDone[];
  readonly setAside: readonly SetAside[];
  readonly rowsCarried: () => number;
};

/**
 * @param now milliseconds of a clock that never jumps
 * @param note called for each step and for rows set aside, to be journalled
 */
export function createSteps(options: {
  readonly now: () => number;
  readonly say: (text: string) => void;
  readonly note: (step: StepDone, aside: SetAside | null) => Promise<void>;
}): StepLog {
  const done: StepDone[] = [];
  const setAside: SetAside[] = [];
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
      setAside.push(rows);
      const text = `${rows.rows} rows of ${rows.table} set aside in ${rows.kept}: ${rows.why}`;
      const step: StepDone = { text, durationMs: 0, status: "done" };
      done.push(step);
      await options.note(step, rows);
    },
    carried: (rows) => void (carried += rows),
    done,
    setAside,
    rowsCarried: () => carried,
  };
}
