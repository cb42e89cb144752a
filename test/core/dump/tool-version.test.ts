import { describe, expect, it } from "vitest";
import { isOlder, parseToolVersion } from "../../../src/core/dump/tool-version.ts";

describe("the version of a tool", () => {
  it.each([
    ["mysqldump  Ver 8.0.33 for Linux on x86_64 (MySQL Community Server - GPL)", "MySQL", "8.0.33"],
    ["mysqldump  Ver 8.4.6-0ubuntu0.25.04.2 for Linux on x86_64 ((Ubuntu))", "MySQL", "8.4.6"],
    ["mysqldump  Ver 10.13 Distrib 5.7.42, for linux-glibc2.12 (x86_64)", "MySQL", "5.7.42"],
    ["mysqldump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)", "MariaDB", "10.11.19"],
    ["mariadb-dump from 11.8.2-MariaDB, client 10.19 for debian-linux-gnu (x86_64)", "MariaDB", "11.8.2"],
    ["mysql  Ver 14.14 Distrib 5.7.42, for Linux (x86_64) using  EditLine wrapper", "MySQL", "5.7.42"],
  ])("is read from %s", (text, family, version) => {
    expect(parseToolVersion(text)).toEqual({ family, version });
  });

  it("is not read from something else", () => {
    expect(parseToolVersion("GNU tar 1.34")).toBeNull();
  });

  it.each([
    ["10.6.1", "10.11.19-MariaDB", true],
    ["10.11.1", "10.11.19-MariaDB", false],
    ["11.8.2", "10.11.19-MariaDB", false],
    ["5.7.42", "8.0.33", true],
  ])("%s is older than the server %s: %s", (tool, server, older) => {
    expect(isOlder(tool, server)).toBe(older);
  });
});
