import { createHash } from "node:crypto";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import type { Observation } from "./outcome.ts";
import type { Address } from "./tool.ts";

type Row = Readonly<Record<string, unknown>>;

/** Columns of a history that a clock writes. */
const CLOCK_COLUMNS = new Set(["installed_on", "execution_time"]);
const CLOCK_TYPES = /^(timestamp|datetime|date|time)/;
const LONGEST_LINE = 400;
const NATURAL = new Intl.Collator("en", { numeric: true });

/** The observer's own connection to a server: makes databases and looks at what a tool has left in them. */
export class Observer {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async connect({ host, port }: Address): Promise<Observer> {
    const connection = await createConnection({
      host,
      port,
      user: "root",
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
      multipleStatements: false,
    });
    return new Observer(connection);
  }

  async close(): Promise<void> {
    await this.#connection.end();
  }

  /** Removes a case's database and those whose names begin with its name. */
  async clear(database: string): Promise<void> {
    for (const name of await this.#schemas(database)) await this.execute(`DROP DATABASE ${quoted(name)}`);
  }

  async execute(statement: string): Promise<void> {
    await this.#connection.query(statement);
  }

  /** Runs statements with the database as the current one. */
  async executeIn(database: string, statements: readonly string[]): Promise<void> {
    await this.execute(`USE ${quoted(database)}`);
    for (const statement of statements) await this.execute(statement);
  }

  /** Everything that matters in the case's databases. */
  async observe(database: string): Promise<Observation> {
    const [history, objects, context, data]: [string[], string[], string[], string[]] = [[], [], [], []];
    for (const schema of await this.#schemas(database)) {
      const prefix = schema === database ? "" : `${schema}.`;
      objects.push(`SCHEMA ${schema}`);
      await this.execute(`USE ${quoted(schema)}`);
      for (const { name, type } of await this.#tables()) {
        const definition = await this.#definition(type === "VIEW" ? "VIEW" : "TABLE", name);
        objects.push(`${prefix}${definition.text}`);
        if (definition.context !== "") context.push(`${prefix}${definition.context}`);
        if (type === "VIEW") continue;
        const { isHistory, lines } = await this.#rows(schema, name);
        (isHistory ? history : data).push(...lines.map((line) => `${prefix}${name}: ${line}`));
      }
      for (const [kind, name] of await this.#programs(schema)) {
        const definition = await this.#definition(kind, name);
        objects.push(`${prefix}${definition.text}`);
        context.push(`${prefix}${definition.context}`);
      }
    }
    return { history, objects, context, data };
  }

  async #schemas(database: string): Promise<string[]> {
    const rows = await this.#query("SHOW DATABASES");
    return rows
      .map((row) => String(Object.values(row)[0]))
      .filter((name) => name === database || name.startsWith(`${database}_`))
      .sort();
  }

  async #tables(): Promise<{ name: string; type: string }[]> {
    const rows = await this.#query("SHOW FULL TABLES");
    return rows.map((row) => {
      const [name, type] = Object.values(row);
      return { name: String(name), type: String(type) };
    });
  }

  async #programs(schema: string): Promise<[string, string][]> {
    const of = `WHERE %s = ${this.#connection.escape(schema)} ORDER BY 1, 2`;
    const sources: [string, string][] = [
      ["SELECT 'TRIGGER' AS kind, trigger_name AS name FROM information_schema.triggers", "trigger_schema"],
      ["SELECT routine_type AS kind, routine_name AS name FROM information_schema.routines", "routine_schema"],
      ["SELECT 'EVENT' AS kind, event_name AS name FROM information_schema.events", "event_schema"],
    ];
    const found: [string, string][] = [];
    for (const [select, column] of sources) {
      const rows = await this.#query(`${select} ${of.replace("%s", column)}`);
      found.push(...rows.map(({ kind, name }): [string, string] => [String(kind), String(name)]));
    }
    return found;
  }

  async #definition(kind: string, name: string): Promise<{ text: string; context: string }> {
    const [row = {}] = await this.#query(`SHOW CREATE ${kind} ${quoted(name)}`);
    const entries = Object.entries(row);
    const [, definition] = entries.find(([key]) => /^create |^sql original statement$/i.test(key)) ?? [];
    const session = entries.filter(([key]) =>
      /^(sql_mode|character_set_client|collation_connection|time_zone)$/i.test(key),
    );
    // An event without a start begins when it is made; the log of the callbacks shows its rows already.
    const text = String(definition)
      .replaceAll(/(STARTS|AT) '[^']*'/g, "$1 <now>")
      .replaceAll(/ENGINE=MyISAM AUTO_INCREMENT=\d+/g, "ENGINE=MyISAM");
    // MariaDB's JDBC driver asks for IGNORE_SPACE when it connects; a case of its own shows it.
    const context = session.map(([key, value]) => `${key}=${String(value).replace("IGNORE_SPACE,", "")}`).join(" ");
    return { text: `${kind} ${name}: ${text}`, context: context === "" ? "" : `${kind} ${name}: ${context}` };
  }

  /** The rows of a table without what a clock writes, sorted unless they are a history's. */
  async #rows(schema: string, table: string): Promise<{ isHistory: boolean; lines: string[] }> {
    const columns = await this.#query(`SHOW COLUMNS FROM ${quoted(schema)}.${quoted(table)}`);
    const names = columns.map(({ Field }) => String(Field));
    const isHistory = names.includes("installed_rank") && names.includes("execution_time");
    const kept = columns
      .filter(({ Type }) => isHistory || !CLOCK_TYPES.test(String(Type)))
      .map(({ Field }) => String(Field))
      .filter((name) => !isHistory || !CLOCK_COLUMNS.has(name));
    if (kept.length === 0) return { isHistory, lines: [] };
    const order = isHistory ? "ORDER BY installed_rank" : "";
    const rows = await this.#query(
      `SELECT ${kept.map(quoted).join(", ")} FROM ${quoted(schema)}.${quoted(table)} ${order}`,
    );
    const lines = rows.map((row) => Object.values(row).map(printed).join(" | ")).map(shortened);
    return { isHistory, lines: isHistory ? lines : lines.sort(NATURAL.compare) };
  }

  async #query(statement: string): Promise<Row[]> {
    const [rows] = await this.#connection.query<RowDataPacket[]>(statement);
    return rows;
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function printed(value: unknown): string {
  if (value === null) return "NULL";
  if (Buffer.isBuffer(value)) return `0x${value.toString("hex")}`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Keeps a line readable and still different where its end is. */
function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE)}… ${createHash("sha256").update(line).digest("hex").slice(0, 12)}`;
}
