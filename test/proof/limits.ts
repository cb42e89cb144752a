/** A respect in which a run that went back may differ from before, known and said in docs/fly-back.md. */
export type Limit = {
  readonly why: string;
  /** The text of a dump without what it concerns: with that gone, nothing else may differ. */
  readonly without: (text: string) => string;
};

/** The end of a version that is the present one: the largest TIMESTAMP, in 32 bits and, from MariaDB 11.5, unsigned. */
const PRESENT = new Set(["2038-01-19 03:14:07.999999", "2106-02-07 06:28:15.999999"]);
const VERSION = /^(INSERT INTO `.+` \(.*), `?row_start`?, `?row_end`?(\) VALUES \(.*),'[^']+','([^']+)'\);$/;
const KEY = /^\s*(?:(?:PRIMARY|UNIQUE|FULLTEXT|SPATIAL) )?KEY /;

export const LIMITS = {
  "past-versions": {
    why: "system-versioned tables get new versions of rows that are put back",
    without: (text) =>
      text
        .split("\n")
        .flatMap((line) => {
          const [, head, values, end = ""] = VERSION.exec(line) ?? [];
          if (head === undefined || values === undefined) return [line];
          return PRESENT.has(end) ? [`${head}${values});`] : [];
        })
        .join("\n"),
  },
  "sequence-values": {
    why: "a sequence goes on from where it is, since a number that others were given must not be given out again",
    without: (text) => text.replaceAll(/^DO SETVAL\(.*$/gm, ""),
  },
  "key-block-size-of-keys": {
    why: "MariaDB writes down at each key the KEY_BLOCK_SIZE that its table had when the key was made",
    without: (text) =>
      text
        .split("\n")
        .map((line) => (KEY.test(line) ? line.replace(/ KEY_BLOCK_SIZE=\d+/, "") : line))
        .join("\n"),
  },
} as const satisfies Record<string, Limit>;

export function isLimitName(name: string): name is keyof typeof LIMITS {
  return Object.hasOwn(LIMITS, name);
}
