import { annotationLine } from "../report/annotations.ts";
import { oneLine } from "../report/format.ts";
import type { Host } from "./host.ts";
import { createLogProgress } from "./log-progress.ts";
import type { Platform } from "./platform.ts";
import { publishPlain } from "./publish.ts";

/**
 * GitLab: a log with foldable sections; results go through files (JUnit, dotenv) that the job's `artifacts:reports` names.
 * @param now milliseconds: a section's marks carry the time, and GitLab shows their difference
 */
export function createGitlabPlatform(host: Host, now: () => number): Platform {
  const log = (text: string): void => host.logWriter.write(`${host.mask(text)}\n`);
  // https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
  const mark = (kind: "start" | "end", name: string): string =>
    `\u001b[0Ksection_${kind}:${Math.floor(now() / 1000)}:${name}\r\u001b[0K`;
  let sections = 0;
  return {
    name: "gitlab",
    maskSecret: host.maskSecret,
    mask: host.mask,
    log,
    progress: createLogProgress(log, false),
    runStarted: () => undefined,
    group: async (title, work) => {
      sections += 1;
      const name = `flyback_${sections}`;
      log(`${mark("start", name)}${oneLine(title)}`);
      try {
        return await work();
      } finally {
        log(mark("end", name));
      }
    },
    annotate: (annotations) => {
      for (const annotation of annotations) log(annotationLine(annotation));
    },
    publish: (result, { reports }) => publishPlain(host, log, result, reports),
    close: () => undefined,
  };
}
