import { drawColumn } from "./columns.ts";
import { chance, freshName, fullName, nameOf, oneOf, quote, someOf } from "./model.ts";
import type { Program, ProgramKind, Table, World } from "./model.ts";
import { assignments, insertInto, whereOf } from "./tables.ts";

type Made = { readonly program: Program; readonly sql: string };

/** Tables that no trigger writes from, so that triggers on others may write to them: see `schema.ts`. */
function logOf(world: World): Table | null {
  return world.tables.find(({ name }) => name.startsWith("log")) ?? null;
}

function program(world: World, kind: ProgramKind, of?: Table): Program {
  const schema = of?.schema ?? world.schema;
  return { kind, schema, name: freshName(world, kind.charAt(0)), ...(of === undefined ? {} : { of }) };
}

/** On MySQL a view whose definer is missing breaks by any ALTER of its table, there and back. */
const SECURITY = {
  mariadb: ["", "", "SQL SECURITY INVOKER ", "DEFINER = 'nobody'@'nowhere' "],
  mysql: ["", "SQL SECURITY INVOKER "],
} as const;

function drawView(world: World, replace: Program | null = null): Made | null {
  const of = oneOf(world, world.tables);
  if (of === null) return null;
  const made = replace ?? { ...program(world, "view", of), schema: world.schema };
  const security = world.random.pick<string>(SECURITY[world.product]);
  const head = `CREATE ${replace === null ? "" : "OR REPLACE "}${chance(world, 0.1) ? "ALGORITHM = MERGE " : ""}${security}VIEW ${fullName(made)} AS`;
  const under = oneOf(
    world,
    world.programs.filter(({ kind, name }) => kind === "view" && name !== made.name),
  );
  if (under !== null && chance(world, 0.25))
    return { program: made, sql: `${head} SELECT * FROM ${fullName(under)} LIMIT 5` };
  const columns = of.columns.map(({ name }) => quote(name)).join(", ");
  const where = whereOf(world, of);
  if (chance(world, 0.2))
    return {
      program: made,
      sql: `${head} SELECT COUNT(*) AS n, MAX(${quote(of.columns[0]?.name ?? "")}) AS most FROM ${fullName(of)} WHERE ${where}`,
    };
  const option = chance(world, 0.2) ? " WITH CHECK OPTION" : "";
  return { program: made, sql: `${head} SELECT ${columns} FROM ${fullName(of)} WHERE ${where}${option}` };
}

function drawTrigger(world: World, replace: Program | null = null): Made | null {
  const log = logOf(world);
  const of =
    replace?.of ??
    oneOf(
      world,
      world.tables.filter((table) => table !== log),
    );
  if (of === null) return null;
  const made = replace ?? program(world, "trigger", of);
  const moment = world.random.pick(["BEFORE", "AFTER"]);
  const event = world.random.pick(["INSERT", "UPDATE", "DELETE"]);
  const head = `CREATE ${replace === null ? "" : "OR REPLACE "}TRIGGER ${fullName(made)} ${moment} ${event} ON ${fullName(of)} FOR EACH ROW`;
  const row = event === "DELETE" ? "OLD" : "NEW";
  const settable = of.columns.filter(
    ({ generated, type, name }) => !generated && type.kind === "int" && !of.key.includes(name),
  );
  const set = oneOf(world, settable);
  if (moment === "BEFORE" && event !== "DELETE" && set !== null && chance(world, 0.6))
    return { program: made, sql: `${head} SET NEW.${quote(set.name)} = COALESCE(NEW.${quote(set.name)}, 0) DIV 2` };
  const column = oneOf(
    world,
    of.columns.filter(({ type }) => type.kind === "int" || type.kind === "text"),
  );
  const what = `CONCAT('${event.toLowerCase()} ', COALESCE(LEFT(${column === null ? "1" : `${row}.${quote(column.name)}`}, 5), 'none'))`;
  if (log === null) return { program: made, sql: `${head} SET @seen = 1` };
  const insert = `INSERT INTO ${fullName(log)} (what) VALUES (${what})`;
  const other = oneOf(
    world,
    world.tables.filter((table) => table !== of && table !== log && table.schema === of.schema),
  );
  if (other === null || chance(world, 0.6)) return { program: made, sql: `${head} ${insert}` };
  const change = chance(world, 0.7)
    ? `UPDATE ${fullName(other)} SET ${assignments(world, other)} WHERE ${whereOf(world, other)} LIMIT 2`
    : `DELETE FROM ${fullName(other)} WHERE ${whereOf(world, other)} LIMIT 1`;
  return { program: made, sql: `${head}\nBEGIN\n  ${insert};\n  ${change};\nEND` };
}

