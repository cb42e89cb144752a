import { commandWords } from "./command-line.ts";
import type { CommandName } from "./config.ts";
import { type Option, OPTIONS } from "./options.ts";
import { OPTION_GROUPS } from "./options/option.ts";
import { suggest } from "./suggest.ts";

/** A command as help shows it. */
export type CommandHelp = { readonly name: CommandName; readonly summary: string };

const PASSWORDS = "Passwords are refused on the command line: use FLYBACK_PASSWORD, FLYBACK_URL or --password-file.";

/** Columns of a line. */
const WIDTH = 100;
/** Where the texts of options begin. */
const INDENT = 34;

/** The text of `flyback help`, or of `flyback help COMMAND`. */
export function renderHelp(topic: string | null, commands: readonly CommandHelp[]): string {
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return commandHelp(command);
  const unknown = topic === null || topic === "help" || topic === "version" ? [] : [unknownTopic(topic), ""];
  return [...unknown, ...overview(commands)].join("\n");
}

function unknownTopic(topic: string): string {
  const meant = suggest(topic, commandWords());
  return meant === null ? "There is no command of that name." : `There is no such command. Did you mean ${meant}?`;
}

function overview(commands: readonly CommandHelp[]): string[] {
  return [
    "flyback: schema migrations for MySQL and MariaDB, on the history of Flyway",
    "",
    "Usage: flyback COMMAND [--name value | --name=value] …",
    "",
    "Commands:",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    "  help       show this text, or with the name of a command its options",
    "  version    print the version",
    "",
    "Every option can also be given as a variable (FLYBACK_URL for --url), as an input of the action, or in",
    "flyback.yml; the files and variables of Flyway are read as well. A flag counts most, then FLYBACK_*,",
    "the inputs, flyback.yml, FLYWAY_*, flyway.toml, flyway.conf.",
    PASSWORDS,
    "",
    "Example:",
    "  FLYBACK_URL=mysql://app:secret@127.0.0.1:3306/shop flyback migrate --locations db/migration",
    "",
    "Options (flyback help COMMAND says what they do):",
    ...OPTION_GROUPS.flatMap(groupNames),
  ];
}

function groupNames(group: string): string[] {
  const names = OPTIONS.filter((option) => option.group === group && isFlag(option)).map(({ name }) => `--${name}`);
  return names.length === 0 ? [] : wrap(`  ${`${group}:`.padEnd(12)}`, names.join(" "), 14);
}

function commandHelp({ name, summary }: CommandHelp): string {
  const options = OPTIONS.filter((option) => isFlag(option) && (option.commands?.includes(name) ?? true));
  const groups = OPTION_GROUPS.flatMap((group) => {
    const own = options.filter((option) => option.group === group);
    return own.length === 0 ? [] : ["", `${group}:`, ...own.flatMap(optionHelp)];
  });
  return [`flyback ${name}: ${summary}`, ...groups, "", PASSWORDS].join("\n");
}

function optionHelp(option: Option): string[] {
  const head = `  --${option.name}${valueHint(option)}`;
  const value = option.defaultHelp?.replaceAll("`", "") ?? defaultText(option);
  const text = `${option.help}${value === "" ? "" : ` Default: ${value}.`}`;
  const first = head.length < INDENT ? head.padEnd(INDENT) : `${head}\n${" ".repeat(INDENT)}`;
  return wrap(first, text.replaceAll("`", ""), INDENT);
}

function valueHint(option: Option): string {
  switch (option.type) {
    case "boolean":
      return "";
    case "integer":
      return " N";
    case "enum":
      return " WORD";
    case "path":
      return " PATH";
    case "list":
      return " A,B";
    case "map":
      return ".NAME=TEXT";
    case "string":
    case "databases":
      return " TEXT";
  }
}

/** The default as text; empty where an option is simply not set. */
export function defaultText(option: Option): string {
  if (option.default === null) return "";
  return typeof option.default === "object" ? option.default.join(", ") : String(option.default);
}

/** Secrets are no flags: they are refused on the command line. */
function isFlag(option: Option): boolean {
  return (
    option.scope !== "entry" &&
    option.fileOnly !== true &&
    option.hidden !== true &&
    option.name !== "password" &&
    option.name !== "command"
  );
}

/** Breaks a text into lines, the later ones indented. */
function wrap(first: string, text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = first;
  let room = WIDTH - indent;
  for (const word of text.split(" ")) {
    if (room < word.length && room < WIDTH - indent) {
      lines.push(line.trimEnd());
      line = " ".repeat(indent);
      room = WIDTH - indent;
    }
    line += `${word} `;
    room -= word.length + 1;
  }
  return [...lines, line.trimEnd()];
}
