import { annotationLine } from "../report/annotations.ts";
import { createStyle } from "../report/style.ts";
import type { Host } from "./host.ts";
import { createLiveProgress } from "./live-progress.ts";
import { createLogProgress } from "./log-progress.ts";
import type { Platform } from "./platform.ts";
import { publishPlain } from "./publish.ts";

/**
 * A shell: with a terminal a live line tells what runs; into a pipe or file go plain lines as on a CI server.
 * @param now milliseconds, for the elapsed time of the live line
 */
export function createTerminalPlatform(host: Host, now: () => number): Platform {
  const style = createStyle(host.colours);
  const live = host.logWriter.isTerminal ? createLiveProgress({ writer: host.logWriter, mask: host.mask, now }) : null;
  const plain = (text: string): void => host.logWriter.write(`${host.mask(text)}\n`);
  const log = live === null ? plain : live.print;
  return {
    name: "terminal",
    maskSecret: host.maskSecret,
    mask: host.mask,
    log,
    progress: live === null ? createLogProgress(log, false) : live.progress,
    runStarted: () => undefined,
    group: async (title, work) => {
      log(style.bold(title));
      return work();
    },
    annotate: (annotations) => {
      for (const annotation of annotations) log(annotationLine(annotation));
    },
    publish: async (result, { reports }) => {
      live?.close();
      return publishPlain(host, log, result, reports);
    },
    close: () => live?.close(),
  };
}
