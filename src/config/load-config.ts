import type { Env } from "./env.ts";
import { join } from "node:path";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import { readCommand } from "./command.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import type { CommandName, Config, RunConfig } from "./config.ts";
import { checkDatabases, databaseConfig } from "./database-config.ts";
import { databaseSources } from "./database-sources.ts";
import { dumpConfig } from "./dump-config.ts";
import { Findings } from "./findings.ts";
import { runConfig } from "./run-config.ts";
import { collectSecrets } from "./secrets.ts";
import { Settings } from "./settings.ts";
import { readSources, type Sources } from "./sources.ts";
import { undoConfig } from "./undo-config.ts";

/** What the configuration needs of the file system; src/fs/config-files.ts has the real one. */
export type ConfigFiles = {
  /** Text of a file (UTF-8); null if there is none. Throws if it exists and cannot be read. */
  readonly read: (path: string) => string | null;
  readonly isFolder: (path: string) => boolean;
};

export type LoadInput = {
  /** Arguments after the script's name, the command included. */
  readonly argv: readonly string[];
  readonly env: Env;
  /** Absolute. */
  readonly cwd: string;
  readonly files: ConfigFiles;
};

type Loaded = {
  readonly notices: readonly Notice[];
  /** Values to mask wherever anything is printed, from the first line on; also of a configuration that was refused. */
  readonly secrets: readonly string[];
};

export type LoadResult = Loaded &
  (
    | { readonly ok: true; readonly config: Config }
    /** `run` holds what could be understood: enough to write the reports that a failed run owes, too. */
    | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]]; readonly run: RunConfig }
  );

/** Reads every source and answers the checked configuration, or all of its problems at once. */
export async function loadConfig(given: LoadInput): Promise<LoadResult> {
  // process.env asks the system at every look.
  const input = { ...given, env: { ...given.env } };
  const findings = new Findings();
  const line = parseCommandLine(input.argv);
  const command = commandOf(input, findings);
  const sources = await readSources(input, line, findings);
  collectSecrets(sources.sets, findings);
  const settings = new Settings(sources.sets, findings);
  const { workingDirectory } = sources;
  const run = runConfig(settings, { command: command ?? "", env: input.env, workingDirectory });
  const rest = restOfConfig(input, sources, settings, command);
  if (command !== null) checkPlan(command, line, rest, settings);
  const { notices, secrets } = findings;
  const [first, ...others] = findings.problems;
  if (first !== undefined) return { ok: false, problems: [first, ...others], run, notices, secrets };
  if (command === null) throw new Error("A configuration without a command");
  return { ok: true, config: { ...run, ...rest, command }, notices, secrets };
}

function commandOf({ argv, env }: LoadInput, findings: Findings): CommandName | null {
  const request = readCommand(argv, env);
  if (request.kind === "run") return request.command;
  if (request.kind === "unknown") findings.problem(request.problem.code, request.problem.message);
  else findings.problem("USAGE", "A command is missing.");
  return null;
}

type Rest = Omit<Config, keyof RunConfig>;

function restOfConfig(input: LoadInput, sources: Sources, settings: Settings, command: CommandName | null): Rest {
  const { findings } = settings;
  const context = { ...input, ...sources, defaultLocation: defaultLocation(input, sources) };
  const databases = [];
  const described = databaseSources(sources, settings);
  for (const source of described) databases.push(databaseConfig(source, context));
  checkDatabases(databases, described, findings);
  return {
    databases,
    parallel: settings.integer("parallel"),
    onDatabaseFailure: settings.word("on-database-failure"),
    dryRun: settings.boolean("dry-run"),
    // Set for a whole pipeline it means its migrate, and nothing to the other commands.
    planHash: command === "migrate" ? planHash(settings) : null,
    undo: undoConfig(settings, command),
    dump: dumpConfig(settings, sources.workingDirectory, command),
  };
}

/** Flyway's command line falls back to the folder `sql`, which its users rely on. */
function defaultLocation({ files }: LoadInput, { isFlywayProject, workingDirectory }: Sources): string {
  return isFlywayProject && files.isFolder(join(workingDirectory, "sql")) ? "sql" : "db/migration";
}

function planHash(settings: Settings): string | null {
  const text = settings.text("plan-hash")?.trim().toLowerCase() ?? null;
  if (text !== null && !/^[0-9a-f]{64}$/.test(text)) {
    const origin = settings.node("plan-hash")?.origin;
    settings.findings.problem(
      "CONFIGURATION",
      "A plan's hash has 64 hexadecimal digits, as the dry run prints it.",
      origin,
    );
  }
  return text;
}

/** Commands that write and have no dry run. */
const WRITING: ReadonlySet<CommandName> = new Set(["repair", "baseline", "rollback", "commit", "discard", "restore"]);

/** Commands that work on one run of the journal. */
const OF_ONE_RUN: ReadonlySet<CommandName> = new Set(["rollback", "commit", "discard"]);

/** A dry run that is none would be the worst surprise; a hash that nobody looks at the next. */
function checkPlan(command: CommandName, { flags }: CommandLine, { dryRun }: Rest, settings: Settings): void {
  const { findings } = settings;
  if (dryRun && WRITING.has(command)) {
    const message = `${command} has no dry run: it would write. \`dry-run\` is for migrate.`;
    findings.problem("USAGE", message, settings.node("dry-run")?.origin);
  }
  if (command !== "migrate" && flags.some(({ name }) => name === "plan-hash")) {
    findings.problem("USAGE", "--plan-hash is for migrate.");
  }
  if (!OF_ONE_RUN.has(command) && flags.some(({ name }) => name === "run-id")) {
    findings.problem("USAGE", "--run-id is for rollback, commit and discard.");
  }
  if (command === "discard" && (settings.text("run-id") ?? "").trim() === "") {
    findings.problem(
      "USAGE",
      "discard drops rows for good, so it must be told of which run: `run-id`, as `flyback snapshots` lists it.",
    );
  }
}
