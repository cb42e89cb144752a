import type { Findings } from "../findings.ts";
import { canonical, isEmpty, list, type Node } from "../node.ts";
import { type Option, optionOf } from "../options.ts";
import type { Layer } from "../origin.ts";
import { didYouMean } from "../suggest.ts";
import { type ValueSet, ValueSetBuilder } from "../value-set.ts";
import type { FlywayEntry } from "./flyway-entry.ts";
import { findFlywaySetting, flywayKeys } from "./flyway-settings.ts";
import type { FlywaySetting } from "./setting.ts";

/** Sorts a source's settings into the three classes: options, notices, errors. Of two of the same key the later counts. */
export function readFlywayEntries(entries: readonly FlywayEntry[], layer: Layer, findings: Findings): ValueSet {
  const builder = new ValueSetBuilder(layer);
  const driverProperties = new Map<string, Node>();
  for (const { key, node } of entries) {
    if (key.startsWith("jdbcProperties.")) driverProperties.set(key.slice("jdbcProperties.".length), node);
    else if (key.startsWith("placeholders.")) addPlaceholder(builder, key.slice("placeholders.".length), node);
    else addSetting(builder, key, node, findings);
  }
  return { ...builder.build(), driverProperties };
}

function addPlaceholder(builder: ValueSetBuilder, name: string, node: Node): void {
  builder.setEntry(optionOf("placeholders"), name, node.kind === "scalar" ? node.text : canonical(node), node.origin);
}

function addSetting(builder: ValueSetBuilder, key: string, node: Node, findings: Findings): void {
  const setting = findFlywaySetting(key);
  if (setting === undefined) {
    findings.problem("UNKNOWN_OPTION", `Flyway has no setting ${key}.${didYouMean(key, flywayKeys())}`, node.origin);
    return;
  }
  switch (setting.class) {
    case "supported": {
      const option = optionOf(setting.option);
      builder.set(option, converted(option, node));
      return;
    }
    case "no-meaning":
      if (!isEmpty(node)) findings.notice(`It has no meaning here and is left out. ${setting.why}`, node.origin);
      return;
    case "changes-outcome":
      if (!isHarmless(setting, node)) findings.problem("UNSUPPORTED_SETTING", setting.why, node.origin);
      return;
  }
}

function isHarmless(setting: Extract<FlywaySetting, { class: "changes-outcome" }>, node: Node): boolean {
  const text = canonical(node).trim().toLowerCase();
  return text === "" || (setting.harmless ?? []).includes(text);
}

/** Flyway reads booleans in any case, and no patterns as none at all where ours are not given. */
function converted(option: Option, node: Node): Node {
  if (node.kind !== "scalar") return node;
  if (option.type === "boolean") return { ...node, text: node.text.trim().toLowerCase() };
  if (option.name === "ignore-migration-patterns" && node.text.trim() === "") return list([], node.origin);
  return node;
}
