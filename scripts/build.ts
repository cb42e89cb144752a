/**
 * Builds dist/: compiles with tsc, then bundles the JavaScript with ncc (ncc cannot compile with TypeScript 7).
 * `--check` builds into a temporary folder and compares with the committed dist/, byte by byte.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(process.argv[1] ?? ".", "../..");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const run = (name: string, ...args: readonly string[]): void => {
  execFileSync(bin(name), args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
};

/** What Node needs to know where the bundle is copied with its folder; copied alone, a .js file is CommonJS anyway. */
const PACKAGE = `${JSON.stringify({ name: "flyback-dist", private: true, type: "commonjs" }, null, 2)}\n`;

function build(target: string): void {
  rmSync(join(root, "build"), { recursive: true, force: true });
  run("tsc", "-p", "tsconfig.build.json");
  rmSync(target, { recursive: true, force: true });
  run("ncc", "build", "build/index.js", "-o", target, "--license", "licenses.txt", "--no-cache", "-q");
  writeFileSync(join(target, "package.json"), PACKAGE);
}

function differences(expected: string, actual: string): readonly string[] {
  const names = new Set([...readdirSync(expected), ...readdirSync(actual)]);
  const read = (folder: string, name: string): string | null => {
    try {
      return readFileSync(join(folder, name), "latin1");
    } catch {
      return null;
    }
  };
  return [...names].filter((name) => read(expected, name) !== read(actual, name));
}

if (process.argv.includes("--check")) {
  const folder = mkdtempSync(join(tmpdir(), "flyback-dist-"));
  try {
    build(folder);
    const changed = differences(folder, join(root, "dist"));
    if (changed.length > 0) {
      console.error(`dist/ does not match the source: ${changed.join(", ")}. Run \`npm run build\` and commit dist/.`);
      process.exitCode = 1;
    } else console.log("dist/ matches the source");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  build(join(root, "dist"));
  const extra = readdirSync(join(root, "dist"));
  if (extra.length !== 3) throw new Error(`dist/ should hold three files, but has: ${extra.join(", ")}`);
}
