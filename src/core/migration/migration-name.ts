import type { NamingConfig } from "../../config/config.ts";
import { CALLBACK_EVENTS, type CallbackEvent } from "./callback-event.ts";
import { parseVersion, type MigrationVersion } from "./migration-version.ts";

/** What the name of a file says about it. */
export type MigrationName =
  | { readonly kind: "versioned" | "baseline"; readonly version: MigrationVersion; readonly description: string }
  | { readonly kind: "repeatable"; readonly version: null; readonly description: string }
  | { readonly kind: "callback"; readonly event: CallbackEvent; readonly description: string }
  /** A well-formed undo migration of Flyway's paid editions; flyback never runs it. */
  | { readonly kind: "undo"; readonly version: MigrationVersion }
  /** Has the prefix of a migration or callback and is none; `reason` says why, with the expected form. */
  | { readonly kind: "invalid"; readonly reason: string }
  /** Has a configured suffix and no known prefix. */
  | { readonly kind: "unrecognised" }
  /** Has no configured suffix: not looked at. */
  | { readonly kind: "other" };

type Prefix = { readonly text: string } & (
  | { readonly kind: "versioned" | "baseline" | "undo" | "repeatable" }
  | { readonly kind: "callback"; readonly event: CallbackEvent }
);

/** A name without prefix and suffix, cut at the first separator. */
type NameParts = {
  readonly prefix: Prefix;
  readonly version: string;
  /** null if there is no separator. */
  readonly description: string | null;
  /** A good name with this prefix, for messages. */
  readonly form: (version: string) => string;
};

/** Reads one file name (without folders). For many names make one parser with `createNameParser`. */
export function parseMigrationName(fileName: string, naming: NamingConfig): MigrationName {
  return createNameParser(naming)(fileName);
}

/**
 * Makes the reader of file names for a naming, by the rules of Flyway's ResourceNameParser: the first suffix that fits
 * in any case, the longest prefix that fits exactly, the rest cut at the first separator; `_` in a description is a
 * space, and nothing is trimmed.
 */
export function createNameParser(naming: NamingConfig): (fileName: string) => MigrationName {
  const suffixes = naming.sqlMigrationSuffixes.map((text) => ({ length: text.length, upper: text.toUpperCase() }));
  const prefixes = knownPrefixes(naming);
  const separator = naming.sqlMigrationSeparator;

  return (fileName) => {
    const upperName = fileName.toUpperCase();
    const suffix = suffixes.find(({ length, upper }) => upperName.endsWith(upper) && fileName.length > length);
    if (suffix === undefined) return { kind: "other" };
    const stem = fileName.slice(0, fileName.length - suffix.length);

    const prefix = prefixes.find(({ text }) => stem.startsWith(text));
    if (prefix === undefined) return { kind: "unrecognised" };

    const rest = stem.slice(prefix.text.length);
    const cut = rest.indexOf(separator);
    return classify({
      prefix,
      version: cut < 0 ? rest : rest.slice(0, cut),
      description: cut < 0 ? null : rest.slice(cut + separator.length).replaceAll("_", " "),
      form: (version) => `${prefix.text}${version}${separator}description${fileName.slice(stem.length)}`,
    });
  };
}

/** Longest first, so that `afterMigrateError` is not read as `afterMigrate`; the sort keeps the order of equal lengths. */
function knownPrefixes(naming: NamingConfig): readonly Prefix[] {
  const prefixes: readonly Prefix[] = [
    { kind: "versioned", text: naming.sqlMigrationPrefix },
    { kind: "repeatable", text: naming.repeatableSqlMigrationPrefix },
    { kind: "baseline", text: naming.baselineMigrationPrefix },
    { kind: "undo", text: naming.undoSqlMigrationPrefix },
    ...CALLBACK_EVENTS.map((event) => ({ kind: "callback", text: event, event }) as const),
  ];
  return prefixes.toSorted((a, b) => b.text.length - a.text.length);
}

function classify(parts: NameParts): MigrationName {
  const { prefix } = parts;
  const description = parts.description ?? "";
  if (prefix.kind === "repeatable") {
    const good = parts.version === "" && parts.description !== null;
    return good ? { kind: "repeatable", version: null, description } : invalid(badRepeatable(parts));
  }
  if (prefix.kind === "callback") {
    const { event } = prefix;
    return parts.version === "" ? { kind: "callback", event, description } : invalid(badCallback(parts));
  }
  const version = parseVersion(parts.version);
  if (prefix.kind === "undo") return version === null ? { kind: "unrecognised" } : { kind: "undo", version };
  return version === null ? invalid(badVersion(parts)) : { kind: prefix.kind, version, description };
}

function invalid(reason: string): MigrationName {
  return { kind: "invalid", reason };
}

function badRepeatable({ version, form }: NameParts): string {
  return version === ""
    ? `a repeatable migration needs the separator after its prefix, as in ${form("")}`
    : `a repeatable migration has no version, and here "${version}" stands in its place; the form is ${form("")}`;
}

function badCallback({ prefix, version, form }: NameParts): string {
  return `it starts like the callback ${prefix.text} and goes on with "${version}"; the form is ${form("")}`;
}

function badVersion({ version, form }: NameParts): string {
  return version === ""
    ? `it has no version; the form is ${form("1.2")}`
    : `"${version}" is not a version (numbers with dots or underscores between them); the form is ${form("1.2")}`;
}
