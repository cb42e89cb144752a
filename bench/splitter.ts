import { createSplitter } from "../src/core/sql/splitter.ts";

/** How fast scripts are split: npx tsx bench/splitter.ts [MEGABYTES]. The ratio is to counting the line ends alone. */
const MEGABYTES = Number(process.argv[2] ?? "64");
const CHUNK = 65_536;
const ROUNDS = 5;

const SAMPLES: Readonly<Record<string, string>> = {
  "dump, long INSERT lines": dump(),
  "dump, one INSERT a row": Array.from({ length: 500 }, (_, i) => `INSERT INTO \`t\` VALUES ${row(i)};\n`).join(""),
  "dump, escaped binary": `INSERT INTO \`b\` VALUES (1,'${"\\0\\'abc\\\\x7f\\n".repeat(2000)}');\n`,
  DDL: ddl(),
  "procedures with DELIMITER": `DELIMITER //\n${procedure("//").repeat(50)}DELIMITER ;\n`,
  "procedures without DELIMITER": procedure(";").repeat(50),
  "one statement of many megabytes": "",
};

function row(i: number): string {
  return `(${i},'name ${i}, of some length',NULL,'2024-01-0${(i % 9) + 1} 10:00:00',${i * 1.25},'it\\'s a "text" -- ${i * 7}; really')`;
}

function dump(): string {
  const head = "/*!40000 ALTER TABLE `t` DISABLE KEYS */;\nINSERT INTO `t` VALUES ";
  return `${head}${Array.from({ length: 8000 }, (_, i) => row(i)).join(",")};\n/*!40000 ALTER TABLE \`t\` ENABLE KEYS */;\n`;
}

function ddl(): string {
  const tables = Array.from({ length: 50 }, (_, i) =>
    [
      `-- Table number ${i}`,
      `CREATE TABLE IF NOT EXISTS \`customer_${i}\` (`,
      "  `id` BIGINT NOT NULL AUTO_INCREMENT COMMENT 'the key',",
      "  `name` VARCHAR(255) NOT NULL DEFAULT '',",
      "  `created_at` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, # when",
      "  PRIMARY KEY (`id`),",
      "  KEY `idx_name` (`name`(20), `created_at`)",
      ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;",
      "",
      `ALTER TABLE customer_${i} ADD COLUMN note TEXT NULL AFTER name, ADD INDEX idx_note (note(10));`,
      `UPDATE customer_${i} SET note = CONCAT('n', id) WHERE id > 5 AND name <> 'x';`,
      `DROP INDEX idx_note ON customer_${i};`,
      "",
    ].join("\n"),
  );
  return tables.join("\n");
}

function procedure(delimiter: string): string {
  return [
    "CREATE PROCEDURE fill_calendar(IN first_day DATE, IN days INT)",
    "BEGIN",
    "  DECLARE done INT DEFAULT 0;",
    "  DECLARE day_no INT DEFAULT 0;",
    "  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;",
    "  -- one row a day",
    "  WHILE day_no < days DO",
    "    IF EXISTS (SELECT 1 FROM calendar WHERE d = first_day + INTERVAL day_no DAY) THEN",
    "      UPDATE calendar SET seen = CASE WHEN seen IS NULL THEN 1 ELSE seen + 1 END WHERE d = first_day;",
    "    ELSE",
    "      INSERT INTO calendar (d, note) VALUES (first_day + INTERVAL day_no DAY, 'a; new one');",
    "    END IF;",
    "    SET day_no = day_no + 1;",
    "  END WHILE;",
    `END${delimiter}`,
    "",
  ].join("\n");
}

function chunksOf(sample: string): string[] {
  const repeated = sample.repeat(Math.ceil((MEGABYTES * 1_000_000) / sample.length));
  const bytes = Buffer.from(repeated, "latin1");
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) chunks.push(bytes.subarray(at, at + CHUNK).toString("latin1"));
  return chunks;
}

function countLines(chunks: readonly string[]): number {
  let lines = 0;
  for (const chunk of chunks) for (let at = 0; at < chunk.length; at++) if (chunk.charCodeAt(at) === 10) lines += 1;
  return lines;
}

function split(chunks: readonly string[]): number {
  const splitter = createSplitter({ product: "mariadb" });
  let statements = 0;
  const pull = (): void => {
    for (let step = splitter.next(); step.kind !== "more" && step.kind !== "end"; step = splitter.next()) {
      if (step.kind === "problem") throw new Error(`${step.problem.message}, line ${step.problem.line}`);
      statements += 1;
    }
  };
  for (const chunk of chunks) {
    splitter.push(chunk);
    pull();
  }
  splitter.finish();
  pull();
  return statements;
}

/** The least processor time, which other programs on the machine change less than they change the time that passes. */
function best(work: () => number): { readonly seconds: number; readonly result: number } {
  let seconds = Infinity;
  let result = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1_000_000);
  }
  return { seconds, result };
}

for (const [name, sample] of Object.entries(SAMPLES)) {
  const chunks = chunksOf(
    sample === "" ? `INSERT INTO t VALUES ${Array.from({ length: 500_000 }, (_, i) => row(i)).join(",")};` : sample,
  );
  const megabytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0) / 1_000_000;
  const plain = best(() => countLines(chunks));
  const ours = best(() => split(chunks));
  const speed = (megabytes / ours.seconds).toFixed(0).padStart(5);
  const ratio = (ours.seconds / plain.seconds).toFixed(2);
  console.log(`${speed} MB/s, ${ratio} times a plain scan, ${ours.result} statements: ${name}`);
}
