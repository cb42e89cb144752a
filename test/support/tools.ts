import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, publishFolder, withCacheLock } from "../../src/throwaway/cache-folder.ts";
import { unpackDebianTree } from "../../src/throwaway/debian-tree.ts";
import { tailOf } from "../../src/throwaway/error.ts";
import { findOnPath, runProgram } from "../../src/throwaway/run-program.ts";
import type { Environment } from "../../src/throwaway/run-program.ts";
import { debianSources } from "./servers/debian-sources.ts";

/** A program that some tests use beside the bundle: how to call it, or why it cannot be had and what to do about that. */
export type Tool =
  { readonly found: true; readonly command: readonly string[] } | { readonly found: false; readonly reason: string };

const ACT = "github.com/nektos/act@v0.2.89";

/** act runs GitHub workflows on one's own machine. It is built once, which takes two minutes, and kept in the cache. */
export function findAct(env: Environment): Promise<Tool> {
  return orReason(async () => {
    const folder = toolFolder(env, "act-0.2.89");
    await fillOnce(folder, async (target) => {
      const go = need("go", env, "Go is not installed: apt-get install golang, or https://go.dev/dl");
      say(`building ${ACT}, once`);
      await run([go, "install", ACT], { ...env, GOBIN: target }, target);
    });
    return [join(folder, "act")];
  });
}

/** Groovy 2.4 of Debian, the line that Jenkins runs; unpacked, not installed. */
export function findGroovy(env: Environment): Promise<Tool> {
  return orReason(async () => {
    const java = need("java", env, "Java is not installed: apt-get install default-jre-headless");
    const folder = toolFolder(env, "groovy-2.4");
    if (!existsSync(folder)) {
      need("apt-get", env, "without apt there is no Debian package of Groovy to unpack");
      say("fetching groovy, once");
    }
    await unpackDebianTree({
      env,
      folder,
      sources: debianSources("bookworm"),
      packages: [],
      alone: ["groovy"],
      finish: keepJar,
    });
    return [java, "-Xmx256m", "-cp", join(folder, "groovy-all.jar")];
  });
}

/** The one jar that holds all that is needed; the package has a hundred other files. */
async function keepJar(tree: string): Promise<void> {
  const jars = join(tree, "usr/share/java");
  const jar = (await readdir(jars)).find((name) => /^groovy-all-[\d.]+\.jar$/.test(name));
  if (jar === undefined) throw new Error(`there is no groovy-all jar in ${jars}`);
  await rename(join(jars, jar), join(tree, "groovy-all.jar"));
  for (const name of await readdir(tree)) {
    if (name !== "groovy-all.jar") await rm(join(tree, name), { recursive: true, force: true });
  }
}

/** A certain version of Node from the npm registry, such as one that is too old. */
export function findNode(version: string, env: Environment): Promise<Tool> {
  return orReason(async () => {
    const name = `node-${process.platform}-${process.arch}`;
    const folder = toolFolder(env, `${name}-${version}`);
    await fillOnce(folder, async (target) => {
      say(`fetching Node ${version}, once`);
      const npm = need("npm", env, "npm is not on PATH");
      await run([npm, "pack", "--silent", `${name}@${version}`], env, target);
      await run(["tar", "-xzf", `${name}-${version}.tgz`, "package/bin/node"], env, target);
      await rm(join(target, `${name}-${version}.tgz`));
    });
    return [join(folder, "package/bin/node")];
  });
}

/** A program of the machine. */
export function findProgram(name: string, env: Environment, otherwise: string): Tool {
  const path = findOnPath(name, env);
  return path === null ? { found: false, reason: otherwise } : { found: true, command: [path] };
}

function toolFolder(env: Environment, name: string): string {
  return join(cacheFolder(env), "tools", name);
}

async function fillOnce(folder: string, fill: (target: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await withCacheLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await publishFolder(folder, fill);
  });
}

async function orReason(find: () => Promise<readonly string[]>): Promise<Tool> {
  try {
    return { found: true, command: await find() };
  } catch (error: unknown) {
    return { found: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function need(program: string, env: Environment, otherwise: string): string {
  const path = findOnPath(program, env);
  if (path === null) throw new Error(otherwise);
  return path;
}

async function run(command: readonly string[], env: Environment, cwd: string): Promise<void> {
  const result = await runProgram(command, { env, cwd, timeoutMs: 1_200_000 });
  if (result.exitCode === 0) return;
  throw new Error(`${command.slice(0, 4).join(" ")} failed: ${tailOf(`${result.stdout}\n${result.stderr}`)}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
