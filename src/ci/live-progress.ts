import type { Heartbeat, MigrationStart, Progress } from "../core/progress.ts";
import { baseName, cut, formatDuration, oneLine, visible } from "../report/format.ts";
import { describeEnd, describeMessage } from "./log-progress.ts";
import type { LineWriter } from "./line-writer.ts";

/** To the start of the line, and clear it. */
const CLEAR = "\r\u001b[K";
const TICK_MS = 250;

type Running = { readonly start: MigrationStart; readonly since: number; readonly beat: Heartbeat | null };

export type LiveProgress = {
  readonly progress: Progress;
  /** Prints above the live line. */
  readonly print: (text: string) => void;
  readonly close: () => void;
};

export type LiveOptions = {
  readonly writer: LineWriter;
  readonly mask: (text: string) => string;
  readonly now: () => number;
};

function describeRunning(one: Running, now: number): string {
  const { start, beat } = one;
  const statement = beat === null ? "" : `, statement ${beat.statement}${beat.of === null ? "" : ` of ${beat.of}`}`;
  const server = beat?.serverProgress == null ? "" : ` (${beat.serverProgress})`;
  const where = `${start.database} ${start.index}/${start.of} ${baseName(start.script)}`;
  return `${where} ${formatDuration(now - one.since)}${statement}${server}`;
}

/** Progress on a terminal: one line at the bottom tells what runs and for how long; what has ended stays above it. */
export function createLiveProgress({ writer, mask, now }: LiveOptions): LiveProgress {
  const running = new Map<string, Running>();
  let timer: NodeJS.Timeout | null = null;
  let isShown = false;

  const clear = (): void => {
    if (isShown) writer.write(CLEAR);
    isShown = false;
  };
  const draw = (): void => {
    if (running.size === 0) return;
    const parts = [...running.values()].map((one) => describeRunning(one, now()));
    // The last column stays free: a terminal that wraps would leave the line behind.
    writer.write(`${CLEAR}${cut(oneLine(visible(mask(parts.join(" | ")))), writer.columns() - 1)}`);
    isShown = true;
  };
  const print = (text: string): void => {
    clear();
    writer.write(`${mask(text)}\n`);
    draw();
  };
  const tick = (): void => {
    timer ??= setInterval(draw, TICK_MS).unref();
    draw();
  };
  const close = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    clear();
    running.clear();
  };
  const progress: Progress = {
    migrationStarted: (start) => {
      running.set(start.database, { start, since: now(), beat: null });
      tick();
    },
    migrationEnded: (end) => {
      running.delete(end.database);
      print(visible(describeEnd(end)));
      if (running.size === 0) close();
    },
    heartbeat: (beat) => {
      const one = running.get(beat.database);
      if (one !== undefined) running.set(beat.database, { ...one, beat });
      draw();
    },
    message: (level, text, database) => {
      if (level !== "debug") print(visible(describeMessage(level, text, database)));
    },
  };
  return { progress, print, close };
}
