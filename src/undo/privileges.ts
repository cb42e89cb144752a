/** What of all that the way back may have to do this account may not do; asked before anything is changed. */
import type { ObjectKind } from "../core/undo/touch.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { CatalogueObject } from "./catalogue.ts";
import { parseGrants, type Grants } from "./grants.ts";
import { ER, isOneOf, stringOf } from "./read.ts";
import type { Sql } from "./sql.ts";

type Product = "MariaDB" | "MySQL" | "unknown";

export type PrivilegeNeeds = {
  /** Schemas of flyback's own: the control schema and those for what is kept. */
  readonly controlSchemas: readonly string[];
  /** True if flyback makes and drops those itself. */
  readonly createSchema: boolean;
  /** Schemas that the migrations may change. */
  readonly schemas: readonly string[];
  /** What is in them (listObjects): what is needed for views, routines and events is asked only where there are some. */
  readonly objects: readonly Pick<CatalogueObject, "schema" | "kind" | "definer">[];
};

/** LOCK TABLES while rows are put back. */
const CONTROL = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "LOCK TABLES"];
/** REFERENCES for foreign keys that are put back. Without TRIGGER there are copies instead of the write log. */
const ALWAYS = [...CONTROL, "REFERENCES"];
const BY_KIND: Readonly<Partial<Record<ObjectKind, readonly string[]>>> = {
  trigger: ["TRIGGER"],
  view: ["CREATE VIEW", "SHOW VIEW"],
  procedure: ["CREATE ROUTINE", "ALTER ROUTINE"],
  function: ["CREATE ROUTINE", "ALTER ROUTINE"],
  package: ["CREATE ROUTINE", "ALTER ROUTINE"],
  event: ["EVENT"],
};
const ROUTINES: readonly ObjectKind[] = ["procedure", "function", "package"];

type Account = { readonly grants: Grants; readonly name: string; readonly version: string };

async function readAccount(sql: Sql, product: Product): Promise<Account> {
  const [row] = await sql.query(
    "SELECT CURRENT_USER() AS name, VERSION() AS version, @@lower_case_table_names AS folds",
  );
  const [revokes] = product === "MariaDB" ? [] : await sql.query("SHOW GLOBAL VARIABLES LIKE 'partial_revokes'");
  const lines = await sql.query("SHOW GRANTS");
  const literal = stringOf(revokes?.["Value"]) === "ON";
  return {
    grants: parseGrants(
      lines.map((line) => stringOf(Object.values(line)[0])),
      Number(row?.["folds"]) !== 0,
      literal,
    ),
    name: stringOf(row?.["name"]),
    version: stringOf(row?.["version"]),
  };
}

/**
 * The privileges that are missing, as they stand in GRANT: "TRIGGER, EVENT on `registry`.*". Empty: all is there. Grants on single tables do
 * not count, since a migration may make others. Whether a program can be made again in the name of another account can depend on that
 * account (SYSTEM_USER): `mayDefine` tries it.
 */
export async function missingPrivileges(sql: Sql, product: Product, needs: PrivilegeNeeds): Promise<string[]> {
  const account = await readAccount(sql, product);
  const lines = (schemas: readonly string[], wanted: (schema: string) => readonly string[], why = ""): string[] =>
    schemas.flatMap((schema) => {
      const missing = wanted(schema).filter((privilege) => !account.grants.inSchema(privilege, schema));
      return missing.length === 0 ? [] : [`${missing.join(", ")} on ${identifier(schema)}.*${why}`];
    });
  const kindsIn = (schema: string): readonly string[] => [
    ...new Set(needs.objects.filter((one) => one.schema === schema).flatMap(({ kind }) => BY_KIND[kind] ?? [])),
  ];
  return [
    ...lines(needs.controlSchemas, () => CONTROL, needs.createSchema ? " (flyback makes this database)" : ""),
    ...lines(needs.schemas, (schema) => [...ALWAYS, ...kindsIn(schema)]),
    ...(await missingForOthers(sql, product, needs, account)),
  ];
}

/** What it takes to see and to make programs that act as another account. */
async function missingForOthers(
  sql: Sql,
  product: Product,
  needs: PrivilegeNeeds,
  account: Account,
): Promise<string[]> {
  const { grants, name, version } = account;
  const others = needs.objects.filter(({ definer }) => definer !== null && definer !== name);
  const definers = [...new Set(others.map(({ definer }) => definer ?? ""))].toSorted();
  const [first] = definers;
  if (first === undefined) return [];
  const ofThem = definers.length === 1 ? first : `${first} and ${definers.length - 1} more`;
  const missing = mayDefineAsOthers(product, version, grants)
    ? []
    : [`${definerPrivilege(product, version)} on *.* (there are programs that act as ${ofThem})`];
  if (others.every(({ kind }) => !ROUTINES.includes(kind))) return missing;
  const sees =
    product === "MariaDB"
      ? await seesRoutinesOfMariaDb(sql, account, others)
      : grants.global("SHOW_ROUTINE") || grants.global("SELECT");
  const needed = product === "MariaDB" ? "SELECT on `mysql`.`proc`" : "SHOW_ROUTINE on *.*";
  return sees ? missing : [...missing, `${needed} (to see routines that act as ${ofThem})`];
}

