import type { Connection, RowDataPacket } from "mysql2/promise";
import { expect } from "vitest";
import { alterBack, describeDifferences } from "../../src/core/undo/table-diff.ts";
import type { AlterBack } from "../../src/core/undo/table-diff.ts";
import { parseDefinition } from "../../src/core/undo/table-definition.ts";
import type { TestServer } from "../support/servers.ts";

/** A schema, a migration of it, and what the migration calls columns afterwards. */
export type DiffCase = {
  readonly title: string;
  readonly create: readonly string[];
  readonly migrate: readonly string[];
  /** Table → names of columns before → now. */
  readonly renamed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly product?: "mysql" | "mariadb";
};

type Renamed = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The session that the way back runs in. */
export function sessionSettings({ product }: TestServer): string[] {
  const own =
    product === "mariadb"
      ? ["set check_constraint_checks = 0", "set system_versioning_alter_history = KEEP"]
      : ["set sql_generate_invisible_primary_key = 0"];
  return ["set names utf8mb4", "set foreign_key_checks = 0, sql_mode = '', innodb_strict_mode = 0", ...own];
}

export async function showTables(connection: Connection): Promise<Map<string, string>> {
  const [tables] = await connection.query<RowDataPacket[]>("show tables");
  const texts = new Map<string, string>();
  for (const name of tables.map((row) => String(Object.values(row)[0]))) {
    const [rows] = await connection.query<RowDataPacket[]>(`show create table \`${name}\``);
    texts.set(name, String(rows[0]?.["Create Table"]));
  }
  return texts;
}

const STEPS = [
  "foreignKeyDrops",
  "drops",
  "columns",
  "keys",
  "foreignKeyAdds",
] as const satisfies readonly (keyof AlterBack)[];

type WayBack = { readonly renamed: Renamed; readonly exactOrder: boolean };

/** Takes all tables back, each step for all of them before the next one; `between` runs when the columns are back. */
export async function goBack(
  connection: Connection,
  before: ReadonlyMap<string, string>,
  { renamed, exactOrder }: WayBack,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const now = await showTables(connection);
  const ways = [...before].map(([name, text]) => {
    const definition = parseDefinition(now.get(name) ?? "");
    const names = new Map(Object.entries(renamed[name] ?? {}));
    return { name, now: now.get(name), way: alterBack(definition, parseDefinition(text), names, { exactOrder }) };
  });
  for (const step of STEPS) {
    for (const { name, now, way } of ways) {
      for (const clauses of way[step]) {
        const statement = `alter table \`${name}\` ${clauses.join(", ")}`;
        await connection.query(statement).catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          throw new Error(`${why}\n${step}: ${statement}\nnow: ${now ?? ""}\nbefore: ${before.get(name) ?? ""}`, {
            cause: error,
          });
        });
      }
    }
    if (step === "columns") await between();
  }
}

/** The tables are what they were, and the way back has nothing left to do. */
export async function expectBack(
  connection: Connection,
  before: ReadonlyMap<string, string>,
  exact: boolean,
): Promise<void> {
  const now = await showTables(connection);
  for (const [name, text] of before) {
    const [is, was] = [parseDefinition(now.get(name) ?? ""), parseDefinition(text)];
    expect(describeDifferences(was, is), name).toEqual([]);
    if (exact) expect(comparable(now.get(name) ?? "")).toBe(comparable(text));
    const nothing = { foreignKeyDrops: [], drops: [], columns: [], keys: [], foreignKeyAdds: [], lost: [] };
    expect(alterBack(is, was, new Map(), { exactOrder: exact })).toEqual(nothing);
  }
}

/** MySQL gives the literals of a check another character set when it is added than when it is made with its table. */
function comparable(text: string): string {
  return text.replace(/ AUTO_INCREMENT=\d+/, "").replaceAll(/_(?:utf8mb4|latin1)'/g, "'");
}
