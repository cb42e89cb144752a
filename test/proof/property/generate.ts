import type { ServerProduct } from "../../../src/throwaway/server-program.ts";
import { FAULTS } from "../faults.ts";
import { randomOf } from "../random.ts";
import { drawMigration } from "./migration.ts";
import { SCHEMAS } from "./model.ts";
import type { World } from "./model.ts";
import { drawSchema } from "./schema.ts";

/** Statements that make a schema, and the migration that changes it. Pure: seed, number and server say all. */
export type Drawn = {
  readonly base: readonly string[];
  readonly migration: readonly string[];
  /** Put into the migration, it fails it; and before which part of it, from 0 to 1. */
  readonly fault: { readonly sql: string; readonly at: number };
  /** Past versions of rows may be others afterwards. */
  readonly versioning: boolean;
  /** Databases besides the first one are configured as well. */
  readonly bothSchemas: boolean;
};

/** `version` as a number that grows: 10.11 is 1011. */
export function drawRound(
  product: ServerProduct,
  version: number,
  ...[seed, number]: readonly [string, number]
): Drawn {
  const random = randomOf(seed, "property", number);
  const versioning = product === "mariadb" && random.next() < 0.25;
  const world: World = {
    random,
    product,
    version,
    versioning,
    schema: SCHEMAS[0],
    tables: [],
    programs: [],
    names: 0,
  };
  const base = drawSchema(world);
  const migration = drawMigration(world);
  const sql = random.pick([FAULTS.function, FAULTS.signal, FAULTS.ddl]);
  const at = random.next() < 0.5 ? 1 : random.next();
  return { base, migration, fault: { sql, at }, versioning, bothSchemas: random.next() < 0.5 };
}
