// `npm test`: installs what is missing, then runs all tests on real servers. Plain JavaScript, so that it works before `npm ci`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) {
    if (signal) console.error(`${command} was ended by ${signal}`);
    process.exit(status ?? 1);
  }
}

// The file that npm writes last when an installation went through.
if (!existsSync(join(root, "node_modules", ".package-lock.json"))) run("npm", ["ci"]);
run(process.execPath, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...process.argv.slice(2)]);
