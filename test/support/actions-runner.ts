import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { ROOT, runBundle, startBundle } from "./run-bundle.ts";
import type { BundleOptions, Ended, Running } from "./run-bundle.ts";
import { tempFolder } from "./temp-folder.ts";

/** A line that the runner takes for a command: `::error file=V1__a.sql,line=3::text`. */
type WorkflowCommand = {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
};

export type ActionRun = Ended & {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly commands: readonly WorkflowCommand[];
  /** Errors, warnings and notices. */
  readonly annotations: readonly WorkflowCommand[];
  /** Values that the runner was told to hide. */
  readonly masks: readonly string[];
  /** Standard output as people see it: without commands, masked values hidden. */
  readonly log: string;
};

export type ActionOptions = Omit<BundleOptions, "args"> & {
  /** The step's `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
};

/** A step that runs. */
export type StartedAction = { readonly running: Running; readonly ended: Promise<ActionRun> };

/** Runs the bundle as GitHub's runner runs a `uses:` step; `cwd` is the workspace. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const { env, read } = await prepare(options);
  return read(await runBundle({ ...options, env }));
}

/** Starts it, for tests that do something meanwhile. */
export async function startAction(options: ActionOptions): Promise<StartedAction> {
  const { env, read } = await prepare(options);
  const running = await startBundle({ ...options, env });
  return { running, ended: running.ended.then(read) };
}

type Prepared = { readonly env: Record<string, string>; readonly read: (ended: Ended) => Promise<ActionRun> };

async function prepare(options: ActionOptions): Promise<Prepared> {
  const commands = await tempFolder({ output: "", summary: "", state: "", env: "" });
  const temp = join(commands, "temp");
  await mkdir(temp);
  await writeFile(join(commands, "event.json"), "{}");
  const env = {
    ...(await inputVariables(options.inputs)),
    ...runnerVariables(options.cwd),
    GITHUB_EVENT_PATH: join(commands, "event.json"),
    GITHUB_OUTPUT: join(commands, "output"),
    GITHUB_STEP_SUMMARY: join(commands, "summary"),
    GITHUB_STATE: join(commands, "state"),
    GITHUB_ENV: join(commands, "env"),
    RUNNER_TEMP: temp,
    ...options.env,
  };
  const read = async (ended: Ended): Promise<ActionRun> => {
    const [output, summary, state] = await Promise.all(
      ["output", "summary", "state"].map((name) => readFile(join(commands, name), "utf8")),
    );
    const found = parseCommands(ended.stdout);
    const masks = found.flatMap(({ command, message }) => (command === "add-mask" ? [message] : []));
    return {
      ...ended,
      // What goes to the runner's files is looked at for secrets with everything else.
      files: { ...ended.files, "(outputs)": output ?? "", "(summary)": summary ?? "", "(state)": state ?? "" },
      outputs: parseOutputs(output ?? ""),
      summary: summary ?? "",
      commands: found,
      annotations: found.filter(({ command }) => ["error", "warning", "notice"].includes(command)),
      masks,
      log: readableLog(ended.stdout, masks),
    };
  };
  return { env, read };
}

type Metadata = { readonly inputs: Readonly<Record<string, { readonly default?: string } | null>> };

/** The runner sets a variable for every input that action.yml declares; one that is neither given nor has a default is empty. */
async function inputVariables(given: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const metadata = load(await readFile(join(ROOT, "action.yml"), "utf8")) as Metadata;
  const unknown = Object.keys(given).filter((name) => !(name in metadata.inputs));
  if (unknown.length > 0) throw new Error(`action.yml declares no input ${unknown.join(", ")}`);
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, input]) => {
      const value = given[name] ?? evaluate(input?.default ?? "");
      return [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value];
    }),
  );
}

/** The one expression that action.yml uses as a default. */
function evaluate(text: string): string {
  return text.replace("${{ job.status }}", "success");
}

function runnerVariables(workspace: string): Readonly<Record<string, string>> {
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_ACTOR: "octocat",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_EVENT_NAME: "push",
    GITHUB_JOB: "migrate",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REPOSITORY: "acme/telehealth",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_NUMBER: "17",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_WORKFLOW: "deploy",
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: "X64",
    RUNNER_NAME: "runner-1",
    RUNNER_OS: "Linux",
  };
}

/** `name<<DELIMITER`, lines, `DELIMITER`; or `name=value`. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? "";
    const heredoc = /^([\w-]+)<<(.+)$/.exec(line);
    if (heredoc === null) {
      const equals = line.indexOf("=");
      if (equals > 0) outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const end = lines.indexOf(heredoc[2] ?? "", i + 1);
    if (end < 0) throw new Error(`GITHUB_OUTPUT: ${line} has no end`);
    outputs[heredoc[1] ?? ""] = lines.slice(i + 1, end).join("\n");
    i = end;
  }
  return outputs;
}

const COMMAND = /^\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/;

/** As the runner reads them: lines of standard output that begin with `::name`. */
function parseCommands(stdout: string): readonly WorkflowCommand[] {
  return stdout.split(/\r\n|\n|\r/).flatMap((line) => {
    const [, command, properties = "", message = ""] = COMMAND.exec(line) ?? [];
    if (command === undefined) return [];
    const pairs = properties.split(",").filter((pair) => pair.includes("="));
    return [
      {
        command,
        properties: Object.fromEntries(
          pairs.map((pair) => {
            const equals = pair.indexOf("=");
            return [pair.slice(0, equals).trim(), unescape(pair.slice(equals + 1), true)];
          }),
        ),
        message: unescape(message, false),
      },
    ];
  });
}

function unescape(text: string, property: boolean): string {
  const plain = property ? text.replaceAll("%3A", ":").replaceAll("%2C", ",") : text;
  return plain.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function readableLog(stdout: string, masks: readonly string[]): string {
  const lines = stdout.split("\n").filter((line) => !COMMAND.test(line));
  return masks
    .filter((mask) => mask !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, mask) => text.replaceAll(mask, "***"), lines.join("\n"));
}
