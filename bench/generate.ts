import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "node:events";

const TABLE = "create table note (id int not null primary key, text varchar(100) not null);\n";

/** Writes small migrations into a new folder: the first makes a table, each of the others inserts one row into it. */
export async function writeSmallMigrations(folder: string, count: number): Promise<void> {
  await mkdir(folder);
  for (let version = 1; version <= count; version++) {
    const sql =
      version === 1
        ? TABLE
        : `-- note ${version}\ninsert into note (id, text) values (${version}, 'this is note ${version}');\n`;
    await writeFile(join(folder, `V${version}__note_${version}.sql`), sql);
  }
}

/** Rows of one INSERT: about 32 KiB of text, between a dump's megabyte and what people write by hand. */
const ROWS = 250;

const BULK =
  "create table bulk (id int not null primary key, name varchar(60) not null, note varchar(120), amount decimal(12,2), at datetime);\n";

/** Writes one migration of about so many bytes, without holding it. Answers how many rows it inserts. */
export async function writeLargeMigration(file: string, bytes: number): Promise<number> {
  const stream = createWriteStream(file);
  stream.write(BULK);
  let written = BULK.length;
  let rows = 0;
  while (written < bytes) {
    const values = Array.from({ length: ROWS }, (_, index) => bulkRow(rows + index + 1));
    rows += ROWS;
    const statement = `insert into bulk (id, name, note, amount, at) values\n${values.join(",\n")};\n`;
    written += statement.length;
    if (!stream.write(statement)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
  return rows;
}

function bulkRow(id: number): string {
  const day = String((id % 28) + 1).padStart(2, "0");
  return `(${id}, 'customer number ${id}', 'it\\'s the ${id % 977}th "note"; nothing -- to see # here', ${id % 99_991}.25, '2026-05-${day} 10:20:30')`;
}
