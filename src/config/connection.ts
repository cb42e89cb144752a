import type { Env } from "./env.ts";
import { resolve } from "node:path";
import type { ConnectionConfig, TlsConfig } from "./config.ts";
import { type DriverParameter, type DriverSettings, readDriverParameters } from "./driver-settings.ts";
import type { DatabaseSource } from "./database-sources.ts";
import type { ConfigFiles } from "./load-config.ts";
import { isEmpty, type Node } from "./node.ts";
import type { NamesOf, OptionName } from "./options.ts";
import type { Origin } from "./origin.ts";
import { readText } from "./paths.ts";
import { readPassword } from "./password.ts";
import { secretOf } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { type DatabaseUrl, parseUrl } from "./url.ts";

export /** What reading a connection needs besides the settings. */
type ConnectionContext = {
  readonly env: Env;
  readonly workingDirectory: string;
  readonly files: ConfigFiles;
};

export type Connection = {
  readonly config: ConnectionConfig;
  /** True if the url asks for it, or if there can be no database yet. */
  readonly createDatabase: boolean;
  /** `init-sql`, behind what the url sets. */
  readonly initSql: string | null;
};

type StringOption = NamesOf<"string" | "path">;

/**
 * The url of the strongest source, and the options beside it. An option replaces a part of the url if it comes from the
 * same source or a stronger one; otherwise it fills in what the url leaves open, but never another server's address.
 */
export function readConnection(source: DatabaseSource, context: ConnectionContext): Connection {
  const { settings } = source;
  const url = readUrl(settings);
  const urlRank = rank(settings, "url");
  const driver = readDriverParameters(driverParameters(settings, url), url?.driver ?? "mysql", settings.findings);
  const wins = (name: OptionName): boolean => rank(settings, name) <= urlRank;
  const part = (name: StringOption, ofUrl: string | null | undefined): string | null =>
    wins(name) ? (settings.text(name) ?? ofUrl ?? null) : (ofUrl ?? settings.text(name));
  const isThrowaway = url !== null && url.throwaway !== null;
  const ofUrl = { user: url?.user ?? driver.user, password: url?.password ?? driver.password };
  const user = isThrowaway ? "root" : part("user", ofUrl.user);
  const password = isThrowaway ? null : readPassword(settings, { ...context, urlRank, ofUrl: ofUrl.password });
  requireServer(settings, url, user);
  const config: ConnectionConfig = {
    throwaway: url?.throwaway ?? null,
    host: wins("host") ? (settings.text("host") ?? "127.0.0.1") : (url?.host ?? "127.0.0.1"),
    port: wins("port") && settings.isGiven("port") ? settings.integer("port") : (url?.port ?? 3306),
    socketPath: isThrowaway ? null : socketPath(settings, driver, wins, context),
    user: user ?? "",
    password: password === null ? null : secretOf(password),
    database: databaseName(source),
    tls: readTls(settings, driver, wins, context),
    cleartextPlugin: settings.boolean("enable-cleartext-plugin"),
    connectRetries: settings.integer("connect-retries"),
    connectRetryIntervalS: settings.integer("connect-retry-interval"),
    connectTimeoutS:
      wins("connect-timeout") && settings.isGiven("connect-timeout")
        ? settings.integer("connect-timeout")
        : (driver.connectTimeoutS ?? settings.integer("connect-timeout")),
    allowUnknownServer: settings.boolean("allow-unknown-server"),
  };
  checkCleartext(settings, config);
  const initSql = [driver.initSql, settings.text("init-sql")].filter((sql) => sql !== null);
  return {
    config,
    createDatabase: isThrowaway || driver.createDatabase,
    initSql: initSql.length === 0 ? null : initSql.join(";\n"),
  };
}

type Wins = (name: OptionName) => boolean;

/** Which of the sources, strongest first, is the first with the option; after all of them where none is. */
function rank(settings: Settings, name: OptionName): number {
  const index = settings.sets.findIndex(({ values }) => isGivenNode(values.get(name)));
  return index === -1 ? Infinity : index;
}

function isGivenNode(node: Node | undefined): node is Node {
  return node !== undefined && !isEmpty(node);
}

function readUrl(settings: Settings): DatabaseUrl | null {
  const text = settings.text("url");
  if (text === null) return null;
  const parsed = parseUrl(text);
  if (parsed.ok) return parsed.url;
  settings.findings.problem(
    "CONFIGURATION",
    `The url is not understood: ${parsed.message}`,
    settings.node("url")?.origin,
  );
  return null;
}

