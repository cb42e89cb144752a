/** Results of runs that went back, or tried to, and of the commands around that. */
import type { Problem } from "../../src/core/problem.ts";
import type { RunResult, WayBackResult } from "../../src/core/result.ts";
import { withWayBack } from "../../src/engine/outcome.ts";
import { database, DUPLICATE_COLUMN, NOT_RUN, phase, RESULTS, run, step } from "./results.ts";

const RUN_ID = "20261121T200000Z-4f2a";

export function wayBack(state: WayBackResult["state"], more: Partial<WayBackResult> = {}): WayBackResult {
  const none = { keptObjects: 0, snapshotBytes: 0, rowsCarried: 0, rowsSetAside: 0 };
  return { state, ...none, steps: [], setAside: [], differences: [], ...more };
}

const STEPS: WayBackResult["steps"] = [
  { text: "drop column visits.patient.name", status: "done", durationMs: 31 },
  { text: "restore table visits.appointment", status: "done", durationMs: 1_204, message: "3 rows carried over" },
  { text: "remove 2 rows of visits.flyway_schema_history", status: "done", durationMs: 4 },
];

const VISITS = database("visits", {
  outcome: "failed",
  version: "1.1",
  previousVersion: "1.1",
  phases: [phase("connect"), phase("lock"), phase("apply", { status: "failed", problems: [DUPLICATE_COLUMN] })],
  problems: [DUPLICATE_COLUMN],
  steps: [
    step("2", "add name"),
    step("3", "add email", {
      status: "failed",
      statementsDone: 1,
      statementsApplied: 1,
      statementsTotal: 3,
      recorded: false,
      problem: DUPLICATE_COLUMN,
    }),
    step("4", "index", NOT_RUN),
  ],
});

const REGISTRY = database("registry", {
  previousVersion: "1",
  version: "1",
  steps: [step("2", "add name", { path: "migrations/registry/V2__add_name.sql" })],
});

const STUCK: Problem = {
  code: "ROLLBACK_FAILED",
  message: "The table visits.appointment could not be restored: the server refused a foreign key",
  sqlError: { errno: 1452, sqlState: "23000", symbol: "ER_NO_REFERENCED_ROW_2" },
};

