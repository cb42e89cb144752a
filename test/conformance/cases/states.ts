import { type Case, files, info, migrate, repair, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const ACCEPT_PENDING = { ignoreMigrationPatterns: "*:pending" };

export const STATES: readonly Case[] = [
  {
    name: "states: missing, ignored, above target, out of order, future",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V4__d.sql": table("d"), "R__r.sql": "SELECT 1;" },
    steps: [
      migrate(),
      files({ "V1__a.sql": null, "V3__c.sql": table("c"), "V5__e.sql": table("e") }),
      info({ target: "4" }),
      validate({ target: "4", ...STRICT }),
      migrate({ target: "4" }),
      migrate({ target: "4", outOfOrder: true, ignoreMigrationPatterns: "*:missing" }),
      info({ outOfOrder: true }),
      files({ "V4__d.sql": null, "V5__e.sql": null }),
      info(),
      validate(STRICT),
    ],
  },
  {
    name: "states: an older version appears and is refused, then run out of order",
    files: { "V1__a.sql": table("a"), "V3__c.sql": table("c") },
    steps: [
      migrate(),
      files({ "V2__b.sql": table("b") }),
      info(),
      validate(STRICT),
      migrate(),
      info({ outOfOrder: true }),
      migrate({ outOfOrder: true }),
      info(),
      files({ "V2_5__b5.sql": table("b5"), "V4__d.sql": table("d") }),
      migrate({ outOfOrder: true }),
      info(),
    ],
  },
  {
    name: "states: an older version is ignored by a pattern",
    files: { "V1__a.sql": table("a"), "V3__c.sql": table("c") },
    steps: [
      migrate(),
      files({ "V2__b.sql": table("b"), "V4__d.sql": table("d") }),
      migrate({ ignoreMigrationPatterns: "*:ignored" }),
      validate({ ignoreMigrationPatterns: "*:ignored" }),
    ],
  },
  {
    name: "states: a missing file, allowed and not",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__c.sql": table("c"), "R__r.sql": "SELECT 1;" },
    steps: [
      migrate(),
      files({ "V2__b.sql": null, "R__r.sql": null, "V4__d.sql": table("d") }),
      info(),
      validate(ACCEPT_PENDING),
      migrate(),
      migrate({ ignoreMigrationPatterns: "versioned:missing" }),
      migrate({ ignoreMigrationPatterns: "*:missing" }),
    ],
  },
  {
    name: "states: all newer files are gone",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__c.sql": table("c") },
    steps: [
      migrate(),
      files({ "V2__b.sql": null, "V3__c.sql": null }),
      info(),
      validate(),
      migrate(),
      validate({ ignoreMigrationPatterns: "" }),
      migrate({ ignoreMigrationPatterns: "" }),
    ],
  },
  {
    name: "states: rows and no files at all",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "R__r.sql": "SELECT 1;" },
    steps: [
      migrate(),
      files({ "V1__a.sql": null, "V2__b.sql": null }),
      validate(STRICT),
      files({ "R__r.sql": null }),
      info(),
      validate(),
      migrate(),
      validate({ ignoreMigrationPatterns: "*:missing" }),
    ],
  },
  {
    name: "states: neither rows nor files",
    files: {},
    steps: [info(), validate(), validate(STRICT), migrate(), validate(), migrate()],
  },
  {
    name: "states: a file moves into a folder",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b") },
    steps: [
      migrate(),
      files({ "V1__a.sql": null, "old/V1__a.sql": table("a") }),
      validate(STRICT),
      repair(),
      migrate(),
    ],
  },
  {
    name: "states: only repeatables are applied",
    files: { "R__r.sql": "SELECT 1;" },
    steps: [migrate(), info(), files({ "V1__a.sql": table("a") }), info(), migrate()],
  },
  {
    name: "states: nothing to do, twice",
    files: { "V1__a.sql": table("a"), "R__r.sql": "SELECT 1;" },
    steps: [migrate(), migrate(), validate(STRICT), migrate()],
  },
  {
    name: "states: info and validate before anything exists make nothing",
    files: { "V1__a.sql": table("a"), "R__r.sql": "SELECT 1;" },
    steps: [info(), validate(STRICT), validate(ACCEPT_PENDING), info({ outOfOrder: true })],
  },
  {
    name: "states: validate accepts pending migrations",
    differs: "validate stands before migrate in every pipeline, so flyback lists pending migrations and accepts them",
    files: { "V1__a.sql": table("a"), "R__r.sql": "SELECT 1;" },
    steps: [
      validate({}, { ours: { verdict: "ok" } }),
      migrate(),
      files({ "V2__b.sql": table("b"), "R__s.sql": "SELECT 2;" }),
      validate({}, { ours: { verdict: "ok" } }),
    ],
  },
];
