/**
 * Builds dist/: compiles with tsc, bundles the JavaScript with ncc (which cannot compile with TypeScript 7), and takes comments and
 * indentation out. `--check` builds into a temporary folder and compares with the committed dist/, byte by byte; `--out FOLDER` builds there.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { transform } from "esbuild";

const root = resolve(process.argv[1] ?? ".", "../..");

/** What Node needs to know where the bundle is copied with its folder; copied alone, a .js file is CommonJS anyway. */
const PACKAGE = `${JSON.stringify({ name: "flyback-dist", private: true, type: "commonjs" }, null, 2)}\n`;

/** GitHub's post step: the same program, which knows by the script's name that it is the post step. */
const POST = `require("./index.js");\n`;

type Bundle = {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
};
type Ncc = (entry: string, options: object) => Promise<Bundle>;

/** The folder's name must not vary: webpack numbers modules by their paths. */
function compile(): string {
  const output = join(root, "build", "js");
  rmSync(output, { recursive: true, force: true });
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json", "--outDir", output], {
    cwd: root,
    stdio: "inherit",
  });
  return output;
}

async function bundle(entry: string): Promise<Bundle> {
  const ncc = createRequire(join(root, "package.json"))("@vercel/ncc") as Ncc;
  return ncc(entry, {
    cache: false,
    quiet: true,
    license: "licenses.txt",
    // @actions/core brings a whole HTTP client (undici, 1 MB, a third of the bundle) to ask GitHub for OIDC tokens, which flyback never
    // does; only a proxy for that would be read from it. Parsing it would cost every start 17 ms of CPU.
    externals: { undici: "node:http" },
  });
}

/**
 * mysql2 lists the servers' error numbers in 185 KB of assignments, which every start would compile and run; as JSON they are there
 * in a tenth of the time.
 */
function errorTable(code: string): string {
  const at = code.indexOf("exports.EE_CANTCREATEFILE");
  const start = code.indexOf("{\n", code.lastIndexOf("\n/***/ (", at)) + 2;
  const end = code.indexOf("\n/***/ })", at);
  if (at < 0 || end < 0) throw new Error("mysql2's table of errors was not found in the bundle");
  const table: Record<string, unknown> = {};
  runInNewContext(code.slice(start, end), { exports: table });
  // It is there both ways; only names are asked for (numbers by pools and servers, which flyback has none of).
  const names = Object.fromEntries(Object.entries(table).filter(([key]) => /^\d+$/.test(key)));
  const text = JSON.stringify(JSON.stringify(names));
  const late = `let table; __unused_webpack_module.exports = new Proxy({}, { get: (_, name) => (table ??= JSON.parse(${text}))[name] });`;
  return `${code.slice(0, start)}${late}${code.slice(end)}`;
}

/**
 * mysql2 reads the server's version and the name of its authentication plugin as CESU-8, for which it loads all of iconv-lite's encodings.
 * Up to U+FFFF that is UTF-8, which Node has.
 */
function withoutCesu8(code: string): string {
  const wanted = "readNullTerminatedString('cesu8')";
  if (!code.includes(wanted)) throw new Error("mysql2's reading of CESU-8 was not found in the bundle");
  return code.replaceAll(wanted, "readNullTerminatedString('utf8')");
}

/**
 * mysql2 colours SQL by `cardinal` where it finds that package: a start would look for it in every node_modules above the bundle, and run
 * what it finds there.
 */
function withoutCardinal(code: string): string {
  const wanted = 'module.exports = eval("require")("cardinal");';
  if (!code.includes(wanted)) throw new Error("mysql2's look for cardinal was not found in the bundle");
  return code.replace(wanted, 'throw new Error("cardinal is not part of the bundle");');
}

/**
 * webpack writes modules as arrow functions in parentheses. V8 parses those twice: when the file is loaded, and when the module is
 * required. A `function` in parentheses it compiles at once, which saves a start with nothing to do a tenth of its CPU.
 * (`this` is not used in modules.)
 */
