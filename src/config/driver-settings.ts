import type { SslMode } from "./config.ts";
import { classOfParameter, PARAMETER_NAMES, parameterKey } from "./driver-parameters.ts";
import type { Findings } from "./findings.ts";
import type { Origin } from "./origin.ts";
import { didYouMean } from "./suggest.ts";

/** A parameter of a url, or one of Flyway's jdbcProperties. */
export type DriverParameter = { readonly name: string; readonly value: string; readonly origin: Origin };

/** What the parameters say; null where they do not. */
export type DriverSettings = {
  readonly user: string | null;
  readonly password: string | null;
  readonly sslMode: SslMode | null;
  /** Path or PEM text. */
  readonly sslCa: string | null;
  readonly sslCert: string | null;
  readonly sslKey: string | null;
  readonly socket: string | null;
  readonly connectTimeoutS: number | null;
  readonly createDatabase: boolean;
  /** The statement that sets the session variables. */
  readonly initSql: string | null;
};

const SSL_WORDS: Readonly<Record<string, SslMode>> = {
  disabled: "disabled",
  disable: "disabled",
  preferred: "preferred",
  prefer: "preferred",
  required: "required",
  require: "required",
  trust: "required",
  verifyca: "verify-ca",
  verifyidentity: "verify-identity",
  verifyfull: "verify-identity",
};

/** Reads the drivers' parameters in the meaning of one of them; of two of one name the later counts. */
export function readDriverParameters(
  parameters: readonly DriverParameter[],
  driver: "mysql" | "mariadb",
  findings: Findings,
): DriverSettings {
  const given = new Map<string, DriverParameter>();
  for (const parameter of parameters) {
    if (isSupported(parameter, findings)) given.set(parameterKey(parameter.name), parameter);
  }
  const text = (name: string): string | null => {
    const value = given.get(parameterKey(name))?.value ?? "";
    return value === "" ? null : value;
  };
  const flag = (name: string): boolean | null => flagOf(given.get(parameterKey(name)), findings);
  const timeout = text("connectTimeout");
  return {
    user: text("user"),
    password: text("password"),
    sslMode: sslModeOf(given.get("sslmode"), flag, { driver, hasServerCert: text("serverSslCert") !== null }, findings),
    sslCa: text("serverSslCert") ?? text("sslCa"),
    sslCert: text("sslCert"),
    sslKey: text("sslKey"),
    socket: text("localSocket") ?? text("socket"),
    // Milliseconds, and 0 for no limit, which is not had here.
    connectTimeoutS: timeout !== null && /^[1-9]\d{0,8}$/.test(timeout) ? Math.ceil(Number(timeout) / 1000) : null,
    createDatabase: flag("createDatabaseIfNotExist") ?? false,
    initSql: setStatement(given.get("sessionvariables"), findings),
  };
}

function isSupported({ name, value, origin }: DriverParameter, findings: Findings): boolean {
  const known = classOfParameter(name);
  if (known === undefined) {
    const hint = didYouMean(name, PARAMETER_NAMES);
    findings.problem("UNKNOWN_OPTION", `The drivers have no parameter ${printable(name)}.${hint}`, origin);
    return false;
  }
  if (known.class === "no-meaning") {
    findings.notice(`The driver's parameter ${name} has no meaning here and is left out.`, origin);
  }
  if (known.class === "changes-outcome" && !["", ...known.harmless].includes(value.trim().toLowerCase())) {
    findings.problem("UNSUPPORTED_SETTING", `The driver's parameter ${name} is not supported. ${known.why}`, origin);
  }
  return known.class === "supported";
}

type Kind = { readonly driver: "mysql" | "mariadb"; readonly hasServerCert: boolean };

/** `sslMode` says it all; before it there were several switches, which the two drivers read differently. */
function sslModeOf(
  mode: DriverParameter | undefined,
  flag: (name: string) => boolean | null,
  { driver, hasServerCert }: Kind,
  findings: Findings,
): SslMode | null {
  if (mode !== undefined && mode.value !== "") {
    const known = SSL_WORDS[parameterKey(mode.value)];
    if (known !== undefined) return known;
    findings.problem(
      "CONFIGURATION",
      "sslMode is none of disabled, preferred, required, verify-ca, verify-identity.",
      mode.origin,
    );
    return null;
  }
  const use = flag("useSSL");
  if (use === false) return "disabled";
  if (driver === "mariadb") {
    if (use !== true) return hasServerCert ? "verify-identity" : null;
    if (flag("trustServerCertificate") === true) return "required";
    return flag("disableSslHostnameVerification") === true ? "verify-ca" : "verify-identity";
  }
  if (flag("verifyServerCertificate") === true || hasServerCert) return "verify-ca";
  if (flag("requireSSL") === true) return "required";
  return use === true ? "preferred" : null;
}

/** The drivers take `a=1,b=2`, as SET does, and semicolons as well, which may stand in a quoted text just so. */
function setStatement(variables: DriverParameter | undefined, findings: Findings): string | null {
  const text = variables?.value.trim() ?? "";
  if (text === "") return null;
  if (text.includes(";")) {
    const message = "sessionVariables is only read with commas between the variables; write `init-sql` with SET.";
    findings.problem("UNSUPPORTED_SETTING", message, variables?.origin);
  }
  return `SET ${text}`;
}

function flagOf(parameter: DriverParameter | undefined, findings: Findings): boolean | null {
  if (parameter === undefined || parameter.value === "") return null;
  const word = parameter.value.toLowerCase();
  if (["true", "yes", "1"].includes(word)) return true;
  if (["false", "no", "0"].includes(word)) return false;
  findings.problem(
    "CONFIGURATION",
    `The driver's parameter ${parameter.name} is neither true nor false.`,
    parameter.origin,
  );
  return null;
}

/** A url that was cut in a wrong place may have anything where a name is expected. */
function printable(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? name : "of that name";
}