export const WAY_BACK_RESULTS = {
  "rolled back": run({
    outcome: "rolled-back",
    exitCode: 4,
    runId: RUN_ID,
    durationMs: 3_402,
    databases: [
      withWayBack(
        "migrate",
        VISITS,
        wayBack("rolled-back", { keptObjects: 4, snapshotBytes: 12_400_000, rowsCarried: 3, steps: STEPS }),
      ),
      withWayBack("migrate", REGISTRY, wayBack("rolled-back", { keptObjects: 1 })),
    ],
  }),
  "way back failed": run({
    outcome: "rollback-failed",
    exitCode: 5,
    runId: RUN_ID,
    durationMs: 3_402,
    databases: [
      withWayBack(
        "migrate",
        {
          ...VISITS,
          phases: [...VISITS.phases, phase("rollback", { status: "failed", durationMs: 900, problems: [STUCK] })],
          problems: [...VISITS.problems, STUCK],
        },
        wayBack("rollback-failed", {
          keptObjects: 4,
          snapshotBytes: 12_400_000,
          steps: [
            ...STEPS.slice(0, 1),
            { text: "restore table visits.appointment", status: "failed", durationMs: 880, message: "a foreign key" },
          ],
          differences: ["table visits.appointment: foreign key fk_room is missing"],
        }),
      ),
    ],
  }),
  "not back yet": run({
    outcome: "failed",
    exitCode: 5,
    runId: RUN_ID,
    databases: [withWayBack("migrate", VISITS, wayBack("pending", { keptObjects: 4 }))],
  }),
  kept: run({
    runId: RUN_ID,
    databases: [
      database("registry", {
        steps: [step("1.2", "add phone"), step("2", "add name")],
        wayBack: wayBack("kept", { keptObjects: 3, snapshotBytes: 314_572_800 }),
      }),
    ],
  }),
  rollback: run({
    command: "rollback",
    runId: RUN_ID,
    databases: [
      database("visits", {
        previousVersion: "3",
        version: "1.1",
        phases: [phase("connect"), phase("lock"), phase("rollback", { durationMs: 1_300 })],
        wayBack: wayBack("rolled-back", {
          keptObjects: 4,
          snapshotBytes: 12_400_000,
          rowsCarried: 120,
          rowsSetAside: 3,
          steps: STEPS,
          setAside: [
            {
              table: "visits.appointment",
              kept: "flyback_4f2a.appointment_new",
              rows: 1,
              why: "no room for its value",
            },
            { table: "visits.note|s", kept: "flyback_4f2a.notes_new", rows: 2, why: "the table has no key" },
          ],
        }),
      }),
    ],
  }),
  "nothing to roll back": run({
    command: "rollback",
    outcome: "no-op",
    databases: [database("visits", { outcome: "no-op", previousVersion: "2" })],
  }),
  commit: run({
    command: "commit",
    runId: RUN_ID,
    databases: [database("visits", { wayBack: wayBack("committed") })],
  }),
  dump: run({
    runId: RUN_ID,
    databases: [
      database("visits", {
        phases: [phase("connect"), phase("lock"), phase("dump", { durationMs: 1_900 }), phase("keep"), phase("apply")],
        steps: [step("2", "add name")],
        wayBack: wayBack("kept", { keptObjects: 1 }),
        dumps: [
          {
            schema: "visits|s",
            path: `/work/flyback-dumps/${RUN_ID}/visits.visits%7Cs.sql.gz`,
            bytes: 12_400_000,
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            durationMs: 1_880,
            tool: "mariadb-dump 10.11.19",
            limits: ["1 FLOAT column is dumped with six significant digits."],
          },
        ],
      }),
    ],
  }),
  restore: run({
    command: "restore",
    databases: [
      database("visits", {
        previousVersion: "3",
        version: "2",
        phases: [phase("connect"), phase("lock"), phase("restore", { durationMs: 9_100 })],
        restored: [
          {
            schema: "visits",
            path: "/work/visits.visits.sql.gz",
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            takenAt: "2026-11-21T20:00:00.000Z",
            tables: 3,
            rows: 1_204,
            setAsideIn: "flyback_20261122T090000Z-77aa_0_1",
            tablesSetAside: 4,
            rowsSetAside: 1,
            durationMs: 9_080,
            limits: [],
          },
          {
            schema: "audit",
            path: "/work/visits.audit.sql.gz",
            sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            takenAt: "2026-11-21T20:00:01.000Z",
            tables: 1,
            rows: 0,
            setAsideIn: null,
            tablesSetAside: 0,
            rowsSetAside: 0,
            durationMs: 20,
            limits: [],
          },
        ],
      }),
    ],
  }),
  snapshots: run({
    command: "snapshots",
    durationMs: 40,
    databases: [
      database("visits", {
        outcome: "no-op",
        phases: [phase("connect"), phase("snapshots")],
        snapshots: [
          {
            runId: RUN_ID,
            state: "migrated",
            startedAt: "2026-11-21T20:00:00Z",
            migrations: 2,
            objects: 4,
            bytes: 12_400_000,
            label: "GitHub https://github.com/acme/shop/actions/runs/17",
            setAside: 0,
          },
          {
            runId: "20261114T081500Z-09bc",
            state: "rolled back",
            startedAt: "2026-11-14T08:15:00Z",
            migrations: 1,
            objects: 0,
            bytes: 0,
            label: "deploy on runner-7",
            setAside: 3,
          },
        ],
      }),
      database("registry", { outcome: "no-op" }),
    ],
  }),
} as const satisfies Record<string, RunResult>;

/** Every result that reports are tested over. */
export const ALL_RESULTS = { ...RESULTS, ...WAY_BACK_RESULTS };