const ROUTINE_OPTIONS = ["", "COMMENT 'a routine' ", "SQL SECURITY INVOKER ", "MODIFIES SQL DATA "] as const;

/** A procedure that changes rows, structure, both, or does SQL that it makes up. */
function drawProcedure(world: World, replace: Program | null = null): Made | null {
  const of = oneOf(world, world.tables);
  if (of === null) return null;
  const made = replace ?? program(world, "procedure");
  const log = logOf(world);
  const column = drawColumn(world, []);
  const bodies = [
    `UPDATE ${fullName(of)} SET ${assignments(world, of)} WHERE ${whereOf(world, of)};`,
    `${insertInto(world, of, `INSERT IGNORE INTO ${fullName(of)}`, 1)};`,
    `DELETE FROM ${fullName(of)} WHERE ${whereOf(world, of)};`,
    `ALTER TABLE ${fullName(of)} ADD COLUMN ${quote(column.name)} ${column.definition};`,
    `SET @p = CONCAT('ALTER TABLE ', '${fullName(of).replaceAll("'", "''").replaceAll("\\", "\\\\")}', ' ADD COLUMN added', n, ' INT DEFAULT 3');\n  PREPARE s FROM @p;\n  EXECUTE s;\n  DEALLOCATE PREPARE s;`,
    `CREATE TABLE IF NOT EXISTS ${quote(made.schema)}.by_routine (id INT NOT NULL PRIMARY KEY);\n  INSERT IGNORE INTO ${quote(made.schema)}.by_routine VALUES (n);`,
    `IF n > 0 THEN\n    TRUNCATE TABLE ${fullName(of)};\n  END IF;`,
    `WHILE n > 0 DO\n    UPDATE ${fullName(of)} SET ${assignments(world, of)} LIMIT 1;\n    SET n = n - 1;\n  END WHILE;`,
    ...(log === null ? [] : [`INSERT INTO ${fullName(log)} (what) VALUES ('called');`]),
  ];
  const some = someOf(world, bodies, 0.2).slice(0, 3);
  const head = `CREATE ${replace === null ? "" : "OR REPLACE "}PROCEDURE ${fullName(made)}(n INT) ${world.random.pick(ROUTINE_OPTIONS)}`;
  return { program: made, sql: `${head}\nBEGIN\n  ${some.join("\n  ")}\nEND` };
}

function drawFunction(world: World, replace: Program | null = null): Made {
  const made = replace ?? program(world, "function");
  const log = logOf(world);
  const head = `CREATE ${replace === null ? "" : "OR REPLACE "}FUNCTION ${fullName(made)}(n INT) RETURNS INT DETERMINISTIC`;
  if (log === null || chance(world, 0.6))
    return { program: made, sql: `${head} NO SQL RETURN n * ${String(world.random.whole(2, 5))}` };
  return {
    program: made,
    sql: `${head} MODIFIES SQL DATA\nBEGIN\n  INSERT INTO ${fullName(log)} (what) VALUES (CONCAT('f ', n));\n  RETURN n;\nEND`,
  };
}

