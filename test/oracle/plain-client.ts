import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../src/throwaway/cache-folder.ts";
import { getRecipe } from "../support/servers/recipes.ts";

const run = promisify(execFile);

/** What the plain client does with a script: statements that it sends, and databases that it changes to. */
export type ClientStatement = { readonly sql: string; readonly normalized: string } | { readonly use: string };

/** Asks the plain client, by way of an outside program, what it sends for a script. */
export type PlainClient = { readonly statementsOf: (file: string) => Promise<readonly ClientStatement[]> };

/**
 * The client, or why there is none: the program `splitter-oracle.py` below FLYBACK_ORACLES, Python, and a client on
 * PATH or of a server that has been unpacked for the tests are needed.
 */
export async function findPlainClient(env: NodeJS.ProcessEnv): Promise<PlainClient | string> {
  const oracle = join(resolve(env["FLYBACK_ORACLES"] ?? "../shared/oracles"), "splitter-oracle.py");
  if (!existsSync(oracle)) return `${oracle} (FLYBACK_ORACLES) is not there`;
  if (!(await runs("python3", env))) return "there is no python3";
  const client = await findClient(env);
  if (client === null)
    return "there is no mariadb client, neither on PATH nor of a server that was unpacked for the tests";
  const version = await run(client, ["--version"]);
  const key = `${version.stdout}${await readFile(oracle, "utf8")}`;
  return {
    statementsOf: (file) => statementsOf(file, { oracle, client, key, cache: join(cacheFolder(env), "plain-client") }),
  };
}

async function runs(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return run(program, ["--version"], { env }).then(
    () => true,
    () => false,
  );
}

async function findClient(env: NodeJS.ProcessEnv): Promise<string | null> {
  if (await runs("mariadb", env)) return "mariadb";
  if (!existsSync(join(cacheFolder(env), "servers", "test-mariadb-10.11"))) return null;
  const { client } = await getRecipe("mariadb-10.11", env);
  // The program wants one word; the unpacked client is started through its own loader.
  const script = join(cacheFolder(env), "plain-client", "mariadb");
  await mkdir(join(cacheFolder(env), "plain-client"), { recursive: true });
  await writeFile(
    script,
    `#!/bin/sh\nexec ${client("mariadb")
      .map((word) => `'${word}'`)
      .join(" ")} "$@"\n`,
  );
  await chmod(script, 0o755);
  return script;
}

type Setup = { readonly oracle: string; readonly client: string; readonly key: string; readonly cache: string };

/** Answers are kept: each takes a tenth of a second, and there are hundreds of files. */
async function statementsOf(file: string, { oracle, client, key, cache }: Setup): Promise<readonly ClientStatement[]> {
  const hash = createHash("sha256")
    .update(key)
    .update(await readFile(file))
    .digest("hex");
  const kept = join(cache, `${hash}.json`);
  if (!existsSync(kept)) {
    const { stdout } = await run("python3", [oracle, file, "--client", client], { maxBuffer: 1 << 30 });
    await mkdir(cache, { recursive: true });
    await writeFile(kept, stdout);
  }
  const answer: { readonly statements: readonly ClientStatement[] } = JSON.parse(await readFile(kept, "utf8"));
  return answer.statements;
}
