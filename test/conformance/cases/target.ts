import { type Case, files, info, migrate, repair, table, validate } from "../case.ts";

const FILES = {
  "V1__a.sql": table("a"),
  "V2__b.sql": table("b"),
  "V3.1__c.sql": table("c"),
  "V4__d.sql": table("d"),
  "R__r.sql": "SELECT 1;",
};
const STRICT = { ignoreMigrationPatterns: "*:future" };

export const TARGET: readonly Case[] = [
  {
    name: "target: a version, step by step",
    files: FILES,
    steps: [
      migrate({ target: "1" }),
      info({ target: "2" }),
      validate({ target: "1", ...STRICT }),
      migrate({ target: "3.1" }),
      migrate({ target: "latest" }),
      migrate({ target: "2" }),
      info({ target: "2" }),
    ],
  },
  {
    name: "target: another spelling of a version",
    files: FILES,
    steps: [migrate({ target: "2.0" }), migrate({ target: "03.1.0" })],
  },
  {
    name: "target: a version that does not exist",
    files: FILES,
    steps: [
      info({ target: "3" }),
      validate({ target: "3" }),
      migrate({ target: "3" }),
      migrate({ target: "1" }),
      migrate({ target: "99" }),
    ],
  },
  {
    name: "target: a version that need not exist",
    files: FILES,
    steps: [info({ target: "3?" }), migrate({ target: "3?" }), migrate({ target: "0.5?" }), migrate({ target: "99?" })],
  },
  {
    name: "target: current",
    files: FILES,
    steps: [
      migrate({ target: "current" }),
      migrate({ target: "2" }),
      info({ target: "current" }),
      migrate({ target: "current" }),
    ],
  },
  {
    name: "target: next, until nothing is left",
    files: FILES,
    steps: [
      migrate({ target: "next" }),
      info({ target: "next" }),
      ...Array.from({ length: 5 }, () => migrate({ target: "next" })),
    ],
  },
  {
    name: "target: words in capitals",
    files: FILES,
    steps: [migrate({ target: "NEXT" }), migrate({ target: "Current" }), migrate({ target: "LATEST" })],
  },
  {
    name: "target: not a version",
    files: FILES,
    steps: [info({ target: "soon" }), migrate({ target: "soon" }), migrate({ target: "1.x" })],
  },
  {
    name: "target: a row without file is a target as well",
    files: FILES,
    steps: [
      migrate({ target: "2" }),
      files({ "V2__b.sql": null }),
      info({ target: "2" }),
      migrate({ target: "2", ignoreMigrationPatterns: "*:missing" }),
    ],
  },
  {
    name: "target: with out of order",
    files: { "V1__a.sql": table("a"), "V4__d.sql": table("d") },
    steps: [
      migrate(),
      files({ "V2__b.sql": table("b"), "V3__c.sql": table("c"), "V5__e.sql": table("e") }),
      info({ target: "2", outOfOrder: true }),
      migrate({ target: "2", outOfOrder: true }),
      migrate({ target: "next", outOfOrder: true }),
      migrate({ outOfOrder: true }),
    ],
  },
  {
    name: "target: repair looks at all whatever the target",
    files: FILES,
    steps: [migrate(), files({ "V4__d.sql": `${table("d")}-- changed\n` }), repair({ target: "2" }), validate(STRICT)],
  },
  {
    name: "target: the highest version that a target can be",
    files: { "V1__a.sql": table("a"), "V9223372036854775806__b.sql": table("b") },
    steps: [migrate({ target: "9223372036854775807" })],
  },
];
