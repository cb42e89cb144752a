import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlaceholderReplacer, replacePlaceholders } from "../../../src/core/sql/placeholders.ts";
import type { PlaceholderOptions, PlaceholderStep, TextSegment } from "../../../src/core/sql/placeholders.ts";

const VALUES = new Map([
  ["name", "value"],
  ["Two Lines", "a\nb"],
  ["empty", ""],
  ["flyway:table", "flyway_schema_history"],
  [" padded ", "p"],
  ["self", "${name}"],
  ["dollar", "$"],
]);

function options(prefix = "${", suffix = "}"): PlaceholderOptions {
  return { prefix, suffix, values: VALUES };
}

function inChunks(
  size: number,
  text: string,
  given: PlaceholderOptions,
): { readonly segments: TextSegment[]; readonly problem: PlaceholderStep["problem"] } {
  const replacer = createPlaceholderReplacer(given);
  const steps: PlaceholderStep[] = [];
  for (let at = 0; at < text.length; at += size) steps.push(replacer.push(text.slice(at, at + size)));
  steps.push(replacer.finish());
  return { segments: steps.flatMap(({ segments }) => segments), problem: steps.at(-1)?.problem ?? null };
}

const textOf = (segments: readonly TextSegment[]): string => segments.map(({ text }) => text).join("");
const sourceOf = (segments: readonly TextSegment[]): string =>
  segments.map(({ text, source }) => source ?? text).join("");

/** What Flyway's reader does, one character at a time. */
function asFlyway(text: string, { prefix, suffix, values }: PlaceholderOptions): string | null {
  const lowered = new Map([...values].map(([name, value]) => [name.toLowerCase(), value]));
  let result = "";
  let at = 0;
  while (at < text.length) {
    let buffer = "";
    do {
      buffer += text.charAt(at);
      at += 1;
    } while (at < text.length && buffer.length < prefix.length && buffer === prefix.slice(0, buffer.length));
    if (buffer !== prefix) {
      result += buffer;
      continue;
    }
    let name = "";
    while (!name.endsWith(suffix)) {
      if (at >= text.length) return null;
      name += text.charAt(at);
      at += 1;
    }
    const value = lowered.get(name.slice(0, -suffix.length).toLowerCase());
    if (value === undefined) return null;
    result += value;
  }
  return result;
}

describe("placeholders are replaced", () => {
  test.each([
    ["everywhere", "${name} '${name}' /* ${name} */ `x${name}y`", "value 'value' /* value */ `xvaluey`"],
    ["whatever their case", "${NAME} ${Name} ${tWo LiNeS}", "value value a\nb"],
    ["by an empty value", "a${empty}b${empty}", "ab"],
    ["with a separator in the name", "${flyway:table}", "flyway_schema_history"],
    ["without trimming the name", "${ padded }", "p"],
    ["once: values are not looked into", "${self} ${dollar}{name}", "${name} ${name}"],
    ["not after a doubled dollar, as in Flyway", "$${name}", "$${name}"],
    ["after three dollars, as in Flyway", "$$${name}", "$$value"],
    ["after a dollar and another character", "$a${name}", "$avalue"],
    ["not where only half a prefix stands", "a $ { name } $", "a $ { name } $"],
    ["at the very end", "x${name}", "xvalue"],
  ])("%s", (_, text, expected) => {
    expect(replacePlaceholders(text, options())).toEqual({ text: expected, problem: null });
    for (const size of [1, 2, 3, 7]) expect(textOf(inChunks(size, text, options()).segments)).toBe(expected);
  });

  test("with another prefix and suffix", () => {
    expect(replacePlaceholders("#[[name]]# ${name} #[#[[name]]#", options("#[[", "]]#")).text).toBe(
      "value ${name} #[#[[name]]#",
    );
    expect(replacePlaceholders("#[[#[[name]]#", options("#[[", "]]#")).problem?.code).toBe("UNKNOWN_PLACEHOLDER");
    expect(replacePlaceholders("@name@ @@ @name@", options("@", "@")).problem?.code).toBe("UNKNOWN_PLACEHOLDER");
    expect(replacePlaceholders("@name@, @empty@", options("@", "@")).text).toBe("value, ");
  });
});

describe("a placeholder that cannot be replaced is a problem", () => {
  test.each([
    [
      "unknown",
      "a\n  ${nam} ${name}",
      { code: "UNKNOWN_PLACEHOLDER", line: 2, column: 3, message: "no value is given for the placeholder ${nam}" },
    ],
    [
      "without a name",
      "${}",
      { code: "UNKNOWN_PLACEHOLDER", line: 1, column: 1, message: "no value is given for the placeholder ${}" },
    ],
    [
      "without its end",
      "${name}\r\n\r ${name",
      { code: "UNTERMINATED_PLACEHOLDER", line: 3, column: 2, message: "${ begins a placeholder that no } ends" },
    ],
    [
      "far from its end",
      `x \${${"y".repeat(20_000)}}`,
      { code: "UNTERMINATED_PLACEHOLDER", line: 1, column: 3, message: "${ begins a placeholder that no } ends" },
    ],
    [
      "after one of several lines",
      "${two lines}\n ${x}",
      { code: "UNKNOWN_PLACEHOLDER", line: 2, column: 2, message: "no value is given for the placeholder ${x}" },
    ],
    [
      "after a byte order mark",
      "\ufeff${x}",
      { code: "UNKNOWN_PLACEHOLDER", line: 1, column: 1, message: "no value is given for the placeholder ${x}" },
    ],
  ])("%s", (_, text, problem) => {
    expect(replacePlaceholders(text, options()).problem).toEqual(problem);
    for (const size of [1, 2, 3, 7]) expect(inChunks(size, text, options()).problem).toEqual(problem);
  });

  test("and nothing comes after it", () => {
    const replacer = createPlaceholderReplacer(options());
    expect(replacer.push("a ${x} b").segments).toEqual([{ text: "a " }]);
    expect(replacer.push("c")).toMatchObject({ segments: [], problem: { code: "UNKNOWN_PLACEHOLDER" } });
    expect(replacer.finish()).toMatchObject({ segments: [], problem: { code: "UNKNOWN_PLACEHOLDER" } });
  });
});

test("segments say what stood in the file", () => {
  expect(inChunks(1000, "a ${Name} ${empty}b", options()).segments).toEqual([
    { text: "a " },
    { text: "value", source: "${Name}" },
    { text: " " },
    { text: "", source: "${empty}" },
    { text: "b" },
  ]);
});

test("any text is replaced as Flyway's reader does it, in chunks of any size", () => {
  const piece = constantFrom("$", "{", "}", "${name}", "${", "${empty}", "a", "#", "[", "#[", "]#", "\n", "name");
  const given = constantFrom(options(), options("#[", "]#"), options("$", "$"), options("##[", "]"));
  assert(
    property(array(piece, { maxLength: 30 }), given, integer({ min: 1, max: 9 }), (pieces, settings, size) => {
      const text = pieces.join("");
      const { segments, problem } = inChunks(size, text, settings);
      expect(problem === null ? textOf(segments) : null).toBe(asFlyway(text, settings));
      expect(text.startsWith(sourceOf(segments))).toBe(true);
      expect(replacePlaceholders(text, settings)).toEqual({ text: textOf(segments), problem });
    }),
    { numRuns: 2000 },
  );
});
