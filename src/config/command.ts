import type { Env } from "./env.ts";
import type { Problem } from "../core/problem.ts";
import { commandWords, HELP_FLAGS, parseCommandLine, VERSION_FLAGS } from "./command-line.ts";
import type { CommandName } from "./config.ts";
import { didYouMean } from "./suggest.ts";

/** What the call asks for, known before any file is read. */
export type CommandRequest =
  | { readonly kind: "run"; readonly command: CommandName }
  /** `asked` is false where no command was given at all: then help goes with exit code 2. */
  | { readonly kind: "help"; readonly topic: string | null; readonly asked: boolean }
  | { readonly kind: "version" }
  | { readonly kind: "unknown"; readonly problem: Problem };

/** The command from the first word of the arguments, else --command, FLYBACK_COMMAND, INPUT_COMMAND. */
export function readCommand(argv: readonly string[], env: Env): CommandRequest {
  const { words, flags } = parseCommandLine(argv);
  const [first, second] = words.map(({ text }) => text);
  if (flags.some(({ shown }) => HELP_FLAGS.has(shown))) return help(first === "help" ? second : first);
  if (flags.some(({ shown }) => VERSION_FLAGS.has(shown))) return { kind: "version" };
  const byFlag = flags.find(({ shown }) => shown === "--command")?.value;
  const asked = [first, byFlag, env["FLYBACK_COMMAND"], env["INPUT_COMMAND"]].find(
    (text) => text !== undefined && text !== null && text.trim() !== "",
  );
  if (asked === undefined || asked === null) return { kind: "help", topic: null, asked: false };
  return requestOf(asked.trim(), second);
}

function requestOf(word: string, next: string | undefined): CommandRequest {
  switch (word) {
    case "help":
      return help(next);
    case "version":
      return { kind: "version" };
    case "validate":
    case "info":
    case "migrate":
    case "repair":
    case "baseline":
    case "rollback":
    case "commit":
    case "snapshots":
    case "discard":
    case "restore":
      return { kind: "run", command: word };
    default:
      return { kind: "unknown", problem: unknownCommand(word) };
  }
}

function help(topic: string | undefined): CommandRequest {
  return { kind: "help", topic: topic ?? null, asked: true };
}

/** The word is repeated only where it looks like one: it might be a password that a shell let slip in. */
function unknownCommand(word: string): Problem {
  const commands = commandWords();
  const shown = /^[a-z][a-z-]{0,19}$/.test(word) ? ` \`${word}\`` : "";
  return {
    code: "USAGE",
    message: `There is no command${shown}.${didYouMean(word, commands)} The commands are ${commands.join(", ")}.`,
  };
}
