import type { Secret } from "./config.ts";
import { parameterKey } from "./driver-parameters.ts";
import type { Findings } from "./findings.ts";
import { isEmpty, type Node } from "./node.ts";
import { optionOf } from "./options.ts";
import { isSecretName } from "./secret-names.ts";
import { secretsInUrl } from "./url.ts";
import type { ValueSet } from "./value-set.ts";
import { parseMap } from "./values.ts";

/** Wraps a value so that neither a log of the object nor JSON shows it. */
export function secretOf(value: string): Secret {
  return { reveal: () => value };
}

/** Remembers all secrets of the sources, those that are hidden by stronger ones and those of a refused configuration, too. */
export function collectSecrets(sets: readonly ValueSet[], findings: Findings): void {
  for (const { values, driverProperties } of sets) {
    for (const text of textsOf(values.get("password"))) findings.secret(text);
    for (const text of textsOf(values.get("url"))) secretsInUrl(text).forEach((secret) => findings.secret(secret));
    for (const text of textsOf(values.get("ssl-key"))) if (text.includes("-----BEGIN")) findings.secret(text.trim());
    for (const [name, node] of driverProperties ?? []) {
      if (parameterKey(name).includes("password")) textsOf(node).forEach((text) => findings.secret(text));
    }
    collectFromPlaceholders(values.get("placeholders"), findings);
    collectFromDatabases(values.get("databases"), findings);
  }
}

function collectFromPlaceholders(node: Node | undefined, findings: Findings): void {
  const option = optionOf("placeholders");
  if (node === undefined || isEmpty(node) || option.type !== "map") return;
  for (const { key, value } of parseMap(option, node, findings)) {
    if (isSecretName(key)) textsOf(value).forEach((text) => findings.secret(text));
  }
}

function collectFromDatabases(node: Node | undefined, findings: Findings): void {
  if (node === undefined) return;
  if (node.kind === "scalar")
    node.text
      .split(/\s+/)
      .flatMap(secretsInUrl)
      .forEach((secret) => findings.secret(secret));
  else if (node.kind === "list") node.items.forEach((item) => collectFromDatabases(item, findings));
  else {
    for (const { key, value } of node.entries) {
      if (key === "password") textsOf(value).forEach((text) => findings.secret(text));
      if (key === "url")
        textsOf(value)
          .flatMap(secretsInUrl)
          .forEach((secret) => findings.secret(secret));
      if (key === "placeholders") collectFromPlaceholders(value, findings);
    }
  }
}

function textsOf(node: Node | undefined): string[] {
  if (node === undefined) return [];
  return node.kind === "scalar" ? [node.text] : node.kind === "list" ? node.items.flatMap(textsOf) : [];
}
