import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { installFlyway } from "./flyway-install.ts";
import { type Answer, stateLine, type Verdict } from "./outcome.ts";
import { flywayConfig } from "./settings.ts";
import { type Address, hung, isChanging, type Tool, type ToolRun } from "./tool.ts";

// One small heap and the quick compiler: the runs are short, and the machine's cores are for both sides.
const JVM_OPTIONS = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"];

type State = readonly [number | null, string | null, string, string, string, string, number | null];

/** What FlywayRunner.java prints. */
type Reply = {
  readonly states?: readonly State[];
  readonly current?: string | null;
  readonly findings?: readonly { readonly code: string }[];
  readonly error?: {
    readonly code?: string;
    readonly class: string;
    readonly message: string | null;
    readonly line?: number;
    readonly errno?: number;
  };
};

/** Flyway's engine in one long-lived JVM, which takes one run after the other. */
export async function startFlyway(): Promise<Tool> {
  const { classPath, mainClass } = await installFlyway();
  const start = () => new Jvm(["-cp", classPath, ...JVM_OPTIONS, mainClass]);
  let jvm = start();
  let last: Promise<unknown> = Promise.resolve();

  async function ask(run: ToolRun): Promise<Answer> {
    const config = { ...flywayConfig(run.settings, run.resolve), "flyway.url": url(run.address, run.database) };
    const states = isChanging(run.command);
    const line = JSON.stringify({ command: run.command, config: { ...config, "flyway.user": "root" }, states });
    const reply = await jvm.ask(line, run.limitS);
    if (reply !== null) return answer(JSON.parse(reply) as Reply);
    jvm.end();
    jvm = start();
    return hung(run.limitS);
  }

  return {
    name: "Flyway",
    run: (run) => {
      const next = last.then(() => ask(run));
      last = next.catch(() => null);
      return next;
    },
    close: () => jvm.end(),
  };
}

function url({ kind, host, port }: Address, database: string | null): string {
  const options = kind === "mysql" ? "?sslMode=DISABLED&allowPublicKeyRetrieval=true" : "";
  return `jdbc:${kind}://${host}:${String(port)}/${database ?? ""}${options}`;
}

function answer({ states, current, findings, error }: Reply): Answer {
  const lines = states?.map(([rank, version, description, type, state, script, checksum]) =>
    stateLine(rank, version, { description, type, state, script, checksum }),
  );
  return {
    verdict: error === undefined ? validated(findings) : failed(error),
    states: lines === undefined ? null : [...lines, `current version: ${current ?? "none"}`],
  };
}

function validated(findings: Reply["findings"]): Verdict {
  const codes = findings?.map(({ code }) => code) ?? [];
  return { ok: findings === undefined, codes, counted: true, errno: null, line: null, message: "" };
}

function failed(error: NonNullable<Reply["error"]>): Verdict {
  const { code = error.class, message, errno = 0, line = 0 } = error;
  // 0 and -1 where no statement of a script failed.
  const place = errno > 0 ? { errno, line } : { errno: null, line: null };
  return { ok: false, codes: [code], counted: false, ...place, message: message ?? "" };
}

class Jvm {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[]) {
    // Its standard error has what the drivers and Flyway's console logger say.
    const child = spawn("java", args, { stdio: ["pipe", "pipe", "ignore"] });
    this.#process = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The line that answers a line; null when none has come in time. */
  async ask(line: string, limitS: number): Promise<string | null> {
    this.#process.stdin?.write(`${line}\n`);
    const timer = new AbortController();
    const late = new Promise<null>((resolve) => {
      const waiting = setTimeout(() => resolve(null), limitS * 1000);
      timer.signal.addEventListener("abort", () => clearTimeout(waiting));
    });
    const reply = await Promise.race([this.#lines.next(), late]);
    timer.abort();
    if (reply === null) return null;
    if (reply.done === true) throw new Error("the JVM with Flyway ended by itself");
    return reply.value;
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }
}
