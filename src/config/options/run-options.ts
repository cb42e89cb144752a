import type { OptionSpec } from "./option.ts";

/** What to do, and where the settings are. */
export const RUN_OPTIONS = [
  {
    name: "command",
    type: "enum",
    words: ["validate", "info", "migrate", "repair", "baseline", "help", "version"],
    default: "help",
    defaultHelp: "`migrate` as an action; help in a shell",
    group: "What",
    scope: "start",
    help: "What to do; on the command line it is the first word.",
  },
  {
    name: "config-file",
    type: "path",
    default: null,
    defaultHelp: "`flyback.yml`, `flyback.yaml` or `flyback.json` if there is one",
    group: "What",
    scope: "start",
    help: "The file with the settings: YAML or JSON of flyback's own names, or a flyway.toml or flyway.conf.",
  },
  {
    name: "working-directory",
    type: "path",
    default: ".",
    group: "What",
    scope: "start",
    help: "The folder that relative paths start from and where configuration files are looked for.",
  },
  {
    name: "environment",
    type: "string",
    default: null,
    flyway: "environment",
    group: "What",
    scope: "run",
    help: "A label such as staging: it is shown in reports, chooses the section of that name under `environments` of the configuration file, and is the value of the placeholder flyway:environment.",
  },
  {
    name: "dry-run",
    type: "boolean",
    default: false,
    commands: ["migrate"],
    group: "What",
    scope: "run",
    help: "Shows the exact SQL that would run, with placeholders filled, and the hash of the plan; changes nothing.",
  },
  {
    name: "plan-hash",
    type: "string",
    default: null,
    commands: ["migrate"],
    group: "What",
    scope: "run",
    help: "The hash that a dry run gave: migrate refuses to start when its plan is no longer that one.",
  },
] as const satisfies readonly OptionSpec[];
