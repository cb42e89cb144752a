import { alterTable } from "./alter.ts";
import {
  SCHEMAS,
  chance,
  freshName,
  fullName,
  nameOf,
  oneOf,
  quote,
  removeTable,
  replaceTable,
  schemaFor,
} from "./model.ts";
import type { Table, World } from "./model.ts";
import { changeProgram, createProgram } from "./programs.ts";
import { changeRows } from "./rows.ts";
import { drawTable, firstRows, insertInto } from "./tables.ts";

/** Stands in a migration where another script begins, with a session like new. */
export const NEXT_FILE = "-- the next script";

type Draw = (world: World) => string[];

const createTable: Draw = (world) => {
  const { table, sql } = drawTable(world, world.schema);
  const model = oneOf(world, world.tables);
  if (model !== null && chance(world, 0.2)) {
    const like = {
      ...model,
      ...table,
      columns: model.columns,
      key: model.key,
      counter: model.counter,
      foreignKeys: [],
    };
    world.tables.push(like);
    return [
      `CREATE TABLE ${fullName(table)} LIKE ${nameOf(world, model)}`,
      `INSERT INTO ${fullName(table)} SELECT * FROM ${fullName(model)}`,
    ];
  }
  if (model !== null && chance(world, 0.15))
    return [`CREATE TABLE ${fullName(table)} AS SELECT * FROM ${nameOf(world, model)}`];
  world.tables.push(table);
  return [sql, ...firstRows(world, table).slice(0, 3)];
};

const dropTable: Draw = (world) => {
  const table = oneOf(world, world.tables);
  if (table === null) return [];
  removeTable(world, table);
  const other = oneOf(world, world.tables);
  const unchecked = chance(world, 0.5);
  if (other !== null && chance(world, 0.2)) {
    removeTable(world, other);
    return around(unchecked, [`DROP TABLE ${nameOf(world, table)}, ${nameOf(world, other)}`]);
  }
  const again = chance(world, 0.35) ? [drawTable(world, table.schema)] : [];
  const made = again.map(({ table: drawn, sql }) => {
    world.tables.push({ ...drawn, name: table.name });
    return sql.replace(fullName(drawn), () => fullName(table));
  });
  return around(unchecked, [`DROP TABLE ${chance(world, 0.2) ? "IF EXISTS " : ""}${nameOf(world, table)}`, ...made]);
};

const around = (unchecked: boolean, statements: readonly string[]): string[] =>
  unchecked ? ["SET foreign_key_checks = 0", ...statements, "SET foreign_key_checks = 1"] : [...statements];

const renameTable: Draw = (world) => {
  const [one, other] = [oneOf(world, world.tables), oneOf(world, world.tables)];
  if (one === null || other === null) return [];
  const fresh: Table = {
    ...one,
    name: freshName(world, "t"),
    schema: schemaFor(world, one),
  };
  const drawn = world.random.next();
  if (one !== other && one.schema === other.schema && drawn < 0.35) {
    // They change their names; or the third one takes what the first one had.
    const middle = `${quote(one.schema)}.${quote(freshName(world, "tmp"))}`;
    replaceTable(world, one, { ...one, name: other.name });
    replaceTable(world, other, { ...other, name: one.name });
    const steps = [
      `${fullName(one)} TO ${middle}`,
      `${fullName(other)} TO ${fullName(one)}`,
      `${middle} TO ${fullName(other)}`,
    ];
    return chance(world, 0.6) ? [`RENAME TABLE ${steps.join(", ")}`] : steps.map((step) => `RENAME TABLE ${step}`);
  }
  if (one !== other && fresh.schema === one.schema && other.schema === one.schema && drawn < 0.55) {
    // A chain: the other one gets the name of the first.
    const second: Table = { ...other, name: one.name, schema: one.schema };
    replaceTable(world, one, fresh);
    replaceTable(world, other, second);
    return [`RENAME TABLE ${fullName(one)} TO ${fullName(fresh)}, ${fullName(other)} TO ${fullName(second)}`];
  }
  const name = nameOf(world, one);
  replaceTable(world, one, fresh);
  return [`RENAME TABLE ${name} TO ${fullName(fresh)}`];
};

const truncate: Draw = (world) => {
  const table = oneOf(world, world.tables);
  return table === null
    ? []
    : around(chance(world, 0.6), [`TRUNCATE ${chance(world, 0.6) ? "TABLE " : ""}${nameOf(world, table)}`]);
};

