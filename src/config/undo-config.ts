import { parseByteSize } from "./byte-size.ts";
import type { CommandName, UndoConfig } from "./config.ts";
import type { NamesOf } from "./options.ts";
import type { Settings } from "./settings.ts";

/** Longest name of a database on the server. */
const LONGEST_NAME = 64;

/** Schemas of the server's own, which nothing may be kept in. */
const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

/**
 * What is kept before a change, and when the run goes back.
 * @param command null if it is not known; what is said of a migrate is then not said
 */
export function undoConfig(settings: Settings, command: CommandName | null): UndoConfig {
  const snapshot = settings.word("snapshot");
  if (snapshot === "none") checkNone(settings, command);
  return {
    snapshot,
    onFailure: snapshot === "none" ? "keep" : settings.word("on-failure"),
    onJobFailure: settings.word("on-job-failure"),
    onNewerRows: settings.word("on-newer-rows"),
    onUnknownStatement: settings.word("on-unknown-statement"),
    onIrreversible: settings.word("on-irreversible"),
    snapshotMaxBytes: maxBytes(settings),
    retentionDays: settings.integer("snapshot-retention"),
    controlSchema: schemaName(settings, "control-schema") ?? "flyback",
    snapshotSchema: schemaName(settings, "snapshot-schema"),
    runId: settings.text("run-id")?.trim() ?? null,
  };
}

/** Without a snapshot there is no way back: who asks for one must not believe that there is. */
function checkNone(settings: Settings, command: CommandName | null): void {
  for (const name of ["on-failure", "on-job-failure"] as const) {
    if (!settings.isGiven(name) || settings.word(name) !== "rollback") continue;
    const message = "There is no way back without a snapshot, and `snapshot` is none.";
    settings.findings.problem("CONFIGURATION", message, settings.node(name)?.origin);
  }
  if (command !== "migrate" || settings.isGiven("on-failure")) return;
  const message = "Nothing is kept, so a migration that fails stays as far as it came (`on-failure` is keep).";
  settings.findings.notice(message, settings.node("snapshot")?.origin);
}

function maxBytes(settings: Settings): number | null {
  const text = settings.text("snapshot-max-size") ?? "";
  const bytes = parseByteSize(text);
  if (bytes === null) {
    const origin = settings.node("snapshot-max-size")?.origin;
    settings.findings.problem("CONFIGURATION", `"${text}" is no size such as 512MB, 20GB or 0.`, origin);
  }
  return bytes === 0 ? null : (bytes ?? 0);
}

function schemaName(settings: Settings, name: NamesOf<"string">): string | null {
  const text = settings.text(name)?.trim() ?? null;
  if (text === null) return null;
  const wrong =
    text.length > LONGEST_NAME
      ? `A schema's name has at most ${String(LONGEST_NAME)} characters.`
      : SYSTEM_SCHEMAS.has(text.toLowerCase())
        ? `${text} is a schema of the server's own.`
        : null;
  if (wrong !== null) settings.findings.problem("CONFIGURATION", wrong, settings.node(name)?.origin);
  return text;
}
