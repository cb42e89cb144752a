/** Runs the bundle's tests on the oldest Node that is supported and on the current ones: `npm run test:nodes`. */
import { spawnSync } from "node:child_process";
import { getNode } from "./nodes.ts";

const VERSIONS = ["20.15.1", "22", "24"];

async function main(): Promise<void> {
  const nodes: string[] = [];
  for (const version of VERSIONS) {
    const path = await getNode(version);
    const found = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim();
    if (!found.startsWith(`v${version}`)) throw new Error(`asked for Node ${version}, got ${found} (${path})`);
    console.log(`Node ${found}`);
    nodes.push(`${found.slice(1)}=${path}`);
  }
  const args = ["scripts/test.mjs", "--project=server", "test/e2e/shell.test.ts", ...process.argv.slice(2)];
  const env = { ...process.env, FLYBACK_TEST_NODES: nodes.join(",") };
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit", env }).status ?? 1;
}

void main();
