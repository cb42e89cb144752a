import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createDataFolder } from "./data-folder.ts";
import { ThrowawayError } from "./error.ts";
import { onProcessEnd } from "./exit-hooks.ts";
import { freePort } from "./handshake.ts";
import { createRunFolder, removeDeadRunFolders, removeRunFolder, runFolderParent } from "./run-folder.ts";
import type { Environment } from "./run-program.ts";
import { TLS_FILE_NAMES, runArguments, socketPathOf } from "./server-arguments.ts";
import type { TlsFiles } from "./server-arguments.ts";
import { launchServer } from "./launch.ts";
import type { LaunchedServer } from "./launch.ts";
import { killQuietly, serversOf } from "./server-processes.ts";
import type { ServerProduct, ServerProgram } from "./server-program.ts";

export type StartOptions = {
  readonly env: Environment;
  /** Given to the server after our own arguments, so that they win. */
  readonly extraArguments?: readonly string[];
  /** Arguments that shape the data folder, such as `--lower-case-table-names=1`; also given to the running server. */
  readonly initArguments?: readonly string[];
  /** Listen on the socket only. Default: on a free port of 127.0.0.1 too. */
  readonly skipNetworking?: boolean;
  /** Without it MariaDB has no TLS, and MySQL a certificate it made itself. */
  readonly tls?: TlsFiles;
  /** Milliseconds until a server that does not answer is given up. Default: one minute. */
  readonly timeoutMs?: number;
  /** Where the run folder is made. Default: the system's folder for temporary files. */
  readonly temporaryFolder?: string;
};

/** A running server. Everybody who can reach it is root without a password: it listens on loopback only. */
export type ThrowawayServer = {
  readonly product: ServerProduct;
  readonly version: string;
  readonly host: "127.0.0.1";
  /** Null with `skipNetworking`. */
  readonly port: number | null;
  readonly socketPath: string;
  readonly user: "root";
  /** The folder of data, socket and log, gone after `stop`. */
  readonly folder: string;
  /** Process id of the server that runs now; it changes with `restart`. */
  readonly pid: number;
  /** Ends the server and removes all it has written. May be called twice. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, as a crash would: the data folder stays. */
  readonly kill: () => void;
  /** Starts again on the same data folder and port; a server that still runs is killed first. */
  readonly restart: () => Promise<void>;
};

/**
 * Starts a server of its own data folder, and first clears away what dead processes left behind. It is ready when this returns, and
 * goes with `stop` or with this process. Throws "initialise-failed" or "start-failed" with the end of the server's log.
 */
export async function startThrowawayServer(program: ServerProgram, options: StartOptions): Promise<ThrowawayServer> {
  const parent = options.temporaryFolder ?? runFolderParent();
  await removeDeadRunFolders(parent);
  const folder = createRunFolder(parent);
  const running: { server: LaunchedServer | null } = { server: null };
  const forget = onProcessEnd(() => {
    // By its data folder, so that a server is found as well that is just being started.
    for (const pid of serversOf(folder)) killQuietly(pid);
    removeRunFolder(folder);
  });
  const stop = async (): Promise<void> => {
    await running.server?.end();
    removeRunFolder(folder);
    forget();
  };
  try {
    await fillRunFolder(program, folder, options);
    const port = await launchOnFreePort(program, folder, options, running);
    return toThrowawayServer({ program, folder, options, running, port, stop });
  } catch (error: unknown) {
    await stop();
    throw error;
  }
}

type Running = { server: LaunchedServer | null };

async function fillRunFolder(program: ServerProgram, folder: string, options: StartOptions): Promise<void> {
  await mkdir(join(folder, "tmp"), { mode: 0o700 });
  if (options.tls !== undefined) {
    await writeFile(join(folder, TLS_FILE_NAMES.certificate), options.tls.certificate);
    await writeFile(join(folder, TLS_FILE_NAMES.key), options.tls.key, { mode: 0o600 });
  }
  await createDataFolder(program, { env: options.env, runFolder: folder, initArguments: options.initArguments ?? [] });
}

/** Between our look and the server's start somebody else can take the port: then another one. */
async function launchOnFreePort(
  program: ServerProgram,
  folder: string,
  options: StartOptions,
  running: Running,
): Promise<number | null> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.skipNetworking === true ? null : await freePort();
    try {
      running.server = await launch(program, folder, port, options);
      return port;
    } catch (error: unknown) {
      const portTaken =
        error instanceof ThrowawayError &&
        /Address already in use|another .* server running on port/i.test(error.message);
      if (!portTaken || attempt === 5) throw error;
    }
  }
}

function launch(
  program: ServerProgram,
  folder: string,
  port: number | null,
  options: StartOptions,
): Promise<LaunchedServer> {
  const args = [
    ...runArguments(program, { runFolder: folder, port, tls: options.tls !== undefined }),
    ...(options.initArguments ?? []),
    ...(options.extraArguments ?? []),
  ];
  const { env, timeoutMs = 60_000 } = options;
  return launchServer([...program.command, ...args], { env, folder, socketPath: socketPathOf(folder), timeoutMs });
}

type Parts = {
  readonly program: ServerProgram;
  readonly folder: string;
  readonly options: StartOptions;
  readonly running: Running;
  readonly port: number | null;
  readonly stop: () => Promise<void>;
};

function toThrowawayServer({ program, folder, options, running, port, stop }: Parts): ThrowawayServer {
  return {
    product: program.product,
    version: program.version,
    host: "127.0.0.1",
    port,
    socketPath: socketPathOf(folder),
    user: "root",
    folder,
    get pid() {
      return running.server?.pid ?? 0;
    },
    stop,
    kill: () => running.server?.kill(),
    restart: async () => {
      await running.server?.end();
      running.server = await launch(program, folder, port, options);
    },
  };
}
