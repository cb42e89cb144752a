import type { TestServer } from "../support/servers.ts";
import { freshAccount } from "./account.ts";

/** A workflow up to its first step of its own. */
export const HEAD = `name: test
on: push
jobs:
  migrate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
`;

/** The rest of a step that uses the action, with the secrets of `actAccount`. */
export const USES = `
        uses: ./
        with:
          url: \${{ secrets.DB_URL }}
          user: \${{ secrets.DB_USER }}
          password: \${{ secrets.DB_PASSWORD }}
          locations: db/migration
`;

export const GOOD = {
  "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n",
  "db/migration/V2__b.sql": "SELECT 1;\n",
};

/** A database with an account for it, as a workflow's secrets. */
export async function actAccount(
  target: TestServer,
): Promise<{ database: string; secrets: Record<string, string>; password: string }> {
  const { database, user, password, url } = await freshAccount(target);
  return { database, password, secrets: { DB_URL: url, DB_USER: user, DB_PASSWORD: password } };
}
