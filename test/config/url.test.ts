import { describe, expect, test } from "vitest";
import { parseUrl, secretsInUrl } from "../../src/config/url.ts";

type Parts = {
  host?: string | null;
  port?: number | null;
  user?: string | null;
  password?: string | null;
  database?: string | null;
};

const NONE = { host: null, port: null, user: null, password: null, database: null };

const GOOD: readonly (readonly [text: string, parts: Parts])[] = [
  ["mysql://app:pw@db:3307/shop", { user: "app", password: "pw", host: "db", port: 3307, database: "shop" }],
  ["mariadb://db/shop", { host: "db", database: "shop" }],
  ["jdbc:mysql://db:3306/shop?useSSL=false", { host: "db", port: 3306, database: "shop" }],
  ["jdbc:mariadb://db/shop", { host: "db", database: "shop" }],
  ["jdbc:mysql:///shop", { database: "shop" }],
  ["jdbc:mysql:db/shop", { host: "db", database: "shop" }],
  ["mysql://db", { host: "db" }],
  ["mysql://app@db/", { user: "app", host: "db" }],
  ["MySQL://db/Shop", { host: "db", database: "Shop" }],
  ["mysql://a%40b:p%3A%2Fw@db/sh%20op", { user: "a@b", password: "p:/w", host: "db", database: "sh op" }],
  ["mysql://app:p@ss:word@db/shop", { user: "app", password: "p@ss:word", host: "db", database: "shop" }],
  ["mysql://[::1]:3307/shop", { host: "::1", port: 3307, database: "shop" }],
  ["mysql://[fe80::1]/shop", { host: "fe80::1", database: "shop" }],
  ["jdbc:mysql://address=(host=db)(port=3308)/shop", { host: "db", port: 3308, database: "shop" }],
  ["jdbc:mysql://(host=db,port=3308)/shop", { host: "db", port: 3308, database: "shop" }],
  [" mysql://db/shop\n", { host: "db", database: "shop" }],
  ["mysql://app:@db/shop", { user: "app", password: "", host: "db", database: "shop" }],
];

const BAD: readonly (readonly [text: string, says: RegExp])[] = [
  ["jdbc:mysql:replication://a,b/shop", /several servers/],
  ["jdbc:mysql:loadbalance://a/shop", /several servers/],
  ["jdbc:mariadb:sequential://a/shop", /several servers/],
  ["jdbc:mysql+srv://a/shop", /several servers/],
  ["mysql://a:1,b:2/shop", /several servers/],
  ["jdbc:mysql://address=(host=a)(port=1),address=(host=b)(port=1)/shop", /several servers/],
  ["jdbc:postgresql://db/shop", /only MySQL and MariaDB/],
  ["jdbc:tc:mysql:8.0:///shop", /throwaway:mysql/],
  ["jdbc:google:mysql://x/shop", /Cloud SQL proxy/],
  ["jdbc:aws-wrapper:mysql://x/shop", /AWS/],
  ["jdbc-secretsmanager:mysql://x/shop", /FLYBACK_PASSWORD/],
  ["db.example.com", /expected mysql:\/\//],
  ["mysql://app:pa/ss@db/shop", /%2F/],
  ["mysql://app:pa%zz@db/shop", /%25/],
  ["mysql://app:p?x@db/shop", /no host with port/],
  ["mysql://db:99999/shop", /1 to 65535/],
  ["mysql://db:port/shop", /no host with port/],
  ["jdbc:mysql://(host=db,user=root)/shop", /only host and port/],
  ["throwaway:postgres", /throwaway:mariadb/],
];

describe("a url", () => {
  test.each(GOOD)("%s is taken apart", (text, parts) => {
    const result = parseUrl(text);
    expect(result).toMatchObject({ ok: true, url: { ...NONE, ...parts } });
  });

  test.each(BAD)("%s is refused without being repeated", (text, says) => {
    const result = parseUrl(text);
    expect(result.ok ? "" : result.message).toMatch(says);
    expect(result.ok ? "" : result.message).not.toContain("pa/ss");
  });

  test.each([
    ["throwaway:", "any"],
    ["throwaway:mariadb", "mariadb"],
    ["throwaway:mysql", "mysql"],
  ])("%s asks for a server of the run's own", (text, throwaway) => {
    expect(parseUrl(text)).toMatchObject({ ok: true, url: { throwaway } });
  });

  test("its parameters are decoded, and a plus sign stays one", () => {
    const result = parseUrl("mysql://db/shop?a=b%20c&d=e+f&g");
    expect(result.ok ? result.url.parameters : []).toEqual([
      ["a", "b c"],
      ["d", "e+f"],
      ["g", ""],
    ]);
  });
});

describe("the secrets in a url", () => {
  test.each([
    ["mysql://app:s%40cret@db/shop", ["s%40cret", "s@cret"]],
    ["jdbc:mysql://db/shop?user=app&password=hunter2&useSSL=true", ["hunter2"]],
    ["jdbc:mysql://db/shop?trustStorePassword=changeit", ["changeit"]],
    ["jdbc:mysql://(host=db,user=root,password=hunter2)/shop", ["hunter2"]],
    ["mysql://app:p?x@db/shop", ["p?x"]],
    ["mysql://app:p/x@db/shop", ["p/x"]],
    ["mysql://db:3306/shop?user=a@b", []],
    ["mysql://app@db/shop", []],
    ["throwaway:", []],
  ])("of %s are %j", (text, secrets) => {
    expect(secretsInUrl(text)).toEqual(secrets);
  });
});
