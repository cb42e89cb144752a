import { existsSync, readFileSync } from "node:fs";

/** A suite of Debian, whatever this machine runs. sid has neither updates nor security. */
export type DebianSuite = "bookworm" | "trixie" | "sid";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** A sources file in deb822 form (sources.list(5)) for one suite, from the mirror this machine uses. */
export function debianSources(suite: DebianSuite): string {
  const mirror = systemMirror();
  const suites = suite === "sid" ? suite : `${suite} ${suite}-updates`;
  const stanzas = [stanza(mirror, suites)];
  if (suite !== "sid") stanzas.push(stanza(`${mirror}-security`, `${suite}-security`));
  return stanzas.join("\n");
}

function stanza(mirror: string, suites: string): string {
  const lines = ["Types: deb", `URIs: ${mirror}`, `Suites: ${suites}`, "Components: main"];
  if (existsSync(KEYRING)) lines.push(`Signed-By: ${KEYRING}`);
  return `${lines.join("\n")}\n`;
}

function systemMirror(): string {
  for (const file of ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"]) {
    const found = existsSync(file)
      ? /^[^#]*?(https?:\/\/\S+\/debian)\/?(\s|$)/m.exec(readFileSync(file, "utf8"))
      : null;
    if (found?.[1] !== undefined) return found[1];
  }
  return "http://deb.debian.org/debian";
}
