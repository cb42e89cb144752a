import { resolve } from "node:path";
import type { ConnectionConfig, TlsConfig } from "./config.ts";
import { type DriverParameter, type DriverSettings, readDriverParameters } from "./driver-settings.ts";
import type { ConfigFiles } from "./load-config.ts";
import { isEmpty, type Node } from "./node.ts";
import type { NamesOf, OptionName } from "./options.ts";
import type { Origin } from "./origin.ts";
import { readText } from "./paths.ts";
import { readPassword } from "./password.ts";
import { secretOf } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { type DatabaseUrl, parseUrl } from "./url.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What reading a connection needs besides the settings. */
export type ConnectionContext = {
  readonly env: Environment;
  readonly workingDirectory: string;
  readonly files: ConfigFiles;
};

export type Connection = {
  readonly config: ConnectionConfig;
  /** What the url wants besides; null: it does not say. */
  readonly createDatabase: boolean | null;
};

type StringOption = NamesOf<"string" | "path">;

/**
 * The url of the strongest source, and the options beside it. An option replaces a part of the url if it comes from the
 * same source or a stronger one; otherwise it fills in what the url leaves open, but never another server's address.
 */
export async function readConnection(settings: Settings, context: ConnectionContext): Promise<Connection> {
  const url = readUrl(settings);
  const urlRank = rank(settings, "url");
  const driver = readDriverParameters(driverParameters(settings, url), url?.driver ?? "mysql", settings.findings);
  const wins = (name: OptionName): boolean => rank(settings, name) <= urlRank;
  const part = (name: StringOption, ofUrl: string | null | undefined): string | null =>
    wins(name) ? (settings.text(name) ?? ofUrl ?? null) : (ofUrl ?? settings.text(name));
  const isThrowaway = url !== null && url.throwaway !== null;
  const ofUrl = { user: url?.user ?? driver.user, password: url?.password ?? driver.password };
  const user = isThrowaway ? "root" : part("user", ofUrl.user);
  const password = isThrowaway ? null : await readPassword(settings, { ...context, urlRank, ofUrl: ofUrl.password });
  requireServer(settings, url, user);
  const config: ConnectionConfig = {
    throwaway: url?.throwaway ?? null,
    host: wins("host") ? (settings.text("host") ?? "127.0.0.1") : (url?.host ?? "127.0.0.1"),
    port: wins("port") && settings.isGiven("port") ? settings.integer("port") : (url?.port ?? 3306),
    socketPath: isThrowaway ? null : socketPath(settings, driver, wins, context),
    user: user ?? "",
    password: password === null ? null : secretOf(password),
    database: databaseName(settings),
    tls: await readTls(settings, driver, wins, context),
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
  return { config, createDatabase: isThrowaway || driver.createDatabase ? true : null };
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

/** The database by the strongest source that names one, alone or in a url. */
function databaseName(settings: Settings): string | null {
  for (const { values } of settings.sets) {
    const option = values.get("database");
    if (isGivenNode(option) && option.kind === "scalar") return option.text.trim();
    const url = values.get("url");
    const parsed = isGivenNode(url) && url.kind === "scalar" ? parseUrl(url.text) : null;
    if (parsed?.ok === true && parsed.url.database !== null) return parsed.url.database;
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

async function readTls(
  settings: Settings,
  driver: DriverSettings,
  wins: Wins,
  context: ConnectionContext,
): Promise<TlsConfig> {
  const pem = async (name: "ssl-ca" | "ssl-cert" | "ssl-key", ofUrl: string | null): Promise<string | null> => {
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
    ca: await pem("ssl-ca", driver.sslCa),
    cert: await pem("ssl-cert", driver.sslCert),
    key: await pem("ssl-key", driver.sslKey),
  };
}

/** PEM text as it is, or the content of the file that the text names. */
async function readPem(
  value: string,
  settings: Settings,
  name: OptionName,
  context: ConnectionContext,
): Promise<string | null> {
  if (value.includes("-----BEGIN")) return value;
  const { findings } = settings;
  const origin = settings.node(name)?.origin ?? settings.node("url")?.origin;
  const text = await readText(context.files, resolve(context.workingDirectory, value), findings);
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
