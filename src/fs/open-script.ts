import { createHash } from "node:crypto";
import { createChecksum } from "../core/migration/checksum.ts";
import { parseEncoding, type Encoding } from "../core/migration/encoding.ts";
import type { ScriptSource } from "../core/migration/resolved-migration.ts";
import { failure, MigrationError } from "../core/problem.ts";
import { createDecoder, MalformedInput } from "./decode.ts";
import { unreadable } from "./find-files.ts";
import { fileStamp, readChunks, readSmallFile, SMALL_FILE } from "./read-bytes.ts";
import { malformed } from "./resolve-script.ts";
import { reasonOf } from "./system-error.ts";

/**
 * The decoded text of a script: a small one in one piece, a large one in pieces of about a megabyte. At the end of the file
 * its checksum is compared with the one of when it was resolved, since what is recorded must be what was run.
 *
 * @throws MigrationError FILE_UNREADABLE (also for a file that has changed), ENCODING
 */
export async function* openScript(source: ScriptSource): AsyncGenerator<string, void, undefined> {
  const encoding = encodingOf(source);
  try {
    const whole = source.size <= SMALL_FILE ? readWhole(source, encoding) : null;
    if (whole !== null) {
      yield whole;
      return;
    }
    yield* openLarge(source, encoding);
  } catch (error) {
    throw asMigrationError(error, source, encoding);
  }
}

async function* openLarge(source: ScriptSource, encoding: Encoding): AsyncGenerator<string, void, undefined> {
  const decoder = createDecoder(encoding);
  const checksum = createChecksum();
  // Summing up a gigabyte takes seconds: a file that the file system calls unchanged is taken at its word.
  const same = async (): Promise<boolean> =>
    source.stamp !== undefined && source.stamp === (await fileStamp(source.path));
  const trusted = await same();
  for await (const bytes of readChunks(source.path)) {
    const text = decoder.decode(bytes);
    if (!trusted) checksum.update(text);
    yield text;
  }
  const rest = decoder.end();
  if (!trusted) checksum.update(rest);
  yield rest;
  if (trusted && (await same())) return;
  assertUnchanged(source, trusted ? Number.NaN : checksum.value());
}

function readWhole(source: ScriptSource, encoding: Encoding): string | null {
  return readSmallFile(source.path, (bytes) => {
    const decoder = createDecoder(encoding);
    const checksum = createChecksum();
    const text = decoder.decode(bytes) + decoder.end();
    checksum.update(text);
    assertUnchanged(source, checksum.value());
    return text;
  });
}

function encodingOf({ encoding, shownPath }: ScriptSource): Encoding {
  const known = parseEncoding(encoding);
  if (known === null || known.kind === "utf-16") {
    throw failure("ENCODING", `${shownPath} cannot be decoded: "${encoding}" is no charset that flyback knows.`);
  }
  return known;
}

function assertUnchanged({ rawChecksum, shownPath }: ScriptSource, found: number): void {
  if (rawChecksum === undefined || rawChecksum === found) return;
  throw failure("FILE_UNREADABLE", `${shownPath} has changed since this run read it for its checksum.`, {
    at: { file: shownPath },
    help: "See what writes to the migrations during the run, and run again.",
  });
}

function asMigrationError(error: unknown, source: ScriptSource, encoding: Encoding): unknown {
  if (error instanceof MigrationError) return error;
  if (error instanceof MalformedInput) return new MigrationError([malformed(source, encoding)], { cause: error });
  return new MigrationError([unreadable(source.shownPath, reasonOf(error))], { cause: error });
}

/**
 * SHA-256 of a script's bytes, in hex.
 *
 * @throws MigrationError FILE_UNREADABLE
 */
export async function sha256OfScript(source: ScriptSource): Promise<string> {
  try {
    const small = source.size <= SMALL_FILE ? readSmallFile(source.path, sha256) : null;
    if (small !== null) return small;
    const hash = createHash("sha256");
    for await (const bytes of readChunks(source.path)) hash.update(bytes);
    return hash.digest("hex");
  } catch (error) {
    throw new MigrationError([unreadable(source.shownPath, reasonOf(error))], { cause: error });
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
