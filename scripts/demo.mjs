// `npm run demo`: migrates the two databases of migrations/ on a throw-away server and shows the report.
// Plain JavaScript without packages, so that it works in a fresh clone before `npm install`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, "dist", "index.js");
const colours = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
const bold = (text) => (colours ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text) => (colours ? `\u001b[2m${text}\u001b[22m` : text);
const say = (...lines) => process.stdout.write(`${lines.join("\n")}\n`);

/** The variables of a CI server or of a project of the user's own would change what the demo does. */
const FOREIGN = /^(FLYBACK_(?!CACHE$)|FLYWAY_|INPUT_|GITHUB_|JENKINS_|HUDSON_|BUILD_|GITLAB_CI$|CI$|ACT$)/;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));

/** Runs the bundle with its output on the terminal and gives its exit code. `lines` are the arguments as they are shown. */
function flyback(...lines) {
  say("", dim(`$ node dist/index.js ${lines.map((line) => line.join(" ")).join(" \\\n    ")}`), "");
  const { status, signal } = spawnSync(process.execPath, [bundle, ...lines.flat()], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status ?? (signal === "SIGINT" ? 130 : 1);
}

function demo() {
  if (!existsSync(bundle)) {
    say("dist/index.js is missing: run npm install and npm run build.");
    return 1;
  }
  const reports = mkdtempSync(join(tmpdir(), "flyback-demo-"));
  const report = (name) => join(reports, name);
  const settings = ["--config-file", "migrations/flyback.yml", "--url", "throwaway:"];

  say(
    bold("flyback demo: a telehealth platform's two databases, from nothing to their newest version"),
    "",
    "migrations/flyback.yml names them: registry (patients, practitioners, facilities) and visits (appointments,",
    "encounters, prescriptions). A MariaDB or MySQL server is started for this run alone and removed afterwards.",
    "On a machine without one it is fetched first, which takes a minute, once.",
  );
  const code = flyback(
    ["migrate", ...settings],
    ["--report-path", report("report.md")],
    ["--junit-path", report("junit.xml")],
    ["--json-path", report("result.json")],
  );
  if (code !== 0) return code;

  say(
    "",
    bold("The reports of this run"),
    `  ${report("report.md")}    for people: the job summary on GitHub`,
    `  ${report("junit.xml")}    for Jenkins and others that show tests`,
    `  ${report("result.json")}  for programs`,
    "",
    bold("Try next"),
    "  what would run, without running it:",
    `    node dist/index.js migrate ${settings.join(" ")} --dry-run`,
    "  the same on a server of yours (the account may create databases):",
    "    FLYBACK_URL=mysql://127.0.0.1:3306 FLYBACK_USER=root FLYBACK_PASSWORD=… \\",
    "      node dist/index.js migrate --config-file migrations/flyback.yml",
    "  and there, once more and then the state of every migration:",
    "    node dist/index.js info --config-file migrations/flyback.yml",
    "  break a file in migrations/ and migrate again, to see what a failure tells you.",
  );
  return 0;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", () => process.exit());
process.exitCode = demo();
