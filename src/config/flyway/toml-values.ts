import type { Env } from "../env.ts";
import type { Findings } from "../findings.ts";
import { list, type Node, scalar } from "../node.ts";
import type { Origin } from "../origin.ts";
import type { FlywayEntry } from "./flyway-entry.ts";

export type TomlContext = {
  readonly env: Env;
  readonly findings: Findings;
  /** Where a key of the file stands. */
  readonly originOf: (path: readonly string[]) => Origin;
};

/** True for a table as smol-toml gives it; its dates are objects, too. */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The settings of a table and of the tables in it, their keys joined by dots. */
export function tomlEntries(
  table: Readonly<Record<string, unknown>>,
  path: readonly string[],
  context: TomlContext,
): FlywayEntry[] {
  const entries: FlywayEntry[] = [];
  const visit = (inner: Readonly<Record<string, unknown>>, keys: readonly string[]): void => {
    for (const [name, value] of Object.entries(inner)) {
      const key = [...keys, name];
      if (isTable(value)) {
        visit(value, key);
        continue;
      }
      const node = tomlNode(value, context.originOf([...path, ...key]), context);
      if (node !== null) entries.push({ key: key.join("."), node });
    }
  };
  visit(table, []);
  return entries;
}

function tomlNode(value: unknown, origin: Origin, context: TomlContext): Node | null {
  if (Array.isArray(value))
    return list(
      value.flatMap((item) => tomlNode(item, origin, context) ?? []),
      origin,
    );
  switch (typeof value) {
    case "string":
      return resolved(value, origin, context);
    case "bigint":
    case "boolean":
      return scalar(String(value), origin);
    default:
      context.findings.problem(
        "CONFIGURATION",
        "Write the value in quotes: as a number 1.10 would be the same as 1.1.",
        origin,
      );
      return null;
  }
}

/**
 * Fills in `${env.NAME}` as Flyway's resolver does; `$${` stands for itself, `!{…}` is taken literally. Other resolvers
 * fetch values from elsewhere, which would be missing here.
 */
function resolved(text: string, origin: Origin, { env, findings }: TomlContext): Node {
  const verbatim = /^!\{(.*)\}$/s.exec(text.trim());
  if (verbatim !== null) return scalar(verbatim[1] ?? "", origin);
  const value = text.replace(/\$?\$\{([^.}]+)\.([^.}]+)\}/g, (whole, resolver: string, name: string) => {
    if (whole.startsWith("$$")) return whole.slice(1);
    const variable = name.trim();
    if (resolver.trim().toLowerCase() !== "env" || variable.includes(":")) {
      findings.problem("UNSUPPORTED_SETTING", "Only ${env.NAME} can be asked for values.", origin);
      return "";
    }
    const found = env[variable];
    if (found === undefined) findings.problem("CONFIGURATION", `The variable ${variable} is not set.`, origin);
    return found ?? "";
  });
  return scalar(value, origin);
}

/** Finds the line of a key by its path, as far as a look at headers and keys can tell. */
export function tomlLines(text: string): (path: readonly string[]) => number | undefined {
  const lines = new Map<string, number>();
  let section: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[{1,2}([^[\]]+)\]{1,2}\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) section = keyParts(header);
    const key = /^\s*([\w.\-"' ]+?)\s*=/.exec(line)?.[1];
    const path = header === undefined && key !== undefined ? [...section, ...keyParts(key)] : section;
    const name = path.join("\n");
    if (!lines.has(name)) lines.set(name, index + 1);
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(path.slice(0, length).join("\n"));
      if (line !== undefined) return line;
    }
    return undefined;
  };
}

function keyParts(key: string): string[] {
  return key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
}
