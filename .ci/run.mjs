// The checks of .ci/run, one after the other; all run, also after one failed. No packages: it installs them itself.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "flyback-ci-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function execute(command, args, env = {}, capture = false) {
  const stdio = ["ignore", capture ? "pipe" : "inherit", "inherit"];
  const result = spawnSync(command, args, { stdio, env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  if (capture && result.stdout !== null) process.stdout.write(result.stdout);
  return result;
}

function add(title, counts, ok) {
  for (const key of Object.keys(totals)) totals[key] += counts[key] ?? 0;
  if (!ok) failures.push(title);
}

function section(title) {
  console.log(`\n=== ${title}`);
}

/** A check that passes or fails as a whole. */
function check(title, command, args, env) {
  section(title);
  const ok = execute(command, args, env).status === 0;
  add(title, ok ? { passed: 1 } : { failed: 1 }, ok);
}

/** A vitest run; one that ran no test has failed, and so has one that ended badly without a failed test. */
function tests(title, args, env) {
  section(title);
  const file = join(scratch, `${totals.passed + totals.failed}.json`);
  const { status } = execute(
    "npm",
    ["test", "--", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env,
  );
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  const ok = status === 0 && counts.passed > 0;
  if (!ok && counts.failed === 0) counts.failed = 1;
  add(title, counts, ok);
}

/** A script whose last line is `N passed, N failed, N skipped`. */
function counted(title, command, args, env) {
  section(title);
  const { status, stdout } = execute(command, args, env, true);
  const last = String(stdout).trimEnd().split("\n").at(-1) ?? "";
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last);
  const counts =
    found === null ? {} : { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
  const ok = status === 0 && (counts.passed ?? 0) > 0;
  if (!ok && !counts.failed) counts.failed = 1;
  add(title, counts, ok);
}

const started = Date.now();
check("install", "npm", ["ci", "--no-fund", "--no-audit"]);
check("types", "npm", ["run", "-s", "typecheck"]);
check("lint", "npm", ["run", "-s", "lint"]);
check("format", "npm", ["run", "-s", "check:format"]);
check("dead code", "npm", ["run", "-s", "knip"]);
check("generated files", "npm", ["run", "-s", "check:generated"]);
check("dist/ matches the source", "npm", ["run", "-s", "check:dist"]);
check("demo", "npm", ["run", "-s", "demo"]);
tests("all tests: MariaDB 10.11, MySQL 8.0", [], { FLYBACK_TEST_SERVERS: "mariadb-10.11,mysql-8.0" });
// The proof takes longest, and runs on these by hand: `npm run proof -- … --server`.
const onMore = ["--project=server", "--exclude=test/throwaway/**", "--exclude=test/proof/**"];
tests("what talks to servers: MariaDB 11.8, MySQL 9.7", onMore, { FLYBACK_TEST_SERVERS: "mariadb-11.8,mysql-9.7" });
check("Node 20.15, 22, 24", "npm", ["run", "-s", "test:nodes"]);
counted("conformance with Flyway 13.12", "npm", ["run", "-s", "conformance", "--", "--quick"]);

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
for (const title of failures) console.log(`FAILED: ${title}`);
process.exitCode = failures.length === 0 ? 0 : 1;
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
