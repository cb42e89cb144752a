import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerProduct } from "./server-program.ts";

/** The commands that install MariaDB and MySQL, by the ID of os-release(5); not every distribution has both. */
const COMMANDS: Readonly<Record<string, { readonly mariadb: string; readonly mysql?: string }>> = {
  debian: { mariadb: "apt-get install mariadb-server-core" },
  // On Ubuntu this depends on the release's own MySQL, whatever that package is called there.
  ubuntu: { mariadb: "apt-get install mariadb-server", mysql: "apt-get install default-mysql-server-core" },
  fedora: { mariadb: "dnf install mariadb-server", mysql: "dnf install mysql-server" },
  rhel: { mariadb: "dnf install mariadb-server", mysql: "dnf install mysql-server" },
  centos: { mariadb: "dnf install mariadb-server", mysql: "dnf install mysql-server" },
  amzn: { mariadb: "dnf install mariadb1011-server" },
  alpine: { mariadb: "apk add mariadb" },
  arch: { mariadb: "pacman -S mariadb" },
  suse: { mariadb: "zypper install mariadb" },
  opensuse: { mariadb: "zypper install mariadb" },
};

const MANUALS = {
  mariadb: "https://mariadb.com/docs/server/server-management/install-and-upgrade-mariadb",
  mysql: "https://dev.mysql.com/doc/refman/en/installing.html",
} as const;

export type Machine = {
  /** As `process.platform`. */
  readonly platform: string;
  /** Stands for "/" when os-release is read. */
  readonly root: string;
  readonly isRoot: boolean;
};

/** The exact command that installs a server on this machine, or the place to read where none is known. */
export function installCommand(machine: Machine, product: ServerProduct): string {
  if (machine.platform === "darwin") return `brew install ${product}`;
  const command = osIds(machine.root)
    .map((id) => COMMANDS[id]?.[product])
    .find((known) => known !== undefined);
  if (command === undefined) return `see ${MANUALS[product]}`;
  return machine.isRoot ? command : `sudo ${command}`;
}

/** The system's own id, then those of the systems it is like. */
export function osIds(root: string): readonly string[] {
  const fields = osRelease(root);
  return `${fields["ID"] ?? ""} ${fields["ID_LIKE"] ?? ""}`.split(" ").filter((id) => id !== "");
}

/** The fields of /etc/os-release; empty where there is no such file. */
export function osRelease(root: string): Readonly<Record<string, string>> {
  let text = "";
  try {
    text = readFileSync(join(root, "etc/os-release"), "utf8");
  } catch {
    return {};
  }
  const pairs = [...text.matchAll(/^([A-Z_]+)=["']?(.*?)["']?$/gm)];
  return Object.fromEntries(pairs.map((pair) => [pair[1] ?? "", pair[2] ?? ""]));
}
