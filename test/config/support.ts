import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Config, DatabaseConfig } from "../../src/config/config.ts";
import { loadConfig, type LoadResult } from "../../src/config/load-config.ts";
import { configFiles } from "../../src/fs/config-files.ts";

export type Run = {
  /** Arguments after `migrate`, or all of them if the first is a command; null: none at all, as an action is run. */
  readonly argv?: readonly string[] | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the current folder by path; a path that ends in `/` is an empty folder. */
  readonly files?: Readonly<Record<string, string>>;
};

/** Loads the configuration as a process in a folder with these files would. */
export async function load({ argv = [], env = {}, files = {} }: Run): Promise<LoadResult> {
  const cwd = await mkdtemp(join(tmpdir(), "flyback-config-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(path.endsWith("/") ? join(cwd, path) : dirname(join(cwd, path)), { recursive: true });
      if (!path.endsWith("/")) await writeFile(join(cwd, path), text);
    }
    return await loadConfig({ argv: withCommand(argv), env, cwd, files: configFiles });
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

function withCommand(argv: readonly string[] | null): readonly string[] {
  if (argv === null) return [];
  return /^[a-z]+$/.test(argv[0] ?? "") ? argv : ["migrate", ...argv];
}

/** A connection that is complete, so that a test can be about something else. */
const CONNECTED = { FLYBACK_URL: "mysql://app@db.example/shop" };

/** The configuration of a run that has no problem. */
export async function config(run: Run): Promise<Config> {
  const result = await load({ ...run, env: { ...CONNECTED, ...run.env } });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.config;
}

/** Its only or first database. */
export async function database(run: Run): Promise<DatabaseConfig> {
  const [first] = (await config(run)).databases;
  if (first === undefined) throw new Error("no database");
  return first;
}

/** Problems as `CODE file:line message`, as they are printed. */
export async function problems(run: Run): Promise<string[]> {
  const result = await load({ ...run, env: { ...CONNECTED, ...run.env } });
  return result.ok ? [] : result.problems.map(({ code, message, at }) => `${code} ${place(at)}${message}`);
}

/** Notices as `file:line message`. */
export async function notices(run: Run): Promise<string[]> {
  const result = await load({ ...run, env: { ...CONNECTED, ...run.env } });
  return result.notices.map(({ message, at }) => `${place(at)}${message}`);
}

function place(at: { readonly file: string; readonly line?: number } | undefined): string {
  return at === undefined ? "" : `${at.file}:${String(at.line ?? "")} `;
}