function eager(code: string): string {
  return code
    .replaceAll(/^(\/\*{3}\/ \d+:\n\/\*{3}\/ )\(\(([^()]*)\) => \{/gm, "$1(function ($2) {")
    .replaceAll(/^(\/\*{3}\/ \d+:\n\/\*{3}\/ )\(([a-zA-Z_]+) => \{/gm, "$1(function ($2) {");
}

/** webpack's mark of a line that is not a module's own. */
const MARK = "/***/ ";

type Module = { readonly id: string; readonly parameters: string; readonly body: string };

/** Calls `replace` for each module of the bundle; null leaves it as it is. */
async function eachModule(code: string, replace: (module: Module) => Promise<string | null>): Promise<string> {
  const parts: string[] = [];
  let done = 0;
  for (const head of code.matchAll(/^\/\*{3}\/ (\d+):\n\/\*{3}\/ \(function \(([^()]*)\) \{\n/gm)) {
    const [all, id = "", parameters = ""] = head;
    const begin = head.index + all.length;
    const end = code.indexOf(`\n${MARK}})`, begin);
    const text = await replace({ id, parameters, body: code.slice(begin, end) });
    if (text === null) continue;
    parts.push(code.slice(done, head.index), text);
    done = end + `\n${MARK}})`.length;
  }
  return parts.join("") + code.slice(done);
}

/** Numbers of the modules that every run on a database loads: our own that are not imported late, and the driver's. */
function modulesOfEveryRun(code: string, folder: string): ReadonlySet<string> {
  const driver = /createConnection[^;]*?\.bind\(__nccwpck_require__, (\d+)/.exec(code)?.[1];
  if (driver === undefined) throw new Error("the driver's import was not found in the bundle");
  const cache = "var __webpack_module_cache__ = {};";
  const probe = code.replace(cache, `${cache}\nglobalThis.probe = [__nccwpck_require__, __webpack_module_cache__];`);
  const file = join(folder, "probe.cjs");
  writeFileSync(file, probe);
  const script = `require(${JSON.stringify(file)});
    process.on("exit", () => { const [load, cache] = probe; load(${driver}); console.log(Object.keys(cache).join(" ")); });`;
  const said = execFileSync(process.execPath, ["-e", script, "flyback", "version"], { encoding: "utf8" });
  return new Set(said.trimEnd().split("\n").at(-1)?.split(" "));
}

/**
 * Modules that few runs need (formats, encodings, the throw-away server, the work on migrations) are text until then: V8 would look for
 * mistakes in all of them at every start. Text it only reads over.
 */
async function shortenWithLateAsText(code: string, early: ReadonlySet<string>): Promise<string> {
  const texts = new Map<string, string>();
  const rest = await eachModule(code, async ({ id, parameters, body }) => {
    if (early.has(id) || body.length < 2000) return null;
    // What Node gives to a file is not there in a text.
    const text = await shorten(`((require, __filename, __dirname) => (function (${parameters}) {\n${body}\n}))`);
    texts.set(id, text.trimEnd());
    return `${id}: moduleFromText(${id})`;
  });
  // Lines may be broken anywhere by now.
  const short = (await shorten(rest)).replaceAll(/moduleFromText\(\s*(\d+)\s*\)/g, (_, id: string) => {
    const text = JSON.stringify(texts.get(id));
    texts.delete(id);
    return `moduleFromText(\n${text}\n)`;
  });
  if (texts.size > 0) throw new Error(`modules that are not in the bundle: ${[...texts.keys()].join(", ")}`);
  return short;
}

/**
 * Makes the bundle run as well where Node takes it for an ES module: copied alone beside a package.json that says "module". There a
 * script has neither `require` nor `module`; in CommonJS these lines change nothing.
 */
const PRELUDE = `var require, module, __dirname, __filename;
if (typeof require === "undefined") {
  require = process.getBuiltinModule("node:module").createRequire(process.argv[1]);
  module = { exports: {} };
  __filename = process.argv[1];
  __dirname = require("node:path").dirname(__filename);
}
function moduleFromText(text) {
  const { Script } = require("node:vm");
  return (...args) => new Script(text, { filename: __filename }).runInThisContext()(require, __filename, __dirname)(...args);
}
`;

/** Names stay, so stacks are readable; lines stay short, since Node prints the line of an uncaught error; text is ASCII, which Node reads and parses faster than UTF-8. */
async function shorten(code: string): Promise<string> {
  const { code: short } = await transform(code, {
    minifyWhitespace: true,
    lineLimit: 500,
    charset: "ascii",
    legalComments: "none",
    target: "node20",
  });
  return short;
}

async function build(target: string): Promise<void> {
  const compiled = compile();
  try {
    const { code, assets } = await bundle(join(compiled, "index.js"));
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const whole = eager(withoutCesu8(withoutCardinal(errorTable(code))));
    const short = await shortenWithLateAsText(whole, modulesOfEveryRun(whole, compiled));
    writeFileSync(join(target, "index.js"), PRELUDE + short);
    for (const [name, { source }] of Object.entries(assets)) writeFileSync(join(target, name), source);
    writeFileSync(join(target, "package.json"), PACKAGE);
    writeFileSync(join(target, "post.js"), POST);
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
  const files = readdirSync(target).toSorted().join(" ");
  if (files !== "index.js licenses.txt package.json post.js") throw new Error(`${target} holds ${files}`);
}

function differences(expected: string, actual: string): readonly string[] {
  return readdirSync(expected).filter((name) => {
    try {
      return !readFileSync(join(expected, name)).equals(readFileSync(join(actual, name)));
    } catch {
      return true;
    }
  });
}

async function check(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flyback-dist-"));
  try {
    await build(folder);
    const changed = differences(folder, join(root, "dist"));
    if (changed.length === 0) {
      console.log("dist/ matches the source");
      return;
    }
    console.error(`dist/ does not match the source: ${changed.join(", ")}. Run \`npm run build\` and commit dist/.`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const out = process.argv.indexOf("--out");
  if (process.argv.includes("--check")) await check();
  else await build(out < 0 ? join(root, "dist") : resolve(process.argv[out + 1] ?? "dist"));
}

void main();
