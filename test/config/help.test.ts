import { describe, expect, test } from "vitest";
import { renderHelp } from "../../src/config/help.ts";

const COMMANDS = [
  { name: "info", summary: "Show the state." },
  { name: "migrate", summary: "Apply what is pending." },
] as const;

describe("help", () => {
  test.each([null, "migrate", "info", "nonsense"])("about %s has no line of more than 110 characters", (topic) => {
    const longest = Math.max(
      ...renderHelp(topic, COMMANDS)
        .split("\n")
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(110);
  });

  test("lists commands and the names of all options", () => {
    const text = renderHelp(null, COMMANDS);
    expect(text).toContain("  migrate    Apply what is pending.");
    expect(text).toContain("--schema-history-table");
    expect(text).not.toContain("--password ");
    expect(text).not.toContain("--job-status");
  });

  test("of a command has its options, with defaults and without those of others", () => {
    const text = renderHelp("migrate", COMMANDS);
    expect(text).toMatch(/--dry-run\s+Shows the exact SQL/);
    expect(text).toMatch(/Default: flyway_schema_history\./);
    expect(renderHelp("info", COMMANDS)).not.toContain("--dry-run");
  });

  test("of a misspelt command says what was meant", () => {
    expect(renderHelp("migrat", COMMANDS)).toMatch(/^There is no such command. Did you mean migrate\?/);
  });
});
