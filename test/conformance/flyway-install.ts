import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, publishFolder } from "../../src/throwaway/cache-folder.ts";

const execute = promisify(execFile);

export const FLYWAY_VERSION = "13.12.0";
const JAVA_FOLDER = join(import.meta.dirname, "java");
const MAIN = "FlywayRunner";

/** The class path and main class that start Flyway's engine; fetches the jars and compiles the main where they lack. */
export async function installFlyway(): Promise<{ readonly classPath: string; readonly mainClass: string }> {
  const folder = join(cacheFolder(process.env), `flyway-${FLYWAY_VERSION}`);
  const jars = join(folder, "lib");
  if (!(await exists(jars))) await publishFolder(jars, fetchJars);
  const source = join(JAVA_FOLDER, `${MAIN}.java`);
  // By its text: several checkouts share the cache.
  const digest = createHash("sha256")
    .update(await readFile(source))
    .digest("hex");
  const classes = join(folder, `classes-${digest.slice(0, 12)}`);
  if (!(await exists(classes))) {
    await publishFolder(classes, (target) => run("javac", ["-nowarn", "-cp", join(jars, "*"), "-d", target, source]));
  }
  return { classPath: `${classes}:${join(jars, "*")}`, mainClass: MAIN };
}

async function fetchJars(folder: string): Promise<void> {
  console.log(`fetching Flyway ${FLYWAY_VERSION} and the drivers from Maven Central`);
  // Maven may write beside the pom.
  const pom = join(folder, "pom.xml");
  await copyFile(join(JAVA_FOLDER, "pom.xml"), pom);
  await run("mvn", ["-q", "-B", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${folder}`]);
  await rm(pom);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function run(program: string, args: readonly string[]): Promise<void> {
  try {
    await execute(program, args);
  } catch (error) {
    throw new Error(
      `${program} (Java 17 or newer and Maven are needed for the conformance runs) failed: ${String(error)}`,
      {
        cause: error,
      },
    );
  }
}
