import { type CommandLine, type Flag, HELP_FLAGS, isCommandWord, VERSION_FLAGS } from "./command-line.ts";
import type { Findings } from "./findings.ts";
import { findFlywayOption, flywayKeys } from "./flyway/flyway-settings.ts";
import { canonical, list, scalar } from "./node.ts";
import { findOption, isOutside, type Option, optionNames, upperSnake } from "./options.ts";
import type { Origin } from "./origin.ts";
import { isSecretName } from "./secret-names.ts";
import { suggest } from "./suggest.ts";
import { secretsInUrl } from "./url.ts";
import { type ValueSet, ValueSetBuilder } from "./value-set.ts";

/** The options given as flags. Values of flags that are not understood are never repeated: they may be secrets. */
export function readFlags(line: CommandLine, findings: Findings): ValueSet {
  for (const { text, position } of line.words.slice(1)) extraWord(text, position, line, findings);
  const builder = new ValueSetBuilder("flag");
  for (const flag of line.flags) {
    if (HELP_FLAGS.has(flag.shown) || VERSION_FLAGS.has(flag.shown)) continue;
    const option = flag.single ? undefined : findOption(flag.name);
    if (option === undefined || !isOutside(option)) unknownFlag(flag, option, findings);
    else if (!refuseSecret(flag, option, findings)) addFlag(builder, flag, option, findings);
  }
  return builder.build();
}

function extraWord(text: string, position: number, line: CommandLine, findings: Findings): void {
  if (line.words[0]?.text === "help") return;
  const what = isCommandWord(text)
    ? `\`${text}\` is a second command; a run has one.`
    : `Argument ${String(position)} belongs to no option. Write options as --name value or --name=value.`;
  findings.problem("USAGE", what);
}

function addFlag(builder: ValueSetBuilder, flag: Flag, option: Option, findings: Findings): void {
  const origin: Origin = { layer: "flag", shown: flag.shown };
  if (flag.key !== null && option.type !== "map") {
    findings.problem("UNKNOWN_OPTION", `${option.name} has no parts; write --${option.name}.`, origin);
    return;
  }
  const value = flag.value ?? (option.type === "boolean" ? "true" : null);
  if (value === null) {
    findings.problem(
      "USAGE",
      `A value is missing: write --${flag.key === null ? option.name : "placeholders.NAME"}=VALUE.`,
      origin,
    );
    return;
  }
  if (flag.key !== null) {
    if (isSecretName(flag.key)) warnOfVisibleSecret(flag.key, value, origin, findings);
    builder.setEntry(option, flag.key, value, origin);
    return;
  }
  const before = builder.get(option);
  const node = scalar(value, origin);
  if (before !== undefined && option.type === "list") {
    builder.set(option, list([...(before.kind === "list" ? before.items : [before]), node], origin));
    return;
  }
  if (before !== undefined && canonical(before) !== canonical(node)) {
    findings.problem("USAGE", "It is given twice with different values.", origin);
  }
  builder.set(option, node);
}

function warnOfVisibleSecret(key: string, value: string, origin: Origin, findings: Findings): void {
  findings.secret(value);
  const other = `FLYBACK_PLACEHOLDERS_${upperSnake(key)}`;
  findings.notice(`Other users of the machine can read the command line; ${other} sets it unseen.`, origin, "warning");
}

/** True if the flag holds a secret, which is refused and remembered for masking. */
function refuseSecret(flag: Flag, option: Option, findings: Findings): boolean {
  const secrets = secretsOf(option, flag.value ?? "");
  if (secrets === null) return false;
  for (const secret of secrets) findings.secret(secret);
  const what = option.name === "url" || option.name === "databases" ? "A url with a password" : "A secret";
  findings.problem("SECRET_ON_COMMAND_LINE", `${what} was given on the command line.`, {
    layer: "flag",
    shown: flag.shown,
  });
  return true;
}

function secretsOf(option: Option, value: string): readonly string[] | null {
  switch (option.name) {
    case "password":
      return [value];
    case "ssl-key":
      return value.includes("-----BEGIN") ? [value] : null;
    case "url": {
      const found = secretsInUrl(value);
      return found.length === 0 ? null : found;
    }
    case "databases": {
      const found = value.split(/[\s,"']+/).flatMap(secretsInUrl);
      return found.length > 0 || /["']?password["']?\s*:/i.test(value) ? [...found, value] : null;
    }
    default:
      return null;
  }
}

function unknownFlag(flag: Flag, option: Option | undefined, findings: Findings): void {
  if (flag.value !== null && isSecretName(flag.name)) findings.secret(flag.value);
  const message = option === undefined ? adviceFor(flag) : `${option.name} can only be set in flyback.yml.`;
  findings.problem("UNKNOWN_OPTION", message, { layer: "flag", shown: shownOf(flag) });
}

function adviceFor({ name, single }: Flag): string {
  const flyway = findFlywayOption(name);
  if (flyway !== null) {
    const form = flyway.secret === true ? `the variable FLYBACK_${upperSnake(flyway.name)}` : `--${flyway.name}`;
    return `This is Flyway's form of it; here it is ${form}.`;
  }
  if (single && flywayKeys().includes(name)) {
    return "This option of Flyway does not exist here; options are written --name value.";
  }
  const negated = name.startsWith("no-") ? findOption(name.slice(3)) : undefined;
  if (negated?.type === "boolean") return `Write --${negated.name}=false.`;
  const meant = suggest(name, optionNames());
  if (meant === "password") {
    return "There is no such option. A password is given by FLYBACK_PASSWORD, --password-file, the input or the file.";
  }
  if (meant !== null) return `There is no such option. Did you mean \`--${meant}\`?`;
  return `There is no such option.${single ? " Options are written --name value." : ""}`;
}

/** The mysql client's `-psecret` is one word: of a short flag that nobody knows, only its letter is shown. */
function shownOf(flag: Flag): string {
  const known = !flag.single || findFlywayOption(flag.name) !== null || flywayKeys().includes(flag.name);
  return known ? flag.shown : `${flag.shown.slice(0, 2)}${flag.shown.length > 2 ? "…" : ""}`;
}
