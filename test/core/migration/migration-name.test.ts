import { describe, expect, it } from "vitest";
import { CALLBACK_EVENTS, neverFires } from "../../../src/core/migration/callback-event.ts";
import { parseMigrationName } from "../../../src/core/migration/migration-name.ts";
import { NAMING } from "./make.ts";

/** `kind version description`, the parts that there are. */
function read(name: string, naming = NAMING): string {
  const parsed = parseMigrationName(name, naming);
  switch (parsed.kind) {
    case "versioned":
    case "baseline":
      return `${parsed.kind} ${parsed.version.text} [${parsed.description}]`;
    case "repeatable":
      return `repeatable [${parsed.description}]`;
    case "callback":
      return `callback ${parsed.event} [${parsed.description}]`;
    case "invalid":
      return `invalid: ${parsed.reason}`;
    case "undo":
    case "unrecognised":
    case "other":
      return parsed.kind;
  }
}

describe("a file name", () => {
  it.each([
    ["V1__first_one.sql", "versioned 1 [first one]"],
    ["V1_1__.sql", "versioned 1.1 []"],
    ["V2.sql", "versioned 2 []"],
    ["V3__a__b_c.sql", "versioned 3 [a  b c]"],
    ["V26___three.sql", "versioned 26 [ three]"],
    ["V27__tr_.sql", "versioned 27 [tr ]"],
    ["V004__four.sql", "versioned 004 [four]"],
    ["V5__with space.SQL", "versioned 5 [with space]"],
    ["V9_1_2__x.sql", "versioned 9.1.2 [x]"],
    ["V2_105__Fixes_#3998.sql", "versioned 2.105 [Fixes #3998]"],
    ["B1_0_5__stevedb.sql", "baseline 1.0.5 [stevedb]"],
    ["R__.sql", "repeatable []"],
    ["R__view_of_all.sql", "repeatable [view of all]"],
    ["V1__x.sql.sql", "versioned 1 [x.sql]"],
    ["beforeMigrate.sql", "callback beforeMigrate []"],
    ["beforeMigrate__01_grants.sql", "callback beforeMigrate [01 grants]"],
    ["afterEachMigrateStatementError__x.sql", "callback afterEachMigrateStatementError [x]"],
    ["afterMigrateOperationFinish.sql", "callback afterMigrateOperationFinish []"],
    ["afterCleanOperationFinish.sql", "callback afterCleanOperationFinish []"],
  ])("%s is %s", (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  it.each([
    ["V1_nosep.sql", '"1_nosep" is not a version'],
    ["V1a__x.sql", '"1a" is not a version'],
    ["V8..1__x.sql", '"8..1" is not a version'],
    ["V 23__x.sql", '" 23" is not a version'],
    ["V24 __x.sql", '"24 " is not a version'],
    ["V-7__neg.sql", '"-7" is not a version'],
    ["Vnext__x.sql", '"next" is not a version'],
    ["V__nov.sql", "it has no version; the form is V1.2__description.sql"],
    ["V.sql", "it has no version"],
    ["R1__x.sql", '"1" stands in its place; the form is R__description.sql'],
    ["Rnosep.sql", '"nosep" stands in its place'],
    ["R.sql", "needs the separator after its prefix, as in R__description.sql"],
    ["B__x.sql", "it has no version; the form is B1.2__description.sql"],
    ["afterMigrateFoo.sql", 'it starts like the callback afterMigrate and goes on with "Foo"'],
  ])("%s is invalid: %s", (name, reason) => {
    expect(read(name)).toMatch(/^invalid: /);
    expect(read(name)).toContain(reason);
  });

  it.each(["foo.sql", "v1__x.sql", ".V21__h.sql", "UPDATE.sql", "Ux__a.sql"])("%s is unrecognised", (name) => {
    expect(read(name)).toBe("unrecognised");
  });

  it.each(["U1__x.sql", "U1.2.sql"])("%s is an undo migration", (name) => {
    expect(read(name)).toBe("undo");
  });

  it.each(["V6__x.txt", "V1__x.sql.conf", ".sql", "V1__x", "README.md"])("%s is not looked at", (name) => {
    expect(read(name)).toBe("other");
  });
});

describe("the naming settings", () => {
  it("take the first suffix that fits", () => {
    const naming = { ...NAMING, sqlMigrationSuffixes: [".mysql.sql", ".sql"] };
    expect(read("V1__a.mysql.sql", naming)).toBe("versioned 1 [a]");
    expect(read("V1__a.sql", naming)).toBe("versioned 1 [a]");
  });

  it("take the longest prefix that fits", () => {
    const naming = { ...NAMING, repeatableSqlMigrationPrefix: "VR" };
    expect(read("VR__x.sql", naming)).toBe("repeatable [x]");
    expect(read("V1__x.sql", naming)).toBe("versioned 1 [x]");
  });

  it("allow an empty prefix and another separator", () => {
    const naming = { ...NAMING, sqlMigrationPrefix: "", sqlMigrationSeparator: "-" };
    expect(read("1.2-first.sql", naming)).toBe("versioned 1.2 [first]");
    expect(read("beforeMigrate-x.sql", naming)).toBe("callback beforeMigrate [x]");
  });
});

describe("the callback events", () => {
  it("are each read as themselves", () => {
    for (const event of CALLBACK_EVENTS) expect(read(`${event}.sql`)).toBe(`callback ${event} []`);
  });

  it("of commands that flyback does not have never fire", () => {
    expect(CALLBACK_EVENTS.filter(neverFires)).toEqual([
      "beforeConnect",
      "beforeClean",
      "afterClean",
      "afterCleanError",
      "afterCleanOperationFinish",
      "beforeUndo",
      "beforeEachUndo",
      "beforeEachUndoStatement",
      "afterEachUndoStatement",
      "afterEachUndoStatementError",
      "afterEachUndo",
      "afterEachUndoError",
      "afterUndo",
      "afterUndoError",
      "afterUndoOperationFinish",
      "afterReportGenerated",
    ]);
  });
});
