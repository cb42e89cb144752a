import type { AppliedMigration, SchemaHistory } from "../core/history/applied-migration.ts";
import { parseVersion } from "../core/migration/migration-version.ts";
import { failure } from "../core/problem.ts";
import type { HistoryChange, HistoryRow, TableName } from "../engine/ports.ts";
import type { Connection, Row } from "./connection.ts";
import { ER, isServerError } from "./driver-error.ts";
import { identifier, integer, text, textOrNull } from "./sql-text.ts";

function qualified({ schema, table }: TableName): string {
  return `${identifier(schema)}.${identifier(table)}`;
}

/**
 * The table as Flyway makes it (its MySQL createSchemaHistoryTable script): same columns, keys and index, no engine and no
 * character set of its own.
 */
function createStatement(target: TableName, table: string): string {
  return (
    `CREATE TABLE ${qualified(target)} (` +
    "`installed_rank` INT NOT NULL, `version` VARCHAR(50), `description` VARCHAR(200) NOT NULL, `type` VARCHAR(20) NOT NULL, " +
    "`script` VARCHAR(1000) NOT NULL, `checksum` INT, `installed_by` VARCHAR(100) NOT NULL, " +
    "`installed_on` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, `execution_time` INT NOT NULL, `success` BOOL NOT NULL, " +
    `PRIMARY KEY (\`installed_rank\`), INDEX ${identifier(`${table}_s_idx`)} (\`success\`))`
  );
}

export function insertStatement(table: TableName, row: HistoryRow): string {
  const values = [
    integer(row.installedRank),
    textOrNull(row.version),
    text(row.description),
    text(row.type),
    text(row.script),
    integer(row.checksum),
    text(row.installedBy),
    integer(row.executionTimeMs),
    row.success ? "1" : "0",
  ];
  return (
    `INSERT INTO ${qualified(table)} (\`installed_rank\`, \`version\`, \`description\`, \`type\`, \`script\`, \`checksum\`, ` +
    `\`installed_by\`, \`execution_time\`, \`success\`) VALUES (${values.join(", ")})`
  );
}

function changeStatement(table: TableName, change: HistoryChange): string {
  switch (change.kind) {
    case "insert":
      return insertStatement(table, change.row);
    case "delete":
      return `DELETE FROM ${qualified(table)} WHERE \`installed_rank\` = ${integer(change.installedRank)}`;
    case "update":
      return (
        `UPDATE ${qualified(table)} SET \`description\` = ${text(change.description)}, \`type\` = ${text(change.type)}, ` +
        `\`checksum\` = ${integer(change.checksum)} WHERE \`installed_rank\` = ${integer(change.installedRank)}`
      );
  }
}

const COLUMNS = [
  "installed_rank",
  "version",
  "description",
  "type",
  "script",
  "checksum",
  "installed_by",
  "execution_time",
  "success",
];

const asText = (value: Row[string] | undefined): string => (value === null || value === undefined ? "" : String(value));

function timeOf(seconds: unknown): string {
  const time = new Date(Number(seconds ?? 0) * 1000);
  return time.toISOString().slice(0, 19).replace("T", " ");
}

/** The rows' own names of the columns: in any letter case, as Flyway reads them. @throws MigrationError HISTORY */
function columnNames(row: Row): ReadonlyMap<string, string> {
  const names = new Map(Object.keys(row).map((name) => [name.toLowerCase(), name]));
  const missing = COLUMNS.filter((name) => !names.has(name));
  if (missing.length > 0) throw failure("HISTORY", `The history table has no column ${missing.join(", ")}.`);
  return names;
}

