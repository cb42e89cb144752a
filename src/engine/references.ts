import type { Config, DatabaseConfig } from "../config/config.ts";
import type { Ports } from "./ports.ts";

/** For each database (by name), those of the run that must be done before it. */
export type References = ReadonlyMap<string, readonly string[]>;

const schemaOf = (config: DatabaseConfig): string | null =>
  config.defaultSchema ?? config.schemas[0] ?? config.connection.database;

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Finds a schema's name as a qualifier (`name.`, `` `name`. ``) or after USE. */
function patternFor(schema: string): RegExp {
  const name = escapeForPattern(schema);
  return new RegExp(`(?<![\\w$])${name}\\s*\\.|\`${name}\`\\s*\\.|\\buse\\s+\`?${name}(?![\\w$])`, "i");
}

/**
 * Which databases refer to which: by `depends-on`, and, where some run side by side, by a look at all scripts for the others'
 * names. A reference to a database makes this one wait for it if it is listed before; between two that refer to each other the
 * listed order holds. A name in a comment counts as well: waiting needlessly is harmless, running too early is not.
 */
export async function referencesBetween(config: Config, ports: Ports): Promise<References> {
  const references = new Map<string, Set<string>>(
    config.databases.map(({ name, dependsOn }) => [name, new Set(dependsOn)]),
  );
  if (config.parallel > 1 && config.databases.length > 1) await addFound(config, ports, references);
  return new Map([...references].map(([name, found]) => [name, [...found]]));
}

async function addFound(config: Config, ports: Ports, references: ReadonlyMap<string, Set<string>>): Promise<void> {
  const others = config.databases.map((database) => ({ name: database.name, schema: schemaOf(database) }));
  for (const [i, database] of config.databases.entries()) {
    const candidates = others.filter(
      ({ name, schema }) => name !== database.name && schema !== null && schema !== schemaOf(database),
    );
    const patterns = candidates.map(({ name, schema }) => ({ name, pattern: patternFor(schema ?? "") }));
    for (const name of await ports.files.mentions(database.files, patterns)) {
      // Either way round, the one that is listed first runs first.
      const before = others.findIndex((other) => other.name === name) < i;
      references.get(before ? database.name : name)?.add(before ? name : database.name);
    }
  }
}
