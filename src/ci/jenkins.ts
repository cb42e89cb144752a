import { annotationLine } from "../report/annotations.ts";
import type { Host } from "./host.ts";
import { createLogProgress } from "./log-progress.ts";
import type { Platform } from "./platform.ts";
import { publishPlain } from "./publish.ts";

/** Jenkins: a plain log with titles; results go through files (JUnit, properties) that pipeline steps read. */
export function createJenkinsPlatform(host: Host): Platform {
  const log = (text: string): void => host.logWriter.write(`${host.mask(text)}\n`);
  return {
    name: "jenkins",
    maskSecret: host.maskSecret,
    mask: host.mask,
    log,
    progress: createLogProgress(log, false),
    runStarted: () => undefined,
    group: async (title, work) => {
      log(`--- ${title} ---`);
      return work();
    },
    annotate: (annotations) => {
      for (const annotation of annotations) log(annotationLine(annotation));
    },
    publish: (result, { reports }) => publishPlain(host, log, result, reports),
    close: () => undefined,
  };
}
