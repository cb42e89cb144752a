import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareVersions,
  equalVersions,
  highestVersion,
  parseVersion,
  versionKey,
} from "../../../src/core/migration/migration-version.ts";
import { version } from "./make.ts";

describe("parsing a version", () => {
  it.each([
    ["1", "1"],
    ["004", "004"],
    ["1.2.3", "1.2.3"],
    ["9_1_2", "9.1.2"],
    ["1_2.3", "1.2.3"],
    ["1.0", "1.0"],
    ["201004200021", "201004200021"],
    ["123456789012345678901234567890123456", "123456789012345678901234567890123456"],
  ])("%s is shown and stored as %s", (text, stored) => {
    expect(version(text).text).toBe(stored);
  });

  it.each(["", ".", "1.", ".1", "1..1", "1__1", "_1", "1_", "1a", "a1", "1.2.1-3", " 23", "24 ", "1.2.x", "latest"])(
    "%j is no version",
    (text) => {
      expect(parseVersion(text)).toBeNull();
    },
  );

  it.each(["-7", "+1", "1.-2", "٣", "1.２", "1\n"])(
    "%j, which Flyway's number parser would take, is no version here",
    (text) => {
      expect(parseVersion(text)).toBeNull();
    },
  );
});

describe("the order of versions", () => {
  it.each([
    ["1", "1.0"],
    ["1", "1.00"],
    ["1", "01"],
    ["1", "001.0"],
    ["0", "0.0"],
    ["1.1", "1.1.0.0"],
    ["004", "4"],
    ["4.0", "4"],
    ["1_2", "1.2"],
  ])("%s and %s are one version", (a, b) => {
    expect(equalVersions(version(a), version(b))).toBe(true);
    expect(versionKey(version(a))).toBe(versionKey(version(b)));
  });

  it.each([
    ["1", "2"],
    ["1.9", "1.10"],
    ["1.2.3.3", "1.2.13.3"],
    ["1", "1.0.1"],
    ["0", "0.1"],
    ["9", "10"],
    ["1.99999999999999999999", "1.100000000000000000000"],
    ["9223372036854775807", "9223372036854775808"],
  ])("%s is below %s", (a, b) => {
    expect(compareVersions(version(a), version(b))).toBeLessThan(0);
    expect(compareVersions(version(b), version(a))).toBeGreaterThan(0);
  });

  const anyVersion = fc
    .array(fc.oneof(fc.nat({ max: 3 }), fc.bigInt({ min: 0n, max: 10n ** 30n })), { minLength: 1, maxLength: 4 })
    .map((parts) => version(parts.join(".")));

  it("is total: antisymmetric, transitive, and equal exactly for equal keys", () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
        expect(equalVersions(a, b)).toBe(versionKey(a) === versionKey(b));
      }),
    );
  });

  it("knows the highest of several, and none of none", () => {
    expect(highestVersion([version("1.9"), null, version("1.10"), version("1.2")])?.text).toBe("1.10");
    expect(highestVersion([null])).toBeNull();
  });
});
