/** Reads definitions of views, routines, triggers, events, packages and sequences. */
import { definerOf, withPlainComment } from "../core/undo/program-text.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import { PROGRAM_WORDS } from "./program-definition.ts";
import type { DefinedKind, ProgramDefinition, SequenceValue, TriggerPlace } from "./program-definition.ts";
import { ER, isOneOf, showCreate, stringOf, stringOrNull } from "./read.ts";
import type { Row, Sql } from "./sql.ts";

type Context = {
  readonly isMariaDb: boolean;
  readonly defaultSchema: string | null;
  readonly schemaCollation: string | null;
};

async function readContext(sql: Sql, schema: string): Promise<Context> {
  const [row] = await sql.query(
    "SELECT VERSION() AS v, DATABASE() AS d, (SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA" +
      ` WHERE SCHEMA_NAME = ${text(schema)} LIMIT 1) AS c`,
  );
  return {
    isMariaDb: /mariadb/i.test(stringOf(row?.["v"])),
    defaultSchema: stringOrNull(row?.["d"]),
    schemaCollation: stringOrNull(row?.["c"]),
  };
}

/**
 * Reads one definition.
 *
 * @param schema as the server stores it, as is `name`
 * @returns null if there is no such object; `createText` is null if the account may not see it
 */
export async function readProgram(
  sql: Sql,
  kind: DefinedKind,
  schema: string,
  name: string,
): Promise<ProgramDefinition | null> {
  const at = `${identifier(schema)}.${identifier(name)}`;
  const context = await readContext(sql, schema);
  const found = kind === "view" ? await showView(sql, schema, name) : await showProgram(sql, kind, at);
  if (found === null) return null;
  const { row, isInvalid } = found;
  const sqlMode = stringOf(row["sql_mode"]);
  const createText = stringOrNull(row[PROGRAM_WORDS[kind].column]);
  const isEvent = kind === "event";
  const isRoutine = kind === "procedure" || kind === "function";
  const comment =
    (isEvent || isRoutine) && sqlMode.includes("NO_BACKSLASH_ESCAPES")
      ? await readComment(sql, kind, schema, name)
      : "";
  return {
    kind,
    schema,
    name,
    isMariaDb: context.isMariaDb,
    createText: createText === null || comment === "" ? createText : withPlainComment(createText, comment),
    sqlMode,
    characterSetClient: stringOrNull(row["character_set_client"]),
    collationConnection: stringOrNull(row["collation_connection"]),
    databaseCollation: stringOrNull(row["Database Collation"]),
    schemaCollation: context.schemaCollation,
    definer: createText === null ? null : definerOf(createText, modeOf(sqlMode)),
    defaultSchema: kind === "view" ? context.defaultSchema : null,
    isInvalid,
    timeZone: isEvent ? stringOrNull(row["time_zone"]) : null,
    trigger: kind === "trigger" ? await readPlace(sql, schema, name) : null,
    sequence: kind === "sequence" ? await readValue(sql, at) : null,
    body: kind === "package" ? await readProgram(sql, "package-body", schema, name) : null,
  };
}

type Shown = { readonly row: Row; readonly isInvalid: boolean };

async function showProgram(sql: Sql, kind: DefinedKind, at: string): Promise<Shown | null> {
  const row = await showCreate(sql, `${PROGRAM_WORDS[kind].words} ${at}`);
  return row === null ? null : { row, isInvalid: false };
}

/** A view whose tables are missing is shown with a warning; where it is not, its parts are read. */
async function showView(sql: Sql, schema: string, name: string): Promise<Shown | null> {
  try {
    const row = await showCreate(sql, `VIEW ${identifier(schema)}.${identifier(name)}`);
    if (row === null) return null;
    const warnings = await sql.query("SHOW WARNINGS");
    return { row, isInvalid: warnings.some((warning) => Number(warning["Code"]) === ER.VIEW_INVALID) };
  } catch (error) {
    if (!isOneOf(error, [ER.VIEW_INVALID])) throw error;
    const [row] = await sql.query(
      `SELECT * FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ${text(schema)} AND TABLE_NAME = ${text(name)}`,
    );
    return row === undefined ? null : { row: viewOfParts(row, schema, name), isInvalid: true };
  }
}

function viewOfParts(row: Row, schema: string, name: string): Row {
  const [user, host] = stringOf(row["DEFINER"]).split(/@(?=[^@]*$)/);
  const algorithm = row["ALGORITHM"] === undefined ? "" : `ALGORITHM=${stringOf(row["ALGORITHM"])} `;
  const check = stringOf(row["CHECK_OPTION"]);
  const head = `CREATE ${algorithm}DEFINER=${identifier(user ?? "")}@${identifier(host ?? "")}`;
  const end = check === "NONE" || check === "" ? "" : ` WITH ${check} CHECK OPTION`;
  const definition = stringOf(row["VIEW_DEFINITION"]);
  return {
    "Create View":
      definition === ""
        ? null
        : `${head} SQL SECURITY ${stringOf(row["SECURITY_TYPE"])} VIEW ${identifier(schema)}.${identifier(name)} AS ${definition}${end}`,
    character_set_client: row["CHARACTER_SET_CLIENT"] ?? null,
    collation_connection: row["COLLATION_CONNECTION"] ?? null,
  };
}

async function readComment(sql: Sql, kind: DefinedKind, schema: string, name: string): Promise<string> {
  const from =
    kind === "event"
      ? `EVENT_COMMENT AS c FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ${text(schema)} AND EVENT_NAME = ${text(name)}`
      : `ROUTINE_COMMENT AS c FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ${text(schema)}` +
        ` AND ROUTINE_NAME = ${text(name)} AND ROUTINE_TYPE = '${PROGRAM_WORDS[kind].words}'`;
  const [row] = await sql.query(`SELECT ${from}`);
  return stringOf(row?.["c"]);
}

async function readPlace(sql: Sql, schema: string, name: string): Promise<TriggerPlace | null> {
  const rows = await sql.query(
    "SELECT TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, ACTION_ORDER AS o" +
      ` FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${text(schema)}`,
  );
  const own = rows.find((row) => row["n"] === name);
  if (own === undefined) return null;
  const isBeside = (row: Row): boolean => ["t", "timing", "event"].every((key) => row[key] === own[key]);
  const order = (row: Row): number => Number(row["o"]);
  const beside = rows.filter(isBeside).sort((a, b) => order(a) - order(b));
  const names = (fires: (row: Row) => boolean): string[] => beside.filter(fires).map((row) => stringOf(row["n"]));
  return {
    table: stringOf(own["t"]),
    timing: stringOf(own["timing"]),
    event: stringOf(own["event"]),
    before: names((row) => order(row) < order(own)),
    after: names((row) => order(row) > order(own)),
  };
}

async function readValue(sql: Sql, at: string): Promise<SequenceValue | null> {
  const [row] = await sql.query(`SELECT * FROM ${at}`);
  if (row === undefined) return null;
  return {
    next: stringOf(row["next_not_cached_value"]),
    minimum: stringOf(row["minimum_value"]),
    maximum: stringOf(row["maximum_value"]),
    increment: stringOf(row["increment"]),
    cycles: stringOf(row["cycle_count"]),
  };
}
