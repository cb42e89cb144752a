/** Looks at a dump file before anything is done with it: its checksum, and what it says it is. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createGunzip } from "node:zlib";
import { parseHeader, type DumpHeader } from "../core/dump/header.ts";
import { failure, type MigrationError } from "../core/problem.ts";

/** A header is far shorter. */
const LONGEST_HEADER = 1_000_000;

function refused(message: string, cause?: unknown): MigrationError {
  return failure("DUMP_INVALID", message, cause === undefined ? {} : { cause });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @throws MigrationError DUMP_INVALID if there is no checksum file, or none for this file in it */
async function expectedSum(path: string): Promise<string> {
  const beside = `${path}.sha256`;
  let text: string;
  try {
    text = await readFile(beside, "utf8");
  } catch (error) {
    throw refused(`The checksum of ${path} cannot be read: ${reasonOf(error)}`, error);
  }
  for (const line of text.split("\n")) {
    const [, sum, name] = /^([0-9a-fA-F]{64})[ \t]+\*?(.+)$/.exec(line.trim()) ?? [];
    if (sum !== undefined && name === basename(path)) return sum.toLowerCase();
  }
  throw refused(`${beside} has no SHA-256 for ${basename(path)}.`);
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function firstLine(path: string): Promise<string> {
  const file = createReadStream(path);
  const text = createGunzip();
  file.on("error", (error) => text.destroy(error));
  let read = Buffer.alloc(0);
  try {
    for await (const chunk of file.pipe(text)) {
      read = Buffer.concat([read, chunk as Buffer]);
      const end = read.indexOf("\n");
      if (end >= 0) return read.subarray(0, end).toString("utf8");
      if (read.length > LONGEST_HEADER) break;
    }
    return "";
  } finally {
    file.destroy();
  }
}

/** The header of a file; null if it is no dump of flyback's. Its checksum is not looked at. @throws MigrationError DUMP_INVALID */
export async function readHeader(path: string): Promise<DumpHeader> {
  let line: string;
  try {
    line = await firstLine(path);
  } catch (error) {
    throw refused(`${path} cannot be read: ${reasonOf(error)}`, error);
  }
  const header = parseHeader(line);
  if (header === null) throw refused(`${path} was not written by flyback's \`snapshot\` dump.`);
  return header;
}

/** @returns the file's SHA-256 @throws MigrationError DUMP_INVALID if it is not the one that was written beside it */
export async function checkSum(path: string): Promise<string> {
  const expected = await expectedSum(path);
  let actual: string;
  try {
    actual = await sumOf(path);
  } catch (error) {
    throw refused(`${path} cannot be read: ${reasonOf(error)}`, error);
  }
  if (actual === expected) return actual;
  throw refused(
    `${path} is not as it was written: its SHA-256 is ${actual}, and ${basename(path)}.sha256 says ${expected}.`,
  );
}
