import type { OtherSetting } from "./setting.ts";

const PATTERNS = "Flyway 9 removed it; write `ignore-migration-patterns`, such as *:missing.";
const SECRETS = "Secrets managers cannot be asked here; fetch the secret in the step before, into a variable.";

/** Flyway's settings with which it would do something else than flyback does. */
export const SETTINGS_THAT_CHANGE: readonly OtherSetting[] = [
  change("callbacks", "Callbacks in Java are not run; write them in SQL, as beforeMigrate.sql and so on."),
  change("resolvers", "Migrations made by Java classes are not found."),
  change("migrationResolvers", "Migrations made by Java classes are not found.", [], "RESOLVERS"),
  change("skipDefaultResolvers", "Without its own resolver Flyway finds no SQL migration.", ["false"]),
  change("errorOverrides", "Errors of the server cannot be turned into warnings."),
  change("dryRunOutput", "Use `dry-run`, which prints the SQL and changes nothing.", [], "DRYRUN_OUTPUT"),
  change("cherryPick", "Single migrations cannot be picked; `target` stops at a version."),
  change("shouldExecute", "Migrations cannot be run by condition."),
  change("tablespace", "The history table has no tablespace on MySQL and MariaDB."),
  change("kerberosConfigFile", "Kerberos is not supported; use a password or a client certificate."),
  change("checkDriftOnMigrate", "There is no check for drift yet.", ["false"]),
  change("cleanOnValidationError", "Nothing is ever cleaned.", ["false"]),
  change("ignoreMissingMigrations", PATTERNS),
  change("ignoreIgnoredMigrations", PATTERNS),
  change("ignorePendingMigrations", PATTERNS),
  change("ignoreFutureMigrations", PATTERNS, ["true"]),
  change("sqlMigrationSuffix", "Flyway 5 removed it; write `sql-migration-suffixes`."),
  change("skipVersions", "Versions cannot be skipped."),
  change("tags.*", "Migrations cannot be chosen by tag."),
  change("propertyResolvers", "Only ${env.NAME} can be asked for values."),
  change("propertyResolvers.*", "Only ${env.NAME} can be asked for values."),
  change("resolvers.*", SECRETS),
  change("provisioner", "Databases are not provisioned; `create-databases` makes a missing one.", ["none"]),
  change("vault.*", SECRETS),
  change("akv.*", SECRETS),
  change("dapr.*", SECRETS),
  change("gcsm.*", SECRETS),
  change("plugins.*", "Flyway 10 removed this form; write the key without plugins."),
];

function change(key: string, why: string, harmless: readonly string[] = [], env?: string): OtherSetting {
  return { key, class: "changes-outcome", why, harmless, ...(env === undefined ? {} : { env }) };
}