/** The version as one number, such as 802 for 8.2. */
function versionNumber(version: string): number {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major ?? 0) * 100 + Number(minor ?? 0);
}

/** MariaDB's SUPER has it up to 10.11; MySQL has it in two privileges since 8.2, in SUPER besides (MySQL Reference Manual, "Stored Object Access Control"). */
function mayDefineAsOthers(product: Product, version: string, grants: Grants): boolean {
  if (product === "MariaDB")
    return grants.global("SET USER") || (versionNumber(version) < 1100 && grants.global("SUPER"));
  return ["SUPER", "SET_USER_ID", "SET_ANY_DEFINER"].some(grants.global);
}

function definerPrivilege(product: Product, version: string): string {
  if (product === "MariaDB") return "SET USER";
  return versionNumber(version) >= 802 ? "SET_ANY_DEFINER, ALLOW_NONEXISTENT_DEFINER" : "SET_USER_ID";
}

async function seesRoutinesOfMariaDb(
  sql: Sql,
  { grants, version }: Account,
  others: PrivilegeNeeds["objects"],
): Promise<boolean> {
  const routines = others.filter(({ kind }) => ROUTINES.includes(kind));
  // A privilege since 11.3; before, ALL PRIVILEGES does not have it.
  const isNew = versionNumber(version) >= 1103;
  if (isNew && routines.every(({ schema }) => grants.inSchema("SHOW CREATE ROUTINE", schema))) return true;
  try {
    await sql.query("SELECT body FROM mysql.proc LIMIT 0");
    return true;
  } catch (error) {
    if (isOneOf(error, [ER.TABLE_ACCESS_DENIED])) return false;
    throw error;
  }
}

/** Without these a dump would leave triggers and routines out without a word, or break off at views, events and tables. */
const FOR_DUMP = ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT", "EXECUTE"];

/** What this account lacks to see all that is in a schema, as it stands in GRANT. The text of others' routines is told by the tool itself. */
export async function missingForDump(sql: Sql, product: Product, schema: string): Promise<readonly string[]> {
  const { grants } = await readAccount(sql, product);
  return FOR_DUMP.filter((privilege) => !grants.inSchema(privilege, schema));
}

/**
 * Whether this account may make a program that acts as `definer`, found out by making a view in a schema of flyback's own and dropping it.
 *
 * @param definer in the form `user@host`, or a role's name (MariaDB)
 */
export async function mayDefine(sql: Sql, schema: string, definer: string): Promise<boolean> {
  const at = definer.lastIndexOf("@");
  const account =
    at < 0 ? identifier(definer) : `${identifier(definer.slice(0, at))}@${identifier(definer.slice(at + 1))}`;
  const view = `${identifier(schema)}.${identifier("flyback_definer")}`;
  try {
    await sql.query(`CREATE OR REPLACE DEFINER=${account} VIEW ${view} AS SELECT 1 AS one`);
  } catch (error) {
    if (isOneOf(error, [ER.SPECIFIC_ACCESS_DENIED, ER.NO_SUCH_USER])) return false;
    throw error;
  }
  await sql.query(`DROP VIEW IF EXISTS ${view}`);
  return true;
}

/**
 * Whether this account may make a program that acts as `definer`: tried where there is a schema to try it in, and told from the grants where
 * there is none, or no view may be made there.
 */
export async function mayDefineAs(
  sql: Sql,
  product: Product,
  { definer, schema }: { readonly definer: string; readonly schema: string | null },
): Promise<boolean> {
  const { grants, name, version } = await readAccount(sql, product);
  if (definer === name) return true;
  if (schema === null) return mayDefineAsOthers(product, version, grants);
  return mayDefine(sql, schema, definer).catch((error: unknown) => {
    if (isOneOf(error, [ER.TABLE_ACCESS_DENIED])) return mayDefineAsOthers(product, version, grants);
    throw error;
  });
}

/** Whether this account may make triggers on the tables of a schema, as far as its grants say. */
export async function hasTriggerPrivilege(sql: Sql, product: Product, schema: string): Promise<boolean> {
  return (await readAccount(sql, product)).grants.inSchema("TRIGGER", schema);
}

/**
 * Whether this account may make triggers at all. With the binary log on, the server asks for SUPER, or lets all accounts do so
 * by log_bin_trust_function_creators (else error 1419, on MariaDB also for dropping one; MySQL Reference Manual, "Stored Program Binary
 * Logging"). MySQL 8.0 takes SET_USER_ID for SUPER.
 */
export async function triggersAllowed(sql: Sql, product: Product): Promise<boolean> {
  const [row] = await sql.query("SELECT @@GLOBAL.log_bin AS logs, @@GLOBAL.log_bin_trust_function_creators AS trusts");
  if (Number(row?.["logs"]) === 0 || Number(row?.["trusts"]) !== 0) return true;
  const { grants } = await readAccount(sql, product);
  return grants.global("SUPER") || (product !== "MariaDB" && grants.global("SET_USER_ID"));
}
