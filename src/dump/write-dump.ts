/** Writes one schema to one compressed file, as the server's own tool has it. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Readable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { hasFooter, LONGEST_FOOTER } from "../core/dump/footer.ts";
import { headerLine, type DumpHeader } from "../core/dump/header.ts";
import { failure, MigrationError } from "../core/problem.ts";
import { onProcessEnd } from "../throwaway/exit-hooks.ts";
import { dumpFailed, lastWords } from "./failed.ts";
import type { Tool } from "./find-tool.ts";
import { endingText, runTool, type Environment } from "./run-tool.ts";

/** Everything of the schema that the tool can write, in one consistent look at InnoDB's tables. No CREATE DATABASE, no USE. */
const OPTIONS = [
  "--single-transaction",
  "--quick",
  "--routines",
  "--events",
  "--triggers",
  "--hex-blob",
  "--tz-utc",
  "--default-character-set=utf8mb4",
  "--max-allowed-packet=1G",
  // Comments would bring names and the server's version text into the file unescaped.
  "--skip-comments",
  // Else it asks for PROCESS.
  "--no-tablespaces",
];
// The GTIDs of this server cannot be set on it again (3546); column statistics need a server of 8.0.
const OF_MYSQL = ["--set-gtid-purged=OFF"];
const OF_MYSQL_8 = ["--column-statistics=0"];

function optionsOf({ family, version }: Tool): readonly string[] {
  if (family === "MariaDB") return OPTIONS;
  return [...OPTIONS, ...OF_MYSQL, ...(version.startsWith("5.") ? [] : OF_MYSQL_8)];
}

export type DumpRequest = {
  readonly tool: Tool;
  /** The argument with the connection. */
  readonly connection: string;
  readonly header: DumpHeader;
  /** Of the file. */
  readonly path: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
};

export type WrittenDump = {
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** What the tool said though it went well. */
  readonly words: string;
};

/** Has the tool write the text. Only a tool that has ended well, and a text that has its end, count as whole. @returns the tool's words */
async function writeText({ tool, connection, header, env, signal }: DumpRequest, path: string): Promise<string> {
  // The tool writes into the file that is there, and leaves its mode as it is.
  await writeFile(path, "", { flag: "wx", mode: 0o600 });
  const args = [connection, ...optionsOf(tool), `--result-file=${path}`, header.schema];
  const end = await runTool(tool.path, args, { env, signal });
  const what = `${header.tool} wrote no whole dump of ${header.schema}`;
  if (end.code !== 0) {
    const words = end.code === null && end.signal === null ? "" : lastWords(end.stderr);
    throw failure("DUMP_FAILED", `${what}: ${endingText(end)}. ${words}`);
  }
  const last = (await stat(path)).size - LONGEST_FOOTER;
  const tail = await readAll(createReadStream(path, { start: Math.max(0, last) }));
  if (!hasFooter(tail)) throw failure("DUMP_FAILED", `${what}: it ended well, but its text has no end.`);
  return lastWords(end.stderr);
}

/** The dump: header and text, compressed. @returns its SHA-256 in hex */
async function compress(textPath: string, { header, signal }: DumpRequest, path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(
    async function* () {
      yield Buffer.from(headerLine(header));
      for await (const chunk of createReadStream(textPath)) yield chunk as Buffer;
    },
    // Time counts here: the migration waits.
    createGzip({ level: 1 }),
    async function* (source: Readable) {
      for await (const chunk of source) {
        hash.update(chunk as Buffer);
        yield chunk as Buffer;
      }
    },
    createWriteStream(path, { flags: "wx", mode: 0o600 }),
    { signal },
  );
  return hash.digest("hex");
}

const sumPath = (path: string): string => `${path}.sha256`;

/** Takes a dump away again. */
export async function removeDump(path: string): Promise<void> {
  for (const one of [path, sumPath(path)]) await rm(one, { force: true }).catch(() => undefined);
}

/** To be called when this process ends, too. */
function removeParts(...paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { force: true });
    } catch {
      // The error that brought us here is the one to tell.
    }
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Writes the file, and its checksum beside it in the format of `sha256sum`. Under its name there is a whole dump or none.
 *
 * @throws MigrationError DUMP_FAILED; nothing is left then
 */
export async function writeDump(request: DumpRequest): Promise<WrittenDump> {
  const { path, header, signal } = request;
  const text = `${path}.text`;
  const partial = `${path}.part`;
  const forget = onProcessEnd(() => removeParts(text, partial));
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const words = await writeText(request, text);
    const sha256 = await compress(text, request, partial);
    await rm(text);
    await sync(partial);
    const { size } = await stat(partial);
    // Where two names differ in case alone, and the file system does not tell them apart, this fails before the rename would replace a dump.
    await writeFile(sumPath(path), `${sha256}  ${basename(path)}\n`, { flag: "wx", mode: 0o600 });
    await rename(partial, path);
    return { bytes: size, sha256, words };
  } catch (error) {
    if (signal.aborted) throw failure("CANCELLED", `The dump of ${header.schema} was stopped by a signal.`);
    if (error instanceof MigrationError) throw error;
    throw dumpFailed(`The dump of ${header.schema} could not be written to ${path}`, error);
  } finally {
    forget();
    removeParts(text, partial);
  }
}
