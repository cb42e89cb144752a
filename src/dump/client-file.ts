/** How a tool gets to the server: by a file that only this user can read, never by its arguments or its environment. */
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionConfig, TlsConfig } from "../config/config.ts";
import { optionFile } from "../core/dump/option-file.ts";
import { onProcessEnd } from "../throwaway/exit-hooks.ts";

type Options = (readonly [string, string])[];

export type ClientTarget = {
  readonly connection: ConnectionConfig;
  readonly product: "MySQL" | "MariaDB";
  /** Our own session is encrypted, so `preferred` means that the tool's is. */
  readonly isEncrypted: boolean;
};

function place({ host, port, socketPath }: ConnectionConfig): Options {
  if (socketPath !== null) {
    return [
      ["protocol", "socket"],
      ["socket", socketPath],
    ];
  }
  return [
    ["protocol", "tcp"],
    ["host", host],
    ["port", String(port)],
  ];
}

/** MariaDB's tools have no mode that looks at the certificate's authority and not at its host name, so `verify-ca` is stricter there. */
function modeOptions({ connection, product, isEncrypted }: ClientTarget): Options {
  const { mode } = connection.tls;
  if (product === "MySQL") {
    const words = mode === "preferred" ? (isEncrypted ? "required" : "disabled") : mode;
    return [["ssl-mode", words.toUpperCase().replace("-", "_")]];
  }
  if (mode === "disabled" || (mode === "preferred" && !isEncrypted)) return [["ssl", "0"]];
  return [
    ["ssl", "1"],
    ["ssl-verify-server-cert", mode === "verify-ca" || mode === "verify-identity" ? "1" : "0"],
  ];
}

/** The settings have PEM text; the tools want files. */
async function tlsFiles({ ca, cert, key }: TlsConfig, folder: string): Promise<Options> {
  const options: Options = [];
  for (const [name, text] of [["ssl-ca", ca] as const, ["ssl-cert", cert] as const, ["ssl-key", key] as const]) {
    if (text === null) continue;
    const path = join(folder, `${name}.pem`);
    await writeFile(path, text, { mode: 0o600 });
    options.push([name, path]);
  }
  return options;
}

async function optionsOf(target: ClientTarget, folder: string): Promise<Options> {
  const { connection, product, isEncrypted } = target;
  const isTls = connection.tls.mode !== "disabled" && (connection.tls.mode !== "preferred" || isEncrypted);
  return [
    ...place(connection),
    ["user", connection.user],
    ["password", connection.password?.reveal() ?? ""],
    ...modeOptions(target),
    ...(isTls ? await tlsFiles(connection.tls, folder) : []),
    ...(connection.cleartextPlugin && product === "MySQL" ? [["enable-cleartext-plugin", "1"] as const] : []),
  ];
}

/**
 * Writes the file for as long as `work` takes. It is gone afterwards, also when the work fails and when this process is ended.
 *
 * @param work gets the one argument that a tool must be given first
 */
export async function withClientFile<T>(target: ClientTarget, work: (argument: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-client-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = onProcessEnd(remove);
  try {
    const path = join(folder, "client.cnf");
    await writeFile(path, optionFile(await optionsOf(target, folder)), { mode: 0o600 });
    // Instead of all other option files, whose settings could leave things out of a dump.
    return await work(`--defaults-file=${path}`);
  } finally {
    remove();
    forget();
  }
}
