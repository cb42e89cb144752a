import { type Case, type Files, info, migrate, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };

/** Two files that clash: every command must say so and do nothing. */
function clash(name: string, clashing: Files, settings: Case["settings"] = {}): Case {
  return { name: `locations: ${name}`, files: clashing, settings, steps: [info(), validate(STRICT), migrate()] };
}

export const LOCATIONS: readonly Case[] = [
  {
    name: "locations: several in one order",
    files: {
      "/b/V1__a.sql": table("a"),
      "/a/V2__b.sql": table("b"),
      "/c/sub/V3__c.sql": table("c"),
      "/a/R__r.sql": "SELECT 1;",
      "/b/R__a.sql": "SELECT 2;",
    },
    settings: { locations: ["b", "a", "c"] },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "locations: the same file in two of them is one",
    files: {
      "/a/V1__a.sql": table("a"),
      "/b/V1__a.sql": table("a"),
      "/a/R__r.sql": "SELECT 1;",
      "/b/R__r.sql": "SELECT 1;",
      "/b/V2__b.sql": table("b"),
    },
    settings: { locations: ["a", "b"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: one inside another, and one twice",
    files: { "/a/V1__a.sql": table("a"), "/a/b/V2__b.sql": table("b"), "/ab/V3__c.sql": table("c") },
    settings: { locations: ["a", "a/b", "ab", "a"] },
    steps: [info(), migrate()],
  },
  clash(
    "the same name with other text",
    { "/a/V1__a.sql": table("a"), "/b/V1__a.sql": table("b") },
    { locations: ["a", "b"] },
  ),
  clash("one version twice", { "V1__a.sql": table("a"), "V1__b.sql": table("b") }),
  clash("1 and 1.0", { "V1__a.sql": table("a"), "V1_0__b.sql": table("b") }),
  clash("1 and 01", { "V1__a.sql": table("a"), "V01__a.sql": table("a") }),
  clash("the same file in two folders of one location", { "x/V1__a.sql": table("a"), "y/V1__a.sql": table("a") }),
  clash("one repeatable twice", { "R__a_b.sql": "SELECT 1;", "R__a b.sql": "SELECT 2;" }),
  clash("one repeatable in two folders", { "x/R__a.sql": "SELECT 1;", "y/R__a.sql": "SELECT 2;" }),
  clash("two baseline migrations of one version", { "B1__a.sql": table("a"), "B1__b.sql": table("b") }),
  clash(
    "a clash above the target",
    { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V2__c.sql": table("c") },
    { target: "1" },
  ),
  {
    name: "locations: a baseline and a version migration of one version do not clash",
    files: { "B1__a.sql": table("a"), "V1__b.sql": table("b"), "R__b.sql": "SELECT 1;" },
    steps: [info(), migrate()],
  },
  {
    name: "locations: a missing one",
    differs:
      "Flyway logs an error line and goes on with what it has: a slip of the pen becomes a deployment of nothing",
    files: { "V1__a.sql": table("a") },
    settings: { locations: ["sql", "sqll"] },
    steps: [
      info({}, { ours: { verdict: "LOCATION_NOT_FOUND", states: "other" } }),
      migrate({}, { ours: { verdict: "LOCATION_NOT_FOUND", history: [], objects: "other", states: "other" } }),
    ],
  },
  {
    name: "locations: a missing one with failOnMissingLocations",
    files: { "V1__a.sql": table("a") },
    settings: { locations: ["sql", "sqll"], failOnMissingLocations: true },
    steps: [info(), migrate()],
  },
  {
    name: "locations: an empty one",
    files: { "/empty/": "", "V1__a.sql": table("a") },
    settings: { locations: ["sql", "empty"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: wildcards over folders",
    files: {
      "/mod/a/db/V1__a.sql": table("a"),
      "/mod/b/db/V2__b.sql": table("b"),
      "/mod/b/other/V3__c.sql": table("c"),
      "/mod/b/db/sub/V4__d.sql": table("d"),
      "/mod/V5__e.sql": table("e"),
    },
    settings: { locations: ["mod/*/db"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: a wildcard of any depth",
    files: {
      "/mod/a/db/V1__a.sql": table("a"),
      "/mod/b/c/db/V2__b.sql": table("b"),
      "/mod/db/V3__c.sql": table("c"),
      "/mod/b/other/V4__d.sql": table("d"),
    },
    settings: { locations: ["mod/**/db"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: a wildcard of one character",
    files: {
      "/r1/V1__a.sql": table("a"),
      "/r2/V2__b.sql": table("b"),
      "/r10/V3__c.sql": table("c"),
      "/r/V4__d.sql": table("d"),
    },
    settings: { locations: ["r?"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: a wildcard over file names",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__other.sql": table("c") },
    settings: { locations: ["sql/*_?.sql"] },
    steps: [info(), migrate()],
  },
  {
    name: "locations: two files of one path below a wildcard",
    differs: "Flyway keeps one of them, this or that, and says nothing",
    files: { "/mod/a/db/V1__a.sql": table("a"), "/mod/b/db/V1__a.sql": table("b") },
    settings: { locations: ["mod/*/db"] },
    steps: [
      info({}, { ours: { verdict: "DUPLICATE_VERSIONED_MIGRATION", states: "other" } }),
      migrate(
        {},
        { ours: { verdict: "DUPLICATE_VERSIONED_MIGRATION", history: [], objects: "other", states: "other" } },
      ),
    ],
  },
  {
    name: "locations: odd characters in names of folders and files",
    files: { "a b/ü#%/V1__a b#c%20.sql": table("a") },
    steps: [info(), migrate()],
  },
];
