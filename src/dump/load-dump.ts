/** Loads a dump file through the server's own client, which takes its bytes as they are, whatever character sets they are in. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { failure } from "../core/problem.ts";
import { lastWords } from "./failed.ts";
import type { Tool } from "./find-tool.ts";
import { endingText, runTool, type Environment } from "./run-tool.ts";

/** In binary mode the client carries out no commands of its own but DELIMITER, so no file can make it run programs. */
const OPTIONS = [
  "--batch",
  "--binary-mode",
  "--default-character-set=utf8mb4",
  "--max-allowed-packet=1G",
  "--local-infile=0",
];

export type LoadRequest = {
  readonly tool: Tool;
  /** The argument with the connection. */
  readonly connection: string;
  readonly path: string;
  readonly schema: string;
  /** A statement for the session, before anything else. */
  readonly init: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
};

const END = "flyback: loaded to its end";

/** A client ends without an error inside of an open quote or comment; it answers this only where it has read all before. */
async function* withEnd(source: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield chunk as Buffer;
  yield Buffer.from(`\nSELECT '${END}';\n`);
}

/** @throws MigrationError RESTORE_FAILED with the client's words */
export async function loadDump({ tool, connection, path, schema, init, env, signal }: LoadRequest): Promise<void> {
  const args = [connection, ...OPTIONS, `--init-command=${init}`, schema];
  let broken: unknown = null;
  const end = await runTool(tool.path, args, {
    env,
    signal,
    async feed(stdin) {
      try {
        await pipeline(createReadStream(path), createGunzip(), withEnd, stdin);
      } catch (error) {
        broken = error;
        // The client is ended: what it has got so far must not count as the whole.
        throw error;
      }
    },
  });
  if (signal.aborted) throw failure("CANCELLED", "The restore was stopped by a signal.");
  if (end.code !== 0) {
    throw failure(
      "RESTORE_FAILED",
      `${path} could not be loaded, ${tool.words}: ${endingText(end)}. ${lastWords(end.stderr)}`,
    );
  }
  if (broken === null && !end.stdout.includes(END)) {
    throw failure("RESTORE_FAILED", `${path} was not loaded to its end: ${tool.words} has stopped before it.`);
  }
  if (broken !== null) {
    const reason = broken instanceof Error ? broken.message : "it broke off";
    throw failure("RESTORE_FAILED", `${path} could not be read to its end: ${reason}`, { cause: broken });
  }
}
