import { describe, expect, it } from "vitest";
import { productOf, scriptSqlMode } from "../../src/mysql/server.ts";

describe("the product of a server", () => {
  it.each([
    ["MariaDB", { version: "10.11.19-MariaDB-0+deb12u1", version_comment: "Debian 12" }],
    ["MariaDB", { version: "11.8.6", version_comment: "MariaDB Server" }],
    ["MySQL", { version: "8.0.33", version_comment: "MySQL Community Server - GPL", innodb_version: "8.0.33" }],
    ["MySQL", { version: "9.7.4", version_comment: "(Debian)", innodb_version: "9.7.4" }],
    ["MySQL", { version: "8.0.36-28", version_comment: "Percona Server (GPL)", innodb_version: "8.0.36-28" }],
    ["MySQL", { version: "8.0.35", version_comment: "Source distribution", innodb_version: "8.0.35" }],
    ["unknown", { version: "8.0.31", version_comment: "Dolt", innodb_version: "8.0.31" }],
    ["unknown", { version: "8.0.11-TiDB-v7.5.0", version_comment: "TiDB Server", innodb_version: "8.0.11" }],
    ["unknown", { version: "8.0.30-Vitess", version_comment: "" }],
    ["unknown", { version: "8.0.31", version_comment: "" }],
    ["unknown", {}],
  ])("is %s for %o", (product, variables) => {
    expect(productOf(new Map(Object.entries(variables)))).toBe(product);
  });
});

describe("the sql_mode of scripts", () => {
  it.each([
    ["", "STRICT_TRANS_TABLES"],
    ["ANSI_QUOTES", "ANSI_QUOTES,STRICT_TRANS_TABLES"],
    ["STRICT_TRANS_TABLES,NO_ZERO_DATE", "STRICT_TRANS_TABLES,NO_ZERO_DATE"],
    ["STRICT_ALL_TABLES", "STRICT_ALL_TABLES"],
  ])("of a server with %j is %j", (server, script) => {
    expect(scriptSqlMode(server)).toBe(script);
  });
});
