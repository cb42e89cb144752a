import { createMasker } from "../report/mask.ts";
import type { LineWriter } from "./line-writer.ts";
import { createLineWriter } from "./line-writer.ts";
import type { PlatformOptions } from "./platform.ts";

/** What all hosts share: where the log and the result go, colours, and the mask over both. */
export type Host = {
  /** The log: standard output, or standard error if that is kept for JSON. */
  readonly logWriter: LineWriter;
  /** Standard output, for the JSON result. */
  readonly resultWriter: LineWriter;
  readonly colours: boolean;
  readonly maskSecret: (value: string) => void;
  readonly mask: (text: string) => string;
};

function wantsColours(options: PlatformOptions, writer: LineWriter): boolean {
  if (options.color !== "auto") return options.color === "always";
  const { env } = options;
  // https://no-color.org: any value but the empty one.
  return writer.isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** Made once per run; the mask knows the secrets that it has been told so far. */
export function createHost(options: PlatformOptions): Host {
  const resultWriter = createLineWriter(options.stdout);
  const logWriter = options.json ? createLineWriter(options.stderr) : resultWriter;
  const secrets = new Set<string>();
  let masker: ((text: string) => string) | null = null;
  return {
    logWriter,
    resultWriter,
    colours: wantsColours(options, logWriter),
    maskSecret: (value) => {
      if (value === "" || secrets.has(value)) return;
      secrets.add(value);
      masker = null;
    },
    mask: (text) => {
      masker ??= createMasker([...secrets]);
      return masker(text);
    },
  };
}
