/** A database url taken apart. Nothing of the connection but what the url says: absent parts are null. */
export type DatabaseUrl = {
  /** Asks for a server that lives as long as the run. */
  readonly throwaway: "any" | "mariadb" | "mysql" | null;
  /** Which driver's meaning the parameters have. */
  readonly driver: "mysql" | "mariadb";
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  readonly parameters: readonly (readonly [name: string, value: string])[];
};

export type UrlResult =
  | { readonly ok: true; readonly url: DatabaseUrl }
  /** Says what is wrong without repeating any part of the url. */
  | { readonly ok: false; readonly message: string };

const THROWAWAY = /^throwaway:(mariadb|mysql)?(?:\/\/)?$/;
const SCHEME = /^(?:jdbc:)?(mysql|mariadb):(?:\/\/)?/i;
/** A word between driver and slashes chooses one of several servers, such as `replication` and `loadbalance`. */
const SEVERAL_SERVERS =
  /^(?:jdbc:)?(?:mysql|mariadb)(?::(?:replication|loadbalance|load-balance|load-balance-read|sequential|failover|aurora)|\+srv(?::[a-z]+)?):/i;

const EXPECTED =
  "expected mysql://user:password@host:port/database, mariadb://…, jdbc:mysql://…, jdbc:mariadb://… or throwaway:";

const ONE_SERVER =
  "it names several servers; the lock that keeps other runs out would hold on one of them only. Write the url of the primary.";

/** Other beginnings that people have, and what to write instead. */
const OTHER_SCHEMES: readonly (readonly [RegExp, string])[] = [
  [
    /^jdbc:tc:/i,
    "containers of Testcontainers cannot be started here; `throwaway:mysql` or `throwaway:mariadb` start a server for the run.",
  ],
  [/^jdbc:p6spy:/i, "p6spy has no meaning here; write jdbc:mysql://… without it."],
  [
    /^jdbc:(?:aws-wrapper|aurora):/i,
    "the AWS wrapper has no counterpart here; write jdbc:mysql://… with the address of the primary.",
  ],
  [
    /^jdbc-secretsmanager:/i,
    "secrets managers cannot be asked here; fetch the password in the step before, into FLYBACK_PASSWORD.",
  ],
  [/^jdbc:google:/i, "Google's socket factory has no counterpart here; use the Cloud SQL proxy and its address."],
  [/^mysqlx:/i, "the X protocol is not spoken here; write mysql://… with the port of the classic protocol."],
  [/^(?:jdbc:)?(?:postgres|sqlserver|oracle|h2|sqlite|db2)/i, "only MySQL and MariaDB are supported."],
];

/** Takes a url apart: `mysql://`, `mariadb://`, `jdbc:mysql:`, `jdbc:mariadb:` and `throwaway:`. */
export function parseUrl(text: string): UrlResult {
  const trimmed = text.trim();
  const scheme = SCHEME.exec(trimmed);
  if (scheme === null) return trimmed.startsWith("throwaway:") ? parseThrowaway(trimmed) : wrong(otherScheme(trimmed));
  const isPlain = scheme[0].endsWith("//");
  if (!isPlain && SEVERAL_SERVERS.test(trimmed)) return wrong(ONE_SERVER);
  const driver = scheme[1]?.toLowerCase() === "mariadb" ? "mariadb" : "mysql";
  return parseRest(trimmed.slice(scheme[0].length), driver);
}

function parseThrowaway(text: string): UrlResult {
  const kind = THROWAWAY.exec(text);
  if (kind === null) return wrong("write throwaway:, throwaway:mariadb or throwaway:mysql.");
  return { ok: true, url: throwawayUrl(kind[1]) };
}

function otherScheme(text: string): string {
  if (SEVERAL_SERVERS.test(text)) return ONE_SERVER;
  return OTHER_SCHEMES.find(([pattern]) => pattern.test(text))?.[1] ?? `${EXPECTED}.`;
}

/**
 * Every part of a url that must be masked: passwords as written and as decoded. Of a url that cannot be taken apart,
 * everything between the first colon of its account and its last @.
 */
