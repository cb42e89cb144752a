import { defaultText } from "../../src/config/help.ts";
import { isOutside, type Option, OPTIONS } from "../../src/config/options.ts";
import { OUTPUT_HELP } from "../../src/config/outputs.ts";
import { OUTPUT_NAMES } from "../../src/report/outputs.ts";

/**
 * The only defaults: one that arrives as an input would hide the configuration file. The command has to come from
 * somewhere, and the job's state is asked for on purpose.
 */
const DEFAULTS: Readonly<Record<string, string>> = { command: "migrate", "job-status": "${{ job.status }}" };

/** action.yml, made of the tables of options and outputs. */
export function renderActionYml(): string {
  return [
    "# Made by scripts/generate.ts of src/config/options.ts and src/config/outputs.ts; changes belong there.",
    "name: flyback",
    "description: Schema migrations for MySQL and MariaDB, on the history of Flyway, with reports for the pipeline",
    "author: flyback",
    "branding:",
    "  icon: database",
    "  color: blue",
    "inputs:",
    ...OPTIONS.filter(isOutside).flatMap(input),
    "outputs:",
    ...OUTPUT_NAMES.flatMap((name) => [`  ${name}:`, `    description: ${JSON.stringify(OUTPUT_HELP[name])}`]),
    "runs:",
    "  using: node24",
    "  main: dist/index.js",
    "  post: dist/post.js",
    "  post-if: always()",
    "",
  ].join("\n");
}

function input(option: Option): string[] {
  const value = DEFAULTS[option.name];
  const lines = [`  ${option.name}:`, `    description: ${JSON.stringify(description(option))}`, "    required: false"];
  return value === undefined ? lines : [...lines, `    default: ${JSON.stringify(value)}`];
}

/** What the value is when nothing else sets it is said in words, since it must not be declared. */
function description(option: Option): string {
  const words = option.type === "enum" ? ` One of ${option.words.join(", ")}.` : "";
  const value = option.name in DEFAULTS ? "" : (option.defaultHelp?.replaceAll("`", "") ?? defaultText(option));
  return `${option.help}${words}${value === "" ? "" : ` Default: ${value}.`}`;
}
