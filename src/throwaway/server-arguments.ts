import { join } from "node:path";
import { dataDirArgument } from "./server-processes.ts";
import type { ServerProgram } from "./server-program.ts";

/** Key and certificate as PEM text; the certificate may be signed by itself. */
export type TlsFiles = { readonly certificate: string; readonly key: string };

/** Where a server puts everything it writes. */
export type ServerPlace = {
  readonly runFolder: string;
  /** Null for a server that listens on its socket only. */
  readonly port: number | null;
  readonly tls: boolean;
};

export function socketPathOf(runFolder: string): string {
  return join(runFolder, "s.sock");
}

export const TLS_FILE_NAMES = { certificate: "server-certificate.pem", key: "server-key.pem" } as const;

/** Arguments that a server needs as well to make a data folder as to run on it. */
export function baseArguments(program: ServerProgram, runFolder: string): readonly string[] {
  const { shareDir, pluginDir } = program;
  return [
    // Must be the first. The machine's configuration belongs to another server.
    "--no-defaults",
    // A server refuses to run as root unless told to.
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
    `--basedir=${program.baseDir}`,
    dataDirArgument(runFolder),
    // Never the system's: a starting server removes temporary tables of an earlier one, and would take those of its neighbours.
    `--tmpdir=${join(runFolder, "tmp")}`,
    ...(shareDir === null
      ? []
      : [`--lc-messages-dir=${shareDir}`, `--character-sets-dir=${join(shareDir, "charsets")}`]),
    ...(pluginDir === null ? [] : [`--plugin-dir=${pluginDir}`]),
    "--innodb-buffer-pool-size=32M",
    // Kernels and containers limit asynchronous I/O; several servers beside each other would get errors.
    "--innodb-use-native-aio=OFF",
    // Scripts may come from strangers (a pull request): the server reads and writes no files for them.
    "--loose-local-infile=OFF",
    ...(program.product === "mysql"
      ? MYSQL_BASE
      : ["--innodb-log-file-size=8M", `--secure-file-priv=${join(runFolder, "tmp")}`]),
  ];
}

/** "loose" for what older or newer versions do not know. The performance schema alone takes 250 MB. */
const MYSQL_BASE = [
  "--loose-innodb-redo-log-capacity=16M",
  "--performance-schema=OFF",
  "--skip-log-bin",
  "--secure-file-priv=NULL",
];

/** All arguments to run a server, without those of the caller. */
export function runArguments(program: ServerProgram, place: ServerPlace): readonly string[] {
  const { runFolder, port } = place;
  return [
    ...baseArguments(program, runFolder),
    ...(port === null ? ["--skip-networking"] : [`--port=${port}`, "--bind-address=127.0.0.1"]),
    `--socket=${socketPathOf(runFolder)}`,
    `--pid-file=${join(runFolder, "s.pid")}`,
    // What is committed survives the death of the server, though not that of the machine.
    "--innodb-flush-log-at-trx-commit=2",
    ...(program.product === "mysql" ? ["--loose-mysqlx=OFF", "--sync-binlog=0"] : []),
    ...tlsArguments(program, place),
  ];
}

function tlsArguments(program: ServerProgram, place: ServerPlace): readonly string[] {
  if (place.tls) {
    const { certificate, key } = TLS_FILE_NAMES;
    return [`--ssl-cert=${join(place.runFolder, certificate)}`, `--ssl-key=${join(place.runFolder, key)}`];
  }
  // From 11.4 on MariaDB makes itself a certificate at every start, which takes seconds. MySQL keeps one in its data folder.
  return program.product === "mariadb" ? ["--skip-ssl"] : [];
}
