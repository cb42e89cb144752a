import { flywayConfig, ourArguments, type Settings } from "../test/conformance/settings.ts";
import type { Command } from "./measure.ts";
import type { Stage } from "./stage.ts";

/** One run of a tool: settings by Flyway's names, and the folder that the location is below. */
export type Job = {
  readonly command: "migrate" | "validate" | "rollback" | "commit";
  readonly database: string;
  readonly folder: string;
  readonly location: string;
  readonly settings?: Settings;
};

const fill = (text: string): string => text;

function settingsOf({ location, settings }: Job): Settings {
  return { ...settings, locations: [location] };
}

/**
 * Our bundle on the Node that runs the benchmark.
 *
 * @param wayBack with what is kept for the way back, as is the default; else without, as the others are
 */
export function ours({ bundle, server }: Stage, job: Job, wayBack = false): Command {
  const { kind, host, port } = server.address;
  const options = ourArguments(settingsOf(job), { folder: job.folder, fill });
  const url = `${kind}://${host}:${port}/${job.database}`;
  const snapshot = job.command === "migrate" && !wayBack ? ["--snapshot=none"] : [];
  return {
    argv: [process.execPath, bundle, job.command, `--url=${url}`, "--user=root", ...snapshot, ...options],
    cwd: job.folder,
  };
}

/** Flyway's engine in a JVM of its own with that JVM's default options, as a command line starts it. */
export function flyway({ flyway: { classPath, mainClass }, server }: Stage, job: Job): Command {
  const { kind, host, port } = server.address;
  const config = {
    ...flywayConfig(settingsOf(job), { folder: job.folder, fill }),
    "flyway.url": `jdbc:${kind}://${host}:${port}/${job.database}`,
    "flyway.user": "root",
  };
  return {
    argv: ["java", "-cp", classPath, mainClass],
    cwd: job.folder,
    // Without the list of all migrations, which only the comparison asks for.
    input: `${JSON.stringify({ command: job.command, config, states: false })}\n`,
    check: checkReply,
  };
}

function checkReply(stdout: string): void {
  const { error, findings } = JSON.parse(stdout) as { readonly error?: unknown; readonly findings?: unknown };
  if (error !== undefined || findings !== undefined) {
    throw new Error(`Flyway: ${JSON.stringify(error ?? findings).slice(0, 1000)}`);
  }
}

/**
 * One session of the plain client that runs files one after the other.
 *
 * @param oneTransaction commits at the end only; else the client commits every statement, as is its default
 */
export function plainClient(
  { client, server }: Stage,
  database: string,
  files: readonly string[],
  oneTransaction = false,
): Command {
  const { host, port } = server.address;
  // `\\.` is `source`. A file may end under another delimiter; the client would keep it for the next one.
  const sources = files.map((file) => `\\. ${file}\ndelimiter ;\n`).join("");
  const input = oneTransaction ? `set autocommit = 0;\n${sources}commit;\n` : sources;
  const options = ["--no-defaults", `--host=${host}`, `--port=${port}`, "--protocol=tcp", "--user=root"];
  return { argv: [...client, ...options, "--default-character-set=utf8mb4", database], input };
}

/** The least that a script with our driver does: connect, one query, end. */
export function bareDriver({ server }: Stage): Command {
  const { host, port } = server.address;
  const options = JSON.stringify({ host, port, user: "root" });
  const script = `const c = require("mysql2").createConnection(${options}); c.query("select 1", (e) => { if (e) throw e; c.end(); });`;
  return { argv: [process.execPath, "-e", script], cwd: import.meta.dirname };
}

export function bareNode(): Command {
  return { argv: [process.execPath, "-e", "0"] };
}
