import { describe, expect, test } from "vitest";
import { readCommand } from "../../src/config/command.ts";
import { parseCommandLine } from "../../src/config/command-line.ts";

describe("the command line", () => {
  test("parts commands, flags with their values, and flags alone", () => {
    const { words, flags } = parseCommandLine([
      "migrate",
      "--target",
      "2",
      "--locations=a,b",
      "--dry-run",
      "--json",
      "false",
    ]);
    expect(words).toEqual([{ text: "migrate", position: 1 }]);
    expect(flags.map(({ name, value }) => [name, value])).toEqual([
      ["target", "2"],
      ["locations", "a,b"],
      ["dry-run", null],
      ["json", "false"],
    ]);
  });

  test("leaves the command alone behind a flag that is true or false", () => {
    const { words } = parseCommandLine(["--dry-run", "migrate"]);
    expect(words.map(({ text }) => text)).toEqual(["migrate"]);
  });

  test("takes what follows an unknown flag for its value, but not the command", () => {
    expect(parseCommandLine(["--pasword", "hunter2", "migrate"]).words.map(({ text }) => text)).toEqual(["migrate"]);
    expect(parseCommandLine(["--dry-rn", "migrate"]).words.map(({ text }) => text)).toEqual(["migrate"]);
  });

  test("knows the name behind the dot of a map", () => {
    const [first, second] = parseCommandLine(["--placeholders.a.b=c=d", "--placeholders.e", "f"]).flags;
    expect(first).toMatchObject({ name: "placeholders", key: "a.b", value: "c=d" });
    expect(second).toMatchObject({ name: "placeholders", key: "e", value: "f" });
  });

  test("gives a value that begins with one dash to its flag", () => {
    expect(parseCommandLine(["--port", "-1"]).flags).toMatchObject([{ name: "port", value: "-1" }]);
  });

  test("splits a value at the first equals sign only", () => {
    expect(parseCommandLine(["--url=mysql://h/d?useSSL=true"]).flags).toMatchObject([
      { value: "mysql://h/d?useSSL=true" },
    ]);
  });
});

describe("the command", () => {
  test.each([
    ["is the first word", ["info", "--json"], {}, { kind: "run", command: "info" }],
    ["may stand behind flags", ["--json", "info"], {}, { kind: "run", command: "info" }],
    ["comes from the action's input", [], { INPUT_COMMAND: "migrate" }, { kind: "run", command: "migrate" }],
    [
      "comes from a variable",
      [],
      { FLYBACK_COMMAND: "repair", INPUT_COMMAND: "migrate" },
      { kind: "run", command: "repair" },
    ],
    ["comes from a flag", ["--command", "validate"], {}, { kind: "run", command: "validate" }],
    ["of the arguments wins over the input", ["info"], { INPUT_COMMAND: "migrate" }, { kind: "run", command: "info" }],
    ["is help where there is none", [], {}, { kind: "help", topic: null, asked: false }],
    ["is help where it is empty", [], { INPUT_COMMAND: " " }, { kind: "help", topic: null, asked: false }],
    ["help has a topic", ["help", "migrate"], {}, { kind: "help", topic: "migrate", asked: true }],
    ["with --help is help about it", ["migrate", "--help"], {}, { kind: "help", topic: "migrate", asked: true }],
    ["-h alone is help", ["-h"], {}, { kind: "help", topic: null, asked: true }],
    ["version", ["version"], {}, { kind: "version" }],
    ["--version", ["--version"], {}, { kind: "version" }],
  ])("%s", (_, argv, env, expected) => {
    expect(readCommand(argv, env)).toEqual(expected);
  });

  test("that is misspelt is a problem with a suggestion", () => {
    expect(readCommand(["migrat"], {})).toMatchObject({
      kind: "unknown",
      problem: { code: "USAGE", message: expect.stringContaining("Did you mean `migrate`?") as string },
    });
  });

  test("that looks like a password is not repeated", () => {
    expect(JSON.stringify(readCommand(["Hunter2!"], {}))).not.toContain("Hunter2");
  });
});
