import type { DatabaseConfig } from "../config/config.ts";
import { failure } from "../core/problem.ts";

/** The statements of `init-sql`. @throws MigrationError CONFIGURATION when it cannot be split */
export async function initStatements(config: DatabaseConfig): Promise<readonly string[]> {
  if (config.initSql === null) return [];
  const { splitScript } = await import(/* webpackMode: "eager" */ "../core/sql/splitter.ts");
  const { statements, problem } = splitScript(config.initSql, { product: "mariadb" });
  if (problem !== null) throw failure("CONFIGURATION", `\`init-sql\` cannot be read: ${problem.message}`);
  return statements.map(({ sql }) => sql);
}
