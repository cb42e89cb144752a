import type { DatabaseConfig } from "../config/config.ts";
import { failure } from "../core/problem.ts";
import { splitScript } from "../core/sql/splitter.ts";

/** The statements of `init-sql`. @throws MigrationError CONFIGURATION when it cannot be split */
export async function initStatements(config: DatabaseConfig): Promise<readonly string[]> {
  if (config.initSql === null) return [];
  const { statements, problem } = splitScript(config.initSql, { product: "mariadb" });
  if (problem !== null) throw failure("CONFIGURATION", `\`init-sql\` cannot be read: ${problem.message}`);
  return statements.map(({ sql }) => sql);
}