function toApplied(raw: Row, names: ReadonlyMap<string, string>): AppliedMigration {
  const row = { get: (name: string) => raw[names.get(name) ?? ""] };
  const rank = row.get("installed_rank") ?? 0;
  const versionText = row.get("version");
  const version = versionText === null || versionText === undefined ? null : parseVersion(String(versionText));
  if (version === null && versionText !== null && versionText !== undefined) {
    throw failure(
      "HISTORY",
      `The history row ${String(rank)} has the version "${String(versionText)}", which is not one.`,
    );
  }
  const checksum = row.get("checksum");
  return {
    installedRank: Number(rank),
    version,
    description: asText(row.get("description")),
    type: asText(row.get("type")),
    script: asText(row.get("script")),
    checksum: checksum === null || checksum === undefined ? null : Number(checksum),
    installedBy: asText(row.get("installed_by")),
    installedOn: timeOf(row.get("flyback_installed_on")),
    executionTimeMs: Number(row.get("execution_time") ?? 0),
    success: Number(row.get("success")) === 1,
  };
}

/** Reads all rows by rank; a table or a schema that is not there is an empty history that does not exist. */
export async function readHistory(connection: Connection, table: TableName): Promise<SchemaHistory> {
  try {
    const rows = await connection.query(
      `SELECT h.*, UNIX_TIMESTAMP(h.\`installed_on\`) AS flyback_installed_on FROM ${qualified(table)} h ORDER BY h.\`installed_rank\``,
    );
    const [first] = rows;
    if (first === undefined) return { exists: true, applied: [] };
    const names = columnNames(first);
    return { exists: true, applied: rows.map((row) => toApplied(row, names)) };
  } catch (error) {
    if (isServerError(error, ER.NO_SUCH_TABLE) || isServerError(error, ER.BAD_DB))
      return { exists: false, applied: [] };
    throw error;
  }
}

/** In one transaction; on an error nothing has changed. */
export async function changeHistory(
  connection: Connection,
  table: TableName,
  changes: readonly HistoryChange[],
): Promise<void> {
  await connection.query("START TRANSACTION");
  try {
    for (const change of changes) await connection.query(changeStatement(table, change));
    await connection.query("COMMIT");
  } catch (error) {
    await connection.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/**
 * Creates the table, with a first row if one is given. It is built under another name and then renamed, so that nobody, after
 * a kill at any moment, finds it without that row: a history that lacks its baseline row makes the next migrate run all
 * files against the existing schema.
 */
export async function createHistory(connection: Connection, table: TableName, first: HistoryRow | null): Promise<void> {
  if (first === null) {
    await connection.query(createStatement(table, table.table));
    return;
  }
  const building: TableName = { schema: table.schema, table: `${table.table.slice(0, 48)}_being_made` };
  await connection.query(`DROP TABLE IF EXISTS ${qualified(building)}`);
  await connection.query(createStatement(building, table.table));
  try {
    await changeHistory(connection, building, [{ kind: "insert", row: first }]);
    await connection.query(`RENAME TABLE ${qualified(building)} TO ${qualified(table)}`);
  } catch (error) {
    await connection.query(`DROP TABLE IF EXISTS ${qualified(building)}`).catch(() => undefined);
    throw error;
  }
}

/** Those of `texts` that the table's character set cannot hold. */
export async function unwritableTexts(
  connection: Connection,
  table: TableName,
  texts: readonly string[],
): Promise<readonly string[]> {
  // Anything beyond ASCII is worth the question; nearly all names are plain.
  // eslint-disable-next-line no-control-regex
  const doubtful = texts.filter((value) => /[^\u0020-\u007e]/.test(value));
  if (doubtful.length === 0) return [];
  const rows = await connection.query(
    "SELECT CHARACTER_SET_NAME AS charset FROM information_schema.COLUMNS" +
      ` WHERE TABLE_SCHEMA = ${text(table.schema)} AND TABLE_NAME = ${text(table.table)} AND COLUMN_NAME = 'description'`,
  );
  const charset = rows[0]?.["charset"];
  if (charset === undefined || charset === null || charset === "utf8mb4") return [];
  const bad: string[] = [];
  for (const value of doubtful) {
    const [row] = await connection.query(
      `SELECT CONVERT(CONVERT(${text(value)} USING ${String(charset)}) USING utf8mb4) = ${text(value)} AS same`,
    );
    if (Number(row?.["same"]) !== 1) bad.push(value);
  }
  return bad;
}
