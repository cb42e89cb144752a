import { REFUSED_PARAMETERS, SUPPORTED_PARAMETERS } from "../../src/config/driver-parameters.ts";
import { defaultText } from "../../src/config/help.ts";
import { FLYWAY_SETTINGS, variableOf } from "../../src/config/flyway/flyway-settings.ts";
import type { FlywaySetting } from "../../src/config/flyway/setting.ts";
import { ROOT_WITHOUT_MEANING } from "../../src/config/flyway/settings-without-meaning.ts";
import { isOutside, type Option, OPTIONS, upperSnake } from "../../src/config/options.ts";
import { OPTION_GROUPS } from "../../src/config/options/option.ts";
import { OPTIONS_INTRODUCTION } from "./options-introduction.ts";

/** docs/options.md: every option, and what becomes of every setting of Flyway. */
export function renderOptionsMd(): string {
  return [OPTIONS_INTRODUCTION, ...OPTION_GROUPS.map(group), parameters(), flywaySettings()].join("\n\n");
}

function group(name: string): string {
  const options = OPTIONS.filter((option) => option.group === name && option.hidden !== true);
  return [
    `## ${name}`,
    "",
    "| Option | Type | Default | Variable | Flyway | Meaning |",
    "| --- | --- | --- | --- | --- | --- |",
    ...options.map(row),
  ].join("\n");
}

function row(option: Option): string {
  const names = [option.name, ...(option.aliases ?? [])].map(code).join(", also ");
  const scope = option.scope === "database" ? " ¹" : "";
  return cells([
    `${names}${scope}`,
    typeName(option),
    option.defaultHelp ?? quoted(defaultText(option)),
    isOutside(option) ? code(`FLYBACK_${upperSnake(option.name)}`) : "",
    option.flyway === undefined ? "" : code(option.flyway),
    option.help,
  ]);
}

function typeName(option: Option): string {
  switch (option.type) {
    case "enum":
      return option.words.map(code).join(", ");
    case "integer":
      return `whole number from ${String(option.min)} to ${String(option.max)}`;
    case "boolean":
      return "`true`, `false`";
    case "map":
      return "names and values";
    case "list":
      return "list";
    case "databases":
      return "list of databases";
    case "path":
      return "path";
    case "string":
      return option.secret === true ? "text, secret" : "text";
  }
}

function parameters(): string {
  return [
    "## Parameters of a url",
    "",
    "Those of MySQL Connector/J and MariaDB Connector/J, and Flyway's `jdbcProperties`, are in three classes as well.",
    "`useSSL` and the switches beside it mean what they mean in the driver that the url names.",
    "",
    `Read: ${SUPPORTED_PARAMETERS.map(code).join(", ")}.`,
    "",
    "Errors, unless the value changes nothing:",
    "",
    "| Parameter | What to do |",
    "| --- | --- |",
    ...REFUSED_PARAMETERS.map(([name, why]) => cells([code(name), why])),
    "",
    "All others of the two drivers (caches, buffers, time zones of Java's dates, metadata, …) have no meaning here, and a",
    "notice names them. A name that neither driver has is an error.",
  ].join("\n");
}

function flywaySettings(): string {
  const all = [...FLYWAY_SETTINGS, ...PREFIXED];
  return [
    "## Flyway's settings",
    "",
    "Each is in one of three classes. Keys are those of flyway.conf after `flyway.`, and of flyway.toml; the variables are",
    "Flyway's. A key that is in none of them is an error, with the name that was probably meant.",
    "",
    "### Supported",
    "",
    ...settingTable(
      "Option",
      all.filter((setting) => setting.class === "supported"),
    ),
    "",
    "### Without meaning here",
    "",
    "They cannot change what ends up in the database. A notice names each that is set.",
    "",
    ...settingTable(
      "Why",
      all.filter((setting) => setting.class === "no-meaning"),
    ),
    "",
    `At the top of flyway.toml: ${ROOT_WITHOUT_MEANING.map(({ key }) => code(key)).join(", ")}.`,
    "",
    "### Errors",
    "",
    "With them Flyway would do something else than flyback: UNSUPPORTED_SETTING, unless the value is the one that changes",
    "nothing, such as `false`.",
    "",
    ...settingTable(
      "What to do",
      all.filter((setting) => setting.class === "changes-outcome"),
    ),
    "",
  ].join("\n");
}

/** Keys of which the user chooses the last part. */
const PREFIXED: readonly FlywaySetting[] = [{ key: "jdbcProperties.*", class: "supported", option: "url" }];

function settingTable(last: string, settings: readonly FlywaySetting[]): string[] {
  return [`| Key | Variable | ${last} |`, "| --- | --- | --- |", ...settings.map(settingCells)];
}

function settingCells(setting: FlywaySetting): string {
  const name = setting.env ?? variableOf(setting.key);
  const variable = code(`FLYWAY_${name.endsWith("_") ? `${name}*` : name.replace(/_\*$/, "_*")}`);
  const last = setting.key === "jdbcProperties.*" ? "as parameters of `url`" : null;
  return cells([
    code(setting.key),
    variable,
    last ?? (setting.class === "supported" ? code(setting.option) : setting.why),
  ]);
}

function quoted(text: string): string {
  return text === "" ? "" : code(text);
}

function code(text: string): string {
  return `\`${text}\``;
}

function cells(values: readonly string[]): string {
  return `| ${values.map((value) => value.replaceAll("|", "\\|")).join(" | ")} |`;
}
