import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onProcessEnd } from "../../../src/throwaway/exit-hooks.ts";
import { clearServer } from "../dump.ts";
import type { Ended, Flyback } from "../flyback.ts";
import type { ProofServer } from "../server.ts";
import { NEXT_FILE } from "./migration.ts";
import { SCHEMAS } from "./model.ts";

/** A server and a folder in which generated migrations run. */
export type Field = {
  readonly server: ProofServer;
  readonly flyback: Flyback;
  /** Empties the server and runs statements; those that the server refuses are passed over, and given back. */
  readonly build: (statements: readonly string[]) => Promise<readonly string[]>;
  /** Those of the statements that the server takes one after the other, on the state that is there, which they change. */
  readonly taken: (statements: readonly string[]) => Promise<readonly string[]>;
  readonly put: (migration: readonly string[]) => Promise<void>;
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ended>;
};

export async function openField(server: ProofServer, flyback: Flyback): Promise<Field> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-property-"));
  onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  const scripts = join(folder, "sql");
  const env = { FLYBACK_URL: `${server.url}${SCHEMAS[0]}` };
  return {
    server,
    flyback,
    build: async (statements) => {
      await clearServer(server);
      return (await tryAll(server, statements, null)).refused;
    },
    taken: async (statements) => (await tryAll(server, statements, SCHEMAS[0])).taken,
    put: async (migration) => {
      await rm(scripts, { recursive: true, force: true });
      mkdirSync(scripts);
      for (const [index, text] of filesOf(migration).entries())
        await writeFile(join(scripts, `V${String(index + 2)}__generated.sql`), text);
    },
    run: (command, ...args) => flyback.run({ args: [command, "--locations", "sql", ...args], cwd: folder, env }),
  };
}

/** The texts of the scripts: bodies of programs under a delimiter of their own. */
function filesOf(migration: readonly string[]): string[] {
  const files: string[][] = [[]];
  for (const sql of migration) {
    if (sql === NEXT_FILE) files.push([]);
    else
      files
        .at(-1)
        ?.push(sql.includes(";") && sql.startsWith("CREATE") ? `DELIMITER //\n${sql}//\nDELIMITER ;` : `${sql};`);
  }
  return files.map((statements) => `${statements.join("\n")}\n`);
}

async function tryAll(
  server: ProofServer,
  statements: readonly string[],
  database: string | null,
): Promise<{ taken: string[]; refused: string[] }> {
  const [taken, refused]: [string[], string[]] = [[], []];
  const open = () => server.connect(database ?? undefined);
  let connection = await open();
  try {
    for (const sql of statements) {
      if (sql === NEXT_FILE) {
        await connection.query("COMMIT");
        await connection.end();
        connection = await open();
        taken.push(sql);
        continue;
      }
      try {
        await connection.query(sql);
        taken.push(sql);
      } catch (error) {
        refused.push(`${error instanceof Error ? error.message : String(error)} <- ${sql}`);
      }
    }
  } finally {
    await connection.end();
  }
  return { taken, refused };
}