export function secretsInUrl(text: string): string[] {
  const found = new Set<string>();
  for (const [, value = ""] of text.matchAll(/[?&;,(]\w*password\d?=([^&;)]*)/gi)) found.add(value);
  const rest = text.trim().replace(SCHEME, "");
  const account = (parseUrl(text).ok ? /^([^/?]*)@/ : /^(.*)@/s).exec(rest.replace(/^.*?:\/\//, ""))?.[1] ?? "";
  const colon = account.indexOf(":");
  if (colon !== -1) found.add(account.slice(colon + 1));
  found.delete("");
  return [...new Set([...found].flatMap((raw) => [raw, decode(raw) ?? raw]))];
}

function parseRest(rest: string, driver: "mysql" | "mariadb"): UrlResult {
  const question = rest.indexOf("?");
  const address = question === -1 ? rest : rest.slice(0, question);
  const query = question === -1 ? "" : rest.slice(question + 1);
  const slash = address.indexOf("/");
  const authority = slash === -1 ? address : address.slice(0, slash);
  const path = slash === -1 ? "" : address.slice(slash + 1);
  if (path.includes("@") || path.includes("/")) {
    return wrong("write / and @ in user, password and database as %2F and %40.");
  }
  const at = authority.lastIndexOf("@");
  const account = at === -1 ? null : authority.slice(0, at);
  const server = parseServer(authority.slice(at + 1));
  if (!server.ok) return server;
  const colon = account?.indexOf(":") ?? -1;
  const user = account === null ? null : decode(colon === -1 ? account : account.slice(0, colon));
  const password = account === null || colon === -1 ? null : decode(account.slice(colon + 1));
  const database = decode(path);
  const parameters = parseQuery(query);
  if (user === undefined || password === undefined || database === undefined || parameters === undefined) {
    return wrong("a % must be followed by two hexadecimal digits; write %25 for the character itself.");
  }
  const { host, port } = server;
  return {
    ok: true,
    url: {
      throwaway: null,
      driver,
      host,
      port,
      user: user === "" ? null : user,
      password,
      database: database === "" ? null : database,
      parameters,
    },
  };
}

type Server = { readonly ok: true; readonly host: string | null; readonly port: number | null };

function parseServer(text: string): Server | Extract<UrlResult, { ok: false }> {
  if (text === "") return { ok: true, host: null, port: null };
  const key = keyValueServer(text);
  if (key !== null) return key;
  if (text.includes(",")) return wrong(ONE_SERVER);
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%25[\w.]+)?)\]|([^:[\]()]+))?(?::(\d*))?$/.exec(text);
  if (match === null)
    return wrong(
      "the part between // and the next / is no host with port. Write characters such as @ : / in user and password percent-encoded.",
    );
  const [, six, name, digits] = match;
  const port = digits === undefined || digits === "" ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) return wrong("the port must be from 1 to 65535.");
  return { ok: true, host: six ?? (name === undefined ? null : (decode(name) ?? name)), port };
}

/** The forms `address=(host=h)(port=3306)` and `(host=h,port=3306)` of the Java drivers. */
function keyValueServer(text: string): Server | Extract<UrlResult, { ok: false }> | null {
  if (!/^(?:address=)?\(.*\)$/i.test(text)) return null;
  if ((text.match(/address=/gi)?.length ?? 0) > 1) return wrong(ONE_SERVER);
  const pairs = [...text.matchAll(/(\w+)=([^(),=]*)/g)].filter(([, name]) => name?.toLowerCase() !== "address");
  let host: string | null = null;
  let port: number | null = null;
  for (const [, name = "", value = ""] of pairs) {
    const known = name.toLowerCase();
    if (known === "host") host = value;
    else if (known === "port" && /^\d{1,5}$/.test(value)) port = Number(value);
    else if (known !== "type" && known !== "protocol") return wrong("only host and port can stand in address=(…).");
  }
  return { ok: true, host, port };
}

function parseQuery(query: string): DatabaseUrl["parameters"] | undefined {
  const parameters: [string, string][] = [];
  for (const part of query.split("&").filter((text) => text !== "")) {
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = decode(equals === -1 ? "" : part.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    parameters.push([name, value]);
  }
  return parameters;
}

function throwawayUrl(kind: string | undefined): DatabaseUrl {
  const throwaway = kind === "mariadb" || kind === "mysql" ? kind : "any";
  return {
    throwaway,
    driver: "mysql",
    host: null,
    port: null,
    user: null,
    password: null,
    database: null,
    parameters: [],
  };
}

function wrong(message: string): Extract<UrlResult, { ok: false }> {
  return { ok: false, message };
}

/** Percent-decoded; undefined where a % stands alone. A plus sign is itself, as in the drivers. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
