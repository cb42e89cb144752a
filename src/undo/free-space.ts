/** How much the disk of the server has left, where the server says it. */
import type { Product } from "./shelf.ts";
import type { Sql } from "./sql.ts";

/** Null: the server does not tell. */
export type FreeSpace = { readonly bytes: number | null };

/** MariaDB tells it by the plugin DISKS, if that is there and the account may see it (FILE); MySQL does not. */
export async function readFreeSpace(sql: Sql, product: Product): Promise<FreeSpace> {
  if (product !== "MariaDB") return { bytes: null };
  const rows = await sql
    .query(
      "SELECT Available * 1024 AS free FROM information_schema.DISKS WHERE @@GLOBAL.datadir LIKE CONCAT(TRIM(TRAILING '/' FROM Path), '/%') " +
        "ORDER BY LENGTH(Path) DESC LIMIT 1",
    )
    .catch(() => []);
  const free = rows[0]?.["free"];
  return { bytes: free === undefined || free === null ? null : Number(free) };
}
