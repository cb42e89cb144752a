import { createHash } from "node:crypto";
import type { ResolvedMigration } from "../core/migration/resolved-migration.ts";
import type { DatabaseContext } from "./context.ts";

/**
 * What a plan is known by: SHA-256 over database, history table, order, scripts, their bytes, their own settings, and placeholder
 * values but the time stamp. Two plans with the same hash send the same statements.
 */
export async function planHash(ctx: DatabaseContext, pending: readonly ResolvedMigration[]): Promise<string> {
  const hash = createHash("sha256");
  // JSON keeps the parts apart, whatever characters they hold.
  const add = (...parts: readonly unknown[]): void => void hash.update(`${JSON.stringify(parts)}\n`);
  add("database", ctx.config.name, ctx.table.schema, ctx.table.table);
  const { placeholders } = ctx.config.files;
  add("placeholders", placeholders.replacement, placeholders.prefix, placeholders.suffix);
  for (const [name, value] of await placeholderValues(ctx)) add("placeholder", name, value);
  for (const migration of pending) {
    const { kind, version, description, script, source } = migration;
    add(
      "script",
      kind,
      version?.text ?? null,
      description,
      script,
      source.encoding,
      source.config,
      await ctx.ports.files.sha256(source),
    );
  }
  return hash.digest("hex");
}

/** Built-in placeholders that differ from one job to the next: they count only where a script names them. */
const VARYING = ["user", "workingdirectory"];

/** Name and value of all placeholders but the time stamp, by name. */
async function placeholderValues(ctx: DatabaseContext): Promise<readonly (readonly [string, string])[]> {
  const { separator, values } = ctx.config.files.placeholders;
  const builtIn = (name: string): string => `flyway${separator}${name}`;
  const patterns = VARYING.map((name) => ({ name, pattern: new RegExp(`flyway.{1,10}${name}`, "i") }));
  const named = await ctx.ports.files.mentions(ctx.config.files, patterns);
  const left = new Set(["timestamp", ...VARYING.filter((name) => !named.includes(name))].map(builtIn));
  const counting = [...values, ...ctx.builtIns].filter(([name]) => !left.has(name));
  return counting.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One hash for all databases of a run, in their listed order. */
export function combinedPlanHash(hashes: readonly string[]): string {
  const [only] = hashes;
  if (only !== undefined && hashes.length === 1) return only;
  return createHash("sha256").update(hashes.join("\n")).digest("hex");
}
