import { resolve } from "node:path";
import type { CommandName, DumpConfig } from "./config.ts";
import type { NamesOf } from "./options.ts";
import type { Settings } from "./settings.ts";

/** Dump files: where they are written to, and what is restored from them. */
export function dumpConfig(settings: Settings, workingDirectory: string, command: CommandName | null): DumpConfig {
  const source = settings.text("dump")?.trim() ?? null;
  if (command === "restore" && source === null) {
    settings.findings.problem("USAGE", "restore needs the dump file, or the folder of a run's dump files: `dump`.");
  }
  return {
    folder: resolve(workingDirectory, settings.text("dump-folder") ?? "flyback-dumps"),
    source: source === null ? null : resolve(workingDirectory, source),
    over: settings.word("restore-over"),
  };
}

/** A path to a program is a file; a name alone is looked for on PATH. */
export function toolPath(settings: Settings, name: NamesOf<"path">, workingDirectory: string): string | null {
  const text = settings.text(name)?.trim() ?? null;
  return text === null || !/[\\/]/.test(text) ? text : resolve(workingDirectory, text);
}
