export type ToolVersion = {
  readonly family: "MySQL" | "MariaDB";
  /** As in `10.11.19`. */
  readonly version: string;
};

/**
 * Reads what a tool says of itself with `--version`: `mysqldump  Ver 8.0.33 for Linux on x86_64 (MySQL Community Server - GPL)`, or
 * `mariadb-dump from 11.8.2-MariaDB, client 10.19 for …` (before MariaDB 11: `Ver 10.19 Distrib 10.11.19-MariaDB`; MySQL 5.7: `Ver 10.13 Distrib 5.7.42`).
 *
 * @returns null if it is neither
 */
export function parseToolVersion(text: string): ToolVersion | null {
  const mariadb = /(\d+\.\d+\.\d+)-MariaDB/i.exec(text)?.[1];
  if (mariadb !== undefined) return { family: "MariaDB", version: mariadb };
  const mysql = /\b(?:Distrib|Ver) (\d+\.\d+\.\d+)/.exec(text)?.[1];
  return mysql === undefined ? null : { family: "MySQL", version: mysql };
}

/** Whether a tool is of an earlier release series than the server, as 10.6 than 10.11: it may not know all that the server has. */
export function isOlder(tool: string, server: string): boolean {
  const series = (version: string): number => {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
    return Number(major ?? 0) * 1000 + Number(minor ?? 0);
  };
  return series(tool) < series(server);
}