function drawEvent(world: World, replace: Program | null = null): Made | null {
  const of = oneOf(world, world.tables);
  if (of === null) return null;
  const made = replace ?? program(world, "event");
  const state = world.random.pick(["", "DISABLE ", "ENABLE ", "COMMENT 'ä' "]);
  const every = chance(world, 0.7) ? "EVERY 1 DAY STARTS '2035-01-01 00:00:00'" : "AT '2036-01-01 00:00:00'";
  return {
    program: made,
    sql: `CREATE ${replace === null ? "" : "OR REPLACE "}EVENT ${fullName(made)} ON SCHEDULE ${every} ON COMPLETION PRESERVE ${state}DO DELETE FROM ${fullName(of)} WHERE ${whereOf(world, of)}`,
  };
}

function drawSequence(world: World, replace: Program | null = null): Made {
  const made = replace ?? program(world, "sequence");
  const options = someOf(world, ["START WITH 10", "INCREMENT BY 5", "MAXVALUE 100000", "CYCLE", "CACHE 3"], 0.4).join(
    " ",
  );
  return { program: made, sql: `CREATE ${replace === null ? "" : "OR REPLACE "}SEQUENCE ${fullName(made)} ${options}` };
}

type Draw = (world: World, replace: Program | null) => Made | null;
const DRAWS: Readonly<Record<ProgramKind, Draw>> = {
  view: drawView,
  trigger: drawTrigger,
  procedure: drawProcedure,
  function: drawFunction,
  event: drawEvent,
  sequence: drawSequence,
};

function kinds({ product }: World): ProgramKind[] {
  const all: ProgramKind[] = ["view", "view", "trigger", "trigger", "procedure", "function", "event"];
  return product === "mariadb" ? [...all, "sequence"] : all;
}

/** A new one. */
export function createProgram(world: World, kind: ProgramKind | null = null): string[] {
  const made = DRAWS[kind ?? oneOf(world, kinds(world)) ?? "view"](world, null);
  if (made === null) return [];
  world.programs.push(made.program);
  return [made.sql];
}

/** One that is there goes, is replaced, dropped and made again, or altered. */
export function changeProgram(world: World): string[] {
  const which = oneOf(world, world.programs);
  if (which === null) return createProgram(world);
  const name = nameOf(world, which);
  const word = which.kind.toUpperCase();
  const drawn = world.random.next();
  if (drawn < 0.3) {
    world.programs = world.programs.filter((one) => one !== which);
    return [`DROP ${word} ${chance(world, 0.3) ? "IF EXISTS " : ""}${name}`];
  }
  if (drawn < 0.65) {
    const made = DRAWS[which.kind](world, which);
    if (made === null) return [];
    const replaces = which.kind === "view" || (world.product === "mariadb" && chance(world, 0.5));
    return replaces ? [made.sql] : [`DROP ${word} ${name}`, made.sql.replace("OR REPLACE ", "")];
  }
  return alterProgram(world, which, name);
}

function alterProgram(world: World, which: Program, name: string): string[] {
  switch (which.kind) {
    case "view": {
      const made = drawView(world, which);
      return made === null ? [] : [made.sql.replace("CREATE OR REPLACE", "ALTER")];
    }
    case "procedure":
    case "function":
      return [
        `ALTER ${which.kind.toUpperCase()} ${name} ${world.random.pick(["COMMENT 'altered'", "SQL SECURITY INVOKER"])}`,
      ];
    case "event":
      return [
        `ALTER EVENT ${name} ${world.random.pick(["DISABLE", "ENABLE", "COMMENT 'altered'", "DO SET @e = 1", `RENAME TO ${quote(world.schema)}.${quote(freshName(world, "e"))}`])}`,
      ];
    case "sequence":
      return [
        world.random.pick([
          `ALTER SEQUENCE ${name} INCREMENT BY 7`,
          `SELECT NEXTVAL(${name})`,
          `ALTER SEQUENCE ${name} RESTART 50`,
          `SELECT SETVAL(${name}, 77)`,
        ]),
      ];
    case "trigger":
      return [`DROP TRIGGER ${name}`];
  }
}
