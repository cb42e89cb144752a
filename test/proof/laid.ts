import { expect } from "vitest";
import { differenceOf, takeDump } from "./dump.ts";
import type { Dump, DumpOptions } from "./dump.ts";
import { lastLines } from "./fail-file.ts";
import { FAULTS } from "./faults.ts";
import type { Ended, Flyback } from "./flyback.ts";
import { openStage, rebuild } from "./migration-set.ts";
import type { MigrationSet, Stage } from "./migration-set.ts";
import type { ProofServer } from "./server.ts";
import type { RecipeName } from "../support/servers/recipes.ts";

export type Place = { readonly name: RecipeName; readonly server: ProofServer; readonly flyback: Flyback };
export type Laid = { readonly stage: Stage; readonly before: Dump };

/** Without triggers, so that an account that may make none can migrate it. */
const BASE = `
CREATE TABLE parent (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, note VARCHAR(20) DEFAULT 'a note', KEY v (v));
INSERT INTO parent (id, v) VALUES (1, 10), (2, 20), (3, 30), (4, 40);
CREATE TABLE child (id INT NOT NULL PRIMARY KEY, parent_id INT, v INT, CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO child VALUES (1, 1, 1), (2, 1, 2), (3, 2, 3), (4, 3, 4), (5, NULL, 5);
CREATE TABLE other (id INT NOT NULL PRIMARY KEY, v INT);
INSERT INTO other VALUES (1, 1), (2, 2);
CREATE TABLE gone (id INT NOT NULL PRIMARY KEY);
INSERT INTO gone VALUES (1);
CREATE TABLE texts (id INT NOT NULL PRIMARY KEY, text LONGTEXT);
INSERT INTO texts VALUES (1, 'one');
CREATE VIEW of_parent AS SELECT id, v FROM parent;
`;
const CHANGES = `
INSERT INTO parent (v) VALUES (100);
UPDATE parent SET v = v + 1;
DELETE FROM parent WHERE id = 2;
ALTER TABLE parent DROP COLUMN note;
ALTER TABLE child ADD COLUMN more INT DEFAULT 3;
UPDATE child SET v = NULL WHERE id = 1;
TRUNCATE other;
INSERT INTO other VALUES (3, 3);
DROP TABLE gone;
CREATE TABLE made (id INT NOT NULL PRIMARY KEY);
INSERT INTO made VALUES (1);
`;

/** Databases other than the one `proof`, each with its scripts in the folder of its name, and settings that say so. */
type Databases = { readonly databases: readonly string[]; readonly settings: Readonly<Record<string, string>> };

/** The same tables in each database, applied, and scripts with changes, not applied yet. */
export async function lay({ server, flyback }: Place, changes = CHANGES, more?: Databases): Promise<Laid> {
  const databases = more?.databases ?? ["proof"];
  const folders = more?.databases ?? ["sql"];
  const scripts = (file: string, text: string): Record<string, string> =>
    Object.fromEntries(folders.map((folder) => [`${folder}/${file}`, text]));
  const set: MigrationSet = {
    name: "circumstances",
    files: { ...more?.settings, ...scripts("V1__base.sql", BASE) },
    alternatives: scripts("V2__changes.sql", changes),
    args: () => (more === undefined ? ["--locations", "sql"] : []),
    databases,
    histories: databases.map((database) => `${database}.flyway_schema_history`),
  };
  const stage = await openStage(set, server, flyback);
  await rebuild(stage);
  return { stage, before: await takeDump(server) };
}

type Way = {
  readonly args?: readonly string[];
  /** The folder that the fault is put into. */
  readonly faultIn?: string;
  readonly whenMigrated?: () => Promise<void>;
};

/** Migrates and takes it back, and then fails at the end. */
export async function goesBack(
  { stage, before }: Laid,
  { args = [], faultIn = "sql", whenMigrated }: Way = {},
): Promise<void> {
  await expectCode(stage.run("migrate", ...args), 0);
  expect(differenceOf(before, await takeDump(stage.server)).text).not.toBe("");
  await whenMigrated?.();
  await expectCode(stage.run("rollback", ...args), 0);
  await expectAsBefore(before, stage.server);
  await stage.put(`${faultIn}/V99__fault.sql`, `${FAULTS.function};\n`);
  await expectCode(stage.run("migrate", ...args), 4);
  await expectAsBefore(before, stage.server);
}

export async function expectCode(run: Promise<Ended>, wanted: number): Promise<void> {
  const { code, output } = await run;
  expect(code, lastLines(output, 40)).toBe(wanted);
}

export async function expectAsBefore(before: Dump, server: ProofServer, options: DumpOptions = {}): Promise<void> {
  expect(differenceOf(before, await takeDump(server, options)).text).toBe("");
}