/** The text of other statements, through a variable. */
const prepare: Draw = (world) => {
  const inner = chance(world, 0.6) ? alterTable(world) : changeRows(world);
  const [sql] = inner;
  if (sql === undefined) return [];
  const literal = `'${sql.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  if (world.product === "mariadb" && chance(world, 0.2)) return [`EXECUTE IMMEDIATE ${literal}`];
  const set = chance(world, 0.3)
    ? `SELECT ${literal} INTO @sql_text`
    : `SET @sql_text = ${chance(world, 0.3) ? `(SELECT IF(COUNT(*) > 0, ${literal}, 'DO 1') FROM information_schema.tables)` : literal}`;
  return [set, "PREPARE p FROM @sql_text", "EXECUTE p", ...(chance(world, 0.7) ? ["DEALLOCATE PREPARE p"] : [])];
};

const call: Draw = (world) => {
  const which = oneOf(
    world,
    world.programs.filter(({ kind }) => kind === "procedure" || kind === "function"),
  );
  if (which === null) return [];
  const argument = String(world.random.whole(0, 3));
  return [
    which.kind === "procedure"
      ? `CALL ${nameOf(world, which)}(${argument})`
      : `SELECT ${nameOf(world, which)}(${argument})`,
  ];
};

const transaction: Draw = (world) => {
  const inner = [1, 2, 3].flatMap(() => changeRows(world));
  const save = chance(world, 0.3) ? ["SAVEPOINT s", ...changeRows(world), `ROLLBACK TO SAVEPOINT s`] : [];
  return [
    world.random.pick(["START TRANSACTION", "BEGIN"]),
    ...inner,
    ...save,
    world.random.pick(["COMMIT", "COMMIT", "ROLLBACK"]),
  ];
};

const locked: Draw = (world) => {
  const table = oneOf(world, world.tables);
  if (table === null) return [];
  const inside = chance(world, 0.5)
    ? alterTable(world, table)
    : [insertInto(world, table, `INSERT INTO ${fullName(table)}`, 1)];
  return [`LOCK TABLES ${fullName(table)} WRITE`, ...inside, "UNLOCK TABLES"];
};

const temporary: Draw = (world) => {
  const like = oneOf(world, world.tables);
  const name = like !== null && chance(world, 0.4) ? quote(like.name) : quote(freshName(world, "tmp"));
  return [
    `CREATE TEMPORARY TABLE ${name} (id INT NOT NULL PRIMARY KEY, v INT)`,
    `INSERT INTO ${name} VALUES (1, 1), (2, 2)`,
    ...(chance(world, 0.5) ? changeRows(world) : []),
    `DROP TEMPORARY TABLE ${name}`,
  ];
};

const use: Draw = (world) => {
  world.schema = oneOf(world, SCHEMAS) ?? world.schema;
  return [`USE ${quote(world.schema)}`];
};

const settings: Draw = (world) => [
  world.random.pick([
    "SET sql_mode = ''",
    "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
    "SET foreign_key_checks = 0",
    "SET unique_checks = 0",
    "SET autocommit = 0",
    "SET time_zone = '+05:30'",
    "SET NAMES latin1",
    "SET sql_mode = DEFAULT",
    "SET autocommit = 1",
  ]),
];

const database: Draw = (world) => {
  const schema = oneOf(world, SCHEMAS) ?? SCHEMAS[0];
  const drawn = world.random.next();
  if (drawn < 0.4)
    return [`ALTER DATABASE ${schema} CHARACTER SET ${world.random.pick(["latin1", "utf8mb4", "ascii"])}`];
  if (drawn < 0.7)
    return [
      "CREATE DATABASE prop_c",
      "CREATE TABLE prop_c.made (id INT NOT NULL PRIMARY KEY)",
      "INSERT INTO prop_c.made VALUES (1)",
    ];
  if (schema === world.schema) return [];
  world.tables = world.tables.filter((table) => table.schema !== schema);
  world.programs = world.programs.filter((program) => program.schema !== schema);
  return around(chance(world, 0.6), [
    `DROP DATABASE ${schema}`,
    ...(chance(world, 0.6) ? [`CREATE DATABASE ${schema}`] : []),
  ]);
};

const analyse: Draw = (world) => {
  const table = oneOf(world, world.tables);
  return table === null ? [] : [`${world.random.pick(["ANALYZE", "OPTIMIZE", "CHECK"])} TABLE ${nameOf(world, table)}`];
};

const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const DRAWS: readonly Draw[] = [
  ...many(22, (world: World) => alterTable(world)),
  ...many(20, changeRows),
  ...many(5, (world: World) => createProgram(world)),
  ...many(8, changeProgram),
  ...many(4, createTable),
  ...many(5, dropTable),
  ...many(5, renameTable),
  ...many(4, truncate),
  ...many(4, prepare),
  ...many(4, call),
  ...many(3, transaction),
  ...many(2, locked),
  ...many(2, temporary),
  ...many(2, use),
  ...many(2, settings),
  ...many(2, database),
  analyse,
];

/** Mostly one that takes what a strict one refuses: values are cut, rows of versioned tables follow their columns. */
function sessionOf(world: World): string[] {
  return [
    ...(chance(world, 0.6) ? ["SET sql_mode = ''"] : []),
    ...(world.versioning && chance(world, 0.8) ? ["SET system_versioning_alter_history = KEEP"] : []),
  ];
}

/** Some statements of all kinds, on the world as a schema has left it. */
export function drawMigration(world: World): string[] {
  const statements = sessionOf(world);
  for (let left = world.random.whole(1, 12); left > 0; left -= 1) {
    statements.push(...(oneOf(world, DRAWS)?.(world) ?? []));
    if (left === 1 || !chance(world, 0.05)) continue;
    statements.push(NEXT_FILE, ...sessionOf(world));
    world.schema = SCHEMAS[0];
  }
  return statements;
}
