import { describe, expect, it } from "vitest";
import { parseScriptConfig } from "../../../src/core/migration/script-config.ts";

describe("a script's own settings", () => {
  it.each([
    ["", {}],
    ["executeInTransaction=false", { executeInTransaction: false }],
    ["executeInTransaction = TRUE\r\nencoding: ISO-8859-1\n", { executeInTransaction: true, encoding: "ISO-8859-1" }],
    ["  # a comment\n! another\n\nplaceholderReplacement=false", { placeholderReplacement: false }],
    ["placeholderReplacement true", { placeholderReplacement: true }],
    ["encoding=\\\n  UTF-16LE", { encoding: "UTF-16LE" }],
    ["\uFEFFencoding=UTF-8", { encoding: "UTF-8" }],
    ["executeInTransaction=true\nexecuteInTransaction=false", { executeInTransaction: false }],
  ])("%j is %j", (text, config) => {
    expect(parseScriptConfig(text, "x.conf")).toEqual({ config, problems: [] });
  });

  it.each([
    ["executeInTransaction=no", "CONFIGURATION", 1, 'executeInTransaction is "no", but must be true or false.'],
    ["\nencoding=klingon", "CONFIGURATION", 2, 'encoding is "klingon", which is no charset that flyback knows.'],
    ["# x\n\ncolour=red", "CONFIGURATION", 3, '"colour" is no setting of a script'],
    ["executeintransaction=true", "CONFIGURATION", 1, '"executeintransaction" is no setting of a script'],
    ["shouldExecute=${x}==y", "UNSUPPORTED_SETTING", 1, "shouldExecute belongs to paid editions"],
  ])("%j is a problem: %s in line %s", (text, code, line, message) => {
    const { problems } = parseScriptConfig(text, "db/x.sql.conf");
    expect(problems).toMatchObject([{ code, at: { file: "db/x.sql.conf", line } }]);
    expect(problems[0]?.message).toContain(message);
  });
});
