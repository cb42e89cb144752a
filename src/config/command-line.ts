import { findOption, optionOf } from "./options.ts";

/** One `--name=value`, `--name value` or `--name`; `value` is null where none was given. */
export type Flag = {
  /** As written, without value: `--placeholders.key`. */
  readonly shown: string;
  /** Without dashes and without the part after the dot. */
  readonly name: string;
  /** The part after the dot, for maps. */
  readonly key: string | null;
  readonly value: string | null;
  /** Written with one dash, as Flyway's are. */
  readonly single: boolean;
};

export type CommandLine = {
  /** What is neither flag nor the value of one, with its position from 1. */
  readonly words: readonly { readonly text: string; readonly position: number }[];
  readonly flags: readonly Flag[];
};

/** Takes the arguments apart. Nothing is judged here: an unknown flag is a flag. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const words: { text: string; position: number }[] = [];
  const flags: Flag[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? "";
    if (!/^-./.test(argument)) {
      words.push({ text: argument, position: i + 1 });
      continue;
    }
    const flag = splitFlag(argument);
    const next = argv[i + 1];
    if (flag.value === null && next !== undefined && takesNext(flag, next)) {
      flags.push({ ...flag, value: next });
      i++;
    } else {
      flags.push(flag);
    }
  }
  return { words, flags };
}

function splitFlag(argument: string): Flag {
  const equals = argument.indexOf("=");
  const shown = equals === -1 ? argument : argument.slice(0, equals);
  const value = equals === -1 ? null : argument.slice(equals + 1);
  const bare = shown.replace(/^--?/, "");
  const dot = bare.indexOf(".");
  return {
    shown,
    name: dot === -1 ? bare : bare.slice(0, dot),
    key: dot === -1 ? null : bare.slice(dot + 1),
    value,
    single: !argument.startsWith("--"),
  };
}

/**
 * Whether the next argument is the flag's value. Behind an unknown flag it is taken for one as well, so that a secret
 * behind a misspelt flag is never seen as a word of its own; only a command is left alone.
 */
function takesNext(flag: Flag, next: string): boolean {
  const option = flag.single ? undefined : findOption(flag.name);
  if (HELP_FLAGS.has(flag.shown) || VERSION_FLAGS.has(flag.shown)) return false;
  if (option === undefined) return !next.startsWith("-") && !isCommandWord(next);
  if (option.type === "boolean") return next === "true" || next === "false";
  return !next.startsWith("--");
}

export const HELP_FLAGS: ReadonlySet<string> = new Set(["--help", "-h"]);
export const VERSION_FLAGS: ReadonlySet<string> = new Set(["--version", "-V"]);

/** True for the name of a command. */
export function isCommandWord(text: string): boolean {
  return commandWords().includes(text);
}

/** The names of all commands, help and version among them. */
export function commandWords(): readonly string[] {
  const option = optionOf("command");
  return option.type === "enum" ? option.words : [];
}
