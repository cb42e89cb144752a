import { randomBytes } from "node:crypto";
import { COMMANDS } from "../../src/commands/index.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import type { Config } from "../../src/config/config.ts";
import type { Heartbeat, MessageLevel, Progress } from "../../src/core/progress.ts";
import { SILENT_PROGRESS } from "../../src/core/progress.ts";
import type { RunResult } from "../../src/core/result.ts";
import { runCommand } from "../../src/engine/run.ts";
import { configFiles } from "../../src/fs/config-files.ts";
import { createMigrationFiles } from "../../src/fs/migration-files.ts";
import { openDumps } from "../../src/main/dumps.ts";
import { openWayBack } from "../../src/main/way-back.ts";
import { initStatements } from "../../src/main/init-sql.ts";
import { addressOf } from "../../src/mysql/connect.ts";
import { openDatabase } from "../../src/mysql/database.ts";
import type { TestServer } from "./servers.ts";

type Message = { readonly level: MessageLevel; readonly text: string };

export type CommandRun = {
  readonly result: RunResult;
  readonly messages: readonly Message[];
  readonly heartbeats: readonly Heartbeat[];
};

export type RunOptions = {
  readonly server: TestServer;
  readonly database: string | null;
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** Told as they come. */
  readonly onMessage?: (message: Message) => void;
};

/** Address of a server as a url; the password goes by FLYBACK_PASSWORD. */
export function urlOf(server: TestServer, database: string | null): string {
  return `mysql://${server.user}@${server.host}:${server.port}/${database ?? ""}`;
}

async function configOf(args: readonly string[], options: RunOptions): Promise<Config> {
  const { server, database, folder } = options;
  const loaded = await loadConfig({
    argv: [
      ...args,
      ...(args.includes("--url") || args.includes("--config-file") ? [] : ["--url", urlOf(server, database)]),
    ],
    env: { FLYBACK_PASSWORD: server.password, FLYBACK_LOCATIONS: "sql", ...options.env },
    cwd: folder,
    files: configFiles,
  });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
  return loaded.config;
}

/**
 * Runs a command in this process, as main does but for the reports: real settings, real files, a real server.
 *
 * @param args the command and its flags
 */
export async function runInProcess(args: readonly string[], options: RunOptions): Promise<CommandRun> {
  const config = await configOf(args, options);
  const messages: Message[] = [];
  const heartbeats: Heartbeat[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const progress: Progress = {
    ...SILENT_PROGRESS,
    heartbeat: (event) => void heartbeats.push(event),
    message: (level, text) => {
      messages.push({ level, text });
      options.onMessage?.({ level, text });
    },
  };
  const result = await runCommand({
    config,
    command: COMMANDS[config.command],
    version: "test",
    hostname: "test",
    notices: [],
    addressOf,
    ports: {
      connect: async (database) =>
        openDatabase(database, {
          initStatements: await initStatements(database),
          runLabel: "a test",
          signal,
          onMessage: (text) => progress.message("info", text, database.name),
        }),
      files: createMigrationFiles(config.workingDirectory),
      progress,
      runStarted: () => undefined,
      group: (_title, work) => work(),
      clock: { now: () => performance.now(), wall: () => Date.now(), iso: () => new Date().toISOString() },
      signal,
      runLabel: "a test",
      ciJob: null,
      random: () => randomBytes(3).toString("hex"),
      dumps: (database, connected) => openDumps(config, database, connected, { env: options.env ?? {}, signal }),
      wayBack: (database, connected) => openWayBack(config.undo, database, connected, progress),
    },
  });
  return { result, messages, heartbeats };
}
