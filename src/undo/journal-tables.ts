import { identifier } from "../mysql/sql-text.ts";

/** The statements that make the control schema's tables where they are missing. */
export function journalTables(schema: string): readonly string[] {
  const at = (name: string): string => `${identifier(schema)}.${identifier(name)}`;
  const end = "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  return [
    `CREATE TABLE IF NOT EXISTS ${at("run")} (run_id VARCHAR(64) NOT NULL PRIMARY KEY, state VARCHAR(16) NOT NULL, job VARCHAR(500), ` +
      "label VARCHAR(500) NOT NULL, journal_version INT NOT NULL, `databases` LONGTEXT NOT NULL, created_at DATETIME(6) NOT NULL, " +
      `updated_at DATETIME(6) NOT NULL) ${end}`,
    `CREATE TABLE IF NOT EXISTS ${at("run_database")} (run_id VARCHAR(64) NOT NULL, seq INT NOT NULL, name VARCHAR(500) NOT NULL, ` +
      "schema_name VARCHAR(64) NOT NULL, history_table VARCHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, facts LONGTEXT NOT NULL, " +
      `updated_at DATETIME(6) NOT NULL, PRIMARY KEY (run_id, seq), KEY (schema_name, history_table)) ${end}`,
    `CREATE TABLE IF NOT EXISTS ${at("object")} (run_id VARCHAR(64) NOT NULL, database_seq INT NOT NULL, seq INT NOT NULL, ` +
      "kind VARCHAR(16) NOT NULL, schema_name VARCHAR(64) NOT NULL, object_name VARCHAR(255) NOT NULL, " +
      `kept LONGTEXT NOT NULL, PRIMARY KEY (run_id, database_seq, seq)) ${end}`,
    `CREATE TABLE IF NOT EXISTS ${at("step")} (run_id VARCHAR(64) NOT NULL, database_seq INT NOT NULL, seq INT NOT NULL AUTO_INCREMENT, ` +
      "step TEXT NOT NULL, state VARCHAR(16) NOT NULL, message TEXT, facts LONGTEXT, at DATETIME(6) NOT NULL, " +
      `PRIMARY KEY (seq), KEY (run_id, database_seq)) ${end}`,
  ];
}