/** Flyway's jdbcProperties, of the strongest source first, then the url's own, which count more. */
function driverParameters(settings: Settings, url: DatabaseUrl | null): DriverParameter[] {
  const properties = settings.sets.toReversed().flatMap(({ driverProperties }) =>
    [...(driverProperties ?? [])].map(([name, node]): DriverParameter => ({
      name,
      value: node.kind === "scalar" ? node.text : "",
      origin: node.origin,
    })),
  );
  const origin: Origin = settings.node("url")?.origin ?? { layer: "flag", shown: "url" };
  return [...properties, ...(url?.parameters ?? []).map(([name, value]) => ({ name, value, origin }))];
}

/**
 * The database by the strongest source that names one, alone or in a url. A url outside a list of databases is where the
 * server is; the database in it cannot be that of every entry.
 */
function databaseName({ settings, own }: DatabaseSource): string | null {
  for (const set of settings.sets) {
    const option = set.values.get("database");
    if (isGivenNode(option) && option.kind === "scalar") return option.text.trim();
    const url = set.values.get("url");
    const parsed = isGivenNode(url) && url.kind === "scalar" ? parseUrl(url.text) : null;
    if (parsed?.ok !== true || parsed.url.database === null) continue;
    if (own === null || own.includes(set)) return parsed.url.database;
    settings.findings.notice("The database in this url does not count, since `databases` lists them.", url?.origin);
  }
  return null;
}

function socketPath(settings: Settings, driver: DriverSettings, wins: Wins, context: ConnectionContext): string | null {
  const isStronger = wins("socket") && rank(settings, "socket") <= rank(settings, "host");
  const path = (isStronger ? settings.text("socket") : null) ?? driver.socket;
  return path === null ? null : resolve(context.workingDirectory, path.trim());
}

function requireServer(settings: Settings, url: DatabaseUrl | null, user: string | null): void {
  const { findings } = settings;
  const named = ["url", "host", "socket", "database", "user", "databases"] as const;
  if (!named.some((name) => settings.isGiven(name))) {
    findings.problem(
      "CONFIGURATION",
      "No database is configured: set `url`, such as FLYBACK_URL=mysql://user:password@host:3306/database, or host, user, password and database.",
    );
  } else if (user === null && (url !== null || !settings.isGiven("url"))) {
    findings.problem(
      "CONFIGURATION",
      "There is no user to connect with: set `user`, such as by FLYBACK_USER, or write it into the url.",
    );
  }
}

function readTls(settings: Settings, driver: DriverSettings, wins: Wins, context: ConnectionContext): TlsConfig {
  const pem = (name: "ssl-ca" | "ssl-cert" | "ssl-key", ofUrl: string | null): string | null => {
    const own = settings.text(name);
    const value = wins(name) ? (own ?? ofUrl) : (ofUrl ?? own);
    return value === null ? null : readPem(value.trim(), settings, name, context);
  };
  const mode =
    wins("ssl-mode") && settings.isGiven("ssl-mode")
      ? settings.word("ssl-mode")
      : (driver.sslMode ?? settings.word("ssl-mode"));
  return {
    mode,
    ca: pem("ssl-ca", driver.sslCa),
    cert: pem("ssl-cert", driver.sslCert),
    key: pem("ssl-key", driver.sslKey),
  };
}

/** PEM text as it is, or the content of the file that the text names. */
function readPem(value: string, settings: Settings, name: OptionName, context: ConnectionContext): string | null {
  if (value.includes("-----BEGIN")) return value;
  const { findings } = settings;
  const origin = settings.node(name)?.origin ?? settings.node("url")?.origin;
  const text = readText(context.files, resolve(context.workingDirectory, value), findings);
  if (text === null) findings.problem("FILE_UNREADABLE", `There is no readable file of that name for ${name}.`, origin);
  else if (!text.includes("-----BEGIN"))
    findings.problem("CONFIGURATION", `The file for ${name} is no PEM file.`, origin);
  return text;
}

function checkCleartext(settings: Settings, { cleartextPlugin, tls }: ConnectionConfig): void {
  if (!cleartextPlugin || (tls.mode !== "disabled" && tls.mode !== "preferred")) return;
  settings.findings.problem(
    "CONFIGURATION",
    "The password would cross the network readable: set `ssl-mode` to required, verify-ca or verify-identity.",
    settings.node("enable-cleartext-plugin")?.origin,
  );
}
