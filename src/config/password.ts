import { resolve } from "node:path";
import type { ConnectionContext } from "./connection.ts";
import { isEmpty } from "./node.ts";
import { readText } from "./paths.ts";
import type { Settings } from "./settings.ts";

export type PasswordContext = ConnectionContext & {
  /** Position of the source with the url; weaker ones only fill in what it leaves open. */
  readonly urlRank: number;
  readonly ofUrl: string | null;
};

const WAYS = ["password", "password-file", "password-env"] as const;

/**
 * The password by the strongest source that has one, in one of three ways, or in the url. An empty one is no password,
 * and is warned of: that is what a secret which is not set expands to.
 */
export function readPassword(settings: Settings, context: PasswordContext): string | null {
  const { sets, findings } = settings;
  const rank = sets.findIndex(({ values }) => WAYS.some((way) => isGiven(values.get(way))));
  const ways = WAYS.filter((way) => isGiven(sets[rank]?.values.get(way)));
  if (ways.length > 1) {
    const origin = sets[rank]?.values.get("password-file")?.origin;
    findings.problem("CONFIGURATION", `${ways.join(" and ")} are both given; keep one.`, origin);
  }
  const [way] = ways;
  const isUrls = context.ofUrl !== null && (way === undefined || rank > context.urlRank);
  const password = isUrls ? context.ofUrl : way === undefined ? null : passwordBy(way, settings, context);
  if (password !== null && password !== "") {
    findings.secret(password);
    return password;
  }
  const empty = sets
    .map(({ values }) => values.get("password"))
    .find((node) => node?.kind === "scalar" && isEmpty(node));
  if (empty !== undefined) {
    findings.notice(
      "The password is empty, as a secret that is not set would be; connecting without one.",
      empty.origin,
      "warning",
    );
  }
  return null;
}

function passwordBy(way: (typeof WAYS)[number], settings: Settings, context: ConnectionContext): string | null {
  const value = settings.text(way);
  if (value === null || way === "password") return value;
  const { findings } = settings;
  const origin = settings.node(way)?.origin;
  if (way === "password-env") {
    const found = context.env[value.trim()] ?? "";
    if (found === "") findings.problem("CONFIGURATION", `${variableName(value)} is not set or empty.`, origin);
    return found;
  }
  const text = readText(context.files, resolve(context.workingDirectory, value.trim()), findings);
  if (text === null) findings.problem("FILE_UNREADABLE", `There is no readable file ${value.trim()}.`, origin);
  return text?.replace(/\r?\n$/, "") ?? null;
}

/** Someone may have put the password itself where the name of its variable belongs. */
function variableName(value: string): string {
  return /^[A-Z_][A-Z0-9_]*$/.test(value.trim()) ? `The variable ${value.trim()}` : "The variable of that name";
}

function isGiven(node: Parameters<typeof isEmpty>[0] | undefined): boolean {
  return node !== undefined && !isEmpty(node);
}
