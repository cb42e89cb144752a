/** Realistic results of runs, as the engine makes them; every report is tested over all of them. */
import { PLANNED_STATEMENTS } from "./planned-statements.ts";
import type { Problem } from "../../src/core/problem.ts";
import type { DatabaseResult, MigrationResult, PhaseResult, RunResult, StepResult } from "../../src/core/result.ts";

export function phase(name: string, more: Partial<PhaseResult> = {}): PhaseResult {
  return { name, status: "success", durationMs: 12, problems: [], ...more };
}

export function migration(
  version: string | null,
  description: string,
  more: Partial<MigrationResult> = {},
): MigrationResult {
  const script = `${version === null ? "R" : `V${version}`}__${description.replaceAll(" ", "_")}.sql`;
  return {
    category: version === null ? "Repeatable" : "Versioned",
    version,
    description,
    type: "SQL",
    script,
    path: `migrations/registry/${script}`,
    state: "SUCCESS",
    stateName: "Success",
    checksum: -1_234_567,
    installedRank: 1,
    installedOn: "2026-11-21T19:58:03Z",
    installedBy: "deploy",
    executionTimeMs: 41,
    ...more,
  };
}

export const PENDING = {
  state: "PENDING",
  stateName: "Pending",
  installedRank: null,
  installedOn: null,
  installedBy: null,
  executionTimeMs: null,
} as const;

export function step(version: string | null, description: string, more: Partial<StepResult> = {}): StepResult {
  const script = `${version === null ? "R" : `V${version}`}__${description.replaceAll(" ", "_")}.sql`;
  return {
    version,
    description,
    type: "SQL",
    script,
    path: `migrations/visits/${script}`,
    status: "success",
    durationMs: 412,
    statementsDone: 2,
    statementsApplied: 2,
    recorded: true,
    statementsTotal: 2,
    ...more,
  };
}

export const NOT_RUN = {
  status: "not-run",
  durationMs: 0,
  statementsDone: null,
  statementsApplied: null,
  statementsTotal: null,
  recorded: false,
} as const;

export function database(name: string, more: Partial<DatabaseResult> = {}): DatabaseResult {
  return {
    name,
    schema: name,
    historyTable: "flyway_schema_history",
    address: "db.internal:3306",
    server: { product: "MariaDB", version: "10.11.19-MariaDB", topology: null, tls: "TLSv1.3" },
    outcome: "success",
    durationMs: 1_534,
    previousVersion: "1.1",
    version: "2",
    planHash: null,
    phases: [phase("connect"), phase("lock"), phase("validate"), phase("migrate", { durationMs: 1_420 })],
    migrations: [],
    steps: [],
    repairs: [],
    wayBack: null,
    snapshots: [],
    dumps: [],
    restored: [],
    problems: [],
    notices: [],
    ...more,
  };
}

export function run(more: Partial<RunResult> = {}): RunResult {
  return {
    schemaVersion: 1,
    tool: { name: "flyback", version: "0.1.0" },
    command: "migrate",
    outcome: "success",
    exitCode: 0,
    startedAt: "2026-11-21T20:00:00.000Z",
    durationMs: 1_534,
    hostname: "runner-7",
    environment: null,
    dryRun: false,
    runId: null,
    planHash: null,
    databases: [],
    problems: [],
    notices: [],
    ...more,
  };
}

export const DUPLICATE_COLUMN: Problem = {
  code: "FAILED_VERSIONED_MIGRATION",
  message: "Duplicate column name 'email'",
  at: { file: "migrations/visits/V3__add_email.sql", line: 12, column: 1 },
  sqlError: { errno: 1060, sqlState: "42S21", symbol: "ER_DUP_FIELDNAME" },
  statement: {
    sql: "ALTER TABLE patient\n\tADD COLUMN email varchar(190) NOT NULL,\n\tADD KEY (email)",
    number: 2,
    of: 3,
  },
};

const FAILED_VISITS = database("visits", {
  outcome: "failed",
  server: { product: "MySQL", version: "8.0.46", topology: "Group Replication primary", tls: null },
  previousVersion: "1.1",
  version: "2",
  durationMs: 2_100,
  phases: [
    phase("connect"),
    phase("lock"),
    phase("validate"),
    phase("migrate", { status: "failed", durationMs: 1_900, problems: [DUPLICATE_COLUMN] }),
  ],
  steps: [
    step("2", "add name"),
    step("3", "add email", {
      status: "failed",
      durationMs: 1_402,
      statementsDone: 1,
      statementsApplied: 1,
      statementsTotal: 3,
      problem: DUPLICATE_COLUMN,
    }),
    step("4", "index", NOT_RUN),
    step(null, "patient view", NOT_RUN),
  ],
});

const CHECKSUM: Problem = {
  code: "CHECKSUM_MISMATCH",
  message: "V2__add_name.sql was changed after it was run: checksum 1822 in the history, -99 in the file",
  at: { file: "migrations/registry/V2__add_name.sql", line: 1, column: 1 },
};
const CHECKSUM_2: Problem = {
  code: "CHECKSUM_MISMATCH",
  message: "V1__init.sql was changed after it was run: checksum 5 in the history, 6 in the file",
  at: { file: "migrations/registry/V1__init.sql", line: 1, column: 1 },
};
const MISSING: Problem = {
  code: "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED",
  message: "Version 1.1 (seed) was run, but no file has it any more",
};

const INFO_MIGRATIONS: readonly MigrationResult[] = [
  migration(null, "<< Flyway Schema Creation >>", { category: "", type: "SCHEMA", path: null, installedRank: 0 }),
  migration("1", "init"),
  migration("1.1", "seed | reference `data`", { state: "MISSING_SUCCESS", stateName: "Missing", path: null }),
  migration("2", "add name"),
  migration(null, "patient view", { state: "OUTDATED", stateName: "Outdated" }),
  migration("3", "add email", PENDING),
  migration(null, "patient view", PENDING),
];

const PLAN_HASH = "3f0d7c1f5c4b8f7a0e9d2c1b3a495867d6e5f4a3b2c1d0e9f8a7b6c5d4e3f201";

export const RESULTS = {
  success: run({
    databases: [
      database("registry", {
        steps: [step("1.2", "add phone"), step("2", "add name", { durationMs: 71_400 }), step(null, "patient view")],
        notices: [{ level: "notice", message: "setting `driver` has no meaning here (flyway.conf:3)" }],
      }),
    ],
  }),
  "no-op": run({
    outcome: "no-op",
    durationMs: 203,
    databases: [database("registry", { outcome: "no-op", previousVersion: "2", durationMs: 190 })],
  }),
  failed: run({ outcome: "failed", exitCode: 5, durationMs: 2_180, databases: [FAILED_VISITS] }),
  "two databases": run({
    outcome: "failed",
    exitCode: 5,
    durationMs: 3_712,
    environment: "production",
    databases: [
      FAILED_VISITS,
      database("registry", { steps: [step("2", "add name", { path: "migrations/registry/V2__add_name.sql" })] }),
      database("billing", {
        outcome: "not-run",
        server: null,
        schema: null,
        previousVersion: null,
        version: null,
        durationMs: 0,
        phases: [phase("connect", { status: "skipped", durationMs: 0, message: "not run: visits failed" })],
      }),
    ],
  }),
  invalid: run({
    command: "validate",
    outcome: "invalid",
    exitCode: 3,
    durationMs: 95,
    databases: [
      database("registry", {
        outcome: "invalid",
        previousVersion: "2",
        phases: [
          phase("connect"),
          phase("validate", { status: "failed", message: "3 findings", problems: [CHECKSUM, CHECKSUM_2, MISSING] }),
        ],
        problems: [CHECKSUM, CHECKSUM_2, MISSING],
        migrations: [migration("1", "init"), migration("2", "add name"), migration("3", "add email", PENDING)],
      }),
    ],
  }),
  "lock timeout": run({
    outcome: "locked",
    exitCode: 6,
    durationMs: 60_120,
    databases: [
      database("registry", {
        outcome: "locked",
        previousVersion: "2",
        durationMs: 60_100,
        phases: [
          phase("connect"),
          phase("lock", {
            status: "failed",
            durationMs: 60_004,
            message: "not obtained within 60 s",
            problems: [
              {
                code: "LOCK_TIMEOUT",
                message:
                  "The lock of `registry`.`flyway_schema_history` was not obtained within 60 s. Connection 4711 (deploy@10.0.0.7) has held it since 19:54:11 UTC: GitHub acme/shop run 17",
              },
            ],
          }),
        ],
      }),
    ],
  }),
  info: run({
    command: "info",
    durationMs: 88,
    databases: [
      database("registry", {
        previousVersion: "2",
        phases: [phase("connect"), phase("read history")],
        migrations: INFO_MIGRATIONS,
        notices: [
          {
            level: "warning",
            message: "1 statement may have been skipped by Flyway",
            at: { file: "migrations/registry/V1__init.sql", line: 4 },
          },
        ],
      }),
    ],
  }),
  "dry run": run({
    dryRun: true,
    planHash: PLAN_HASH,
    durationMs: 120,
    databases: [
      database("visits", {
        previousVersion: "2",
        wayBack: {
          state: "planned",
          keptObjects: 3,
          snapshotBytes: 12_897_485,
          rowsCarried: 0,
          rowsSetAside: 0,
          steps: [],
          setAside: [],
          differences: [],
        },
        notices: [
          {
            level: "warning",
            message:
              "This statement cannot be undone: nothing can take it back (accounts), so it stays when the rest goes back (`on-irreversible` is allow).",
            at: { file: "migrations/visits/V3__add_email.sql", line: 3 },
          },
        ],
        phases: [phase("connect"), phase("validate"), phase("plan")],
        steps: [
          step("3", "add email", {
            status: "planned",
            durationMs: 0,
            statementsDone: null,
            statementsApplied: null,
            recorded: false,
            statementsTotal: 5,
            statements: PLANNED_STATEMENTS,
          }),
          step(null, "audit", {
            status: "planned",
            durationMs: 0,
            statementsDone: null,
            statementsApplied: null,
            recorded: false,
            statementsTotal: 1,
            statements: [
              {
                sql: "CREATE PROCEDURE audit()\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND",
                line: 2,
                undo: [{ how: "name", text: "the procedure visits.audit is new, so it is dropped", bytes: 0 }],
              },
            ],
          }),
        ],
      }),
    ],
  }),
  configuration: run({
    outcome: "failed",
    exitCode: 2,
    durationMs: 9,
    problems: [
      {
        code: "UNKNOWN_OPTION",
        message: "`lokations` is no option; did you mean `locations`?",
        at: { file: "flyback.yml", line: 3, column: 1 },
      },
      { code: "CONFIGURATION", message: "FLYBACK_PORT is `33o6`; it takes a number from 1 to 65535" },
    ],
  }),
  repair: run({
    command: "repair",
    databases: [
      database("registry", {
        previousVersion: "2",
        repairs: [
          {
            action: "removed-failed",
            version: "3",
            description: "add email",
            path: "migrations/registry/V3__add_email.sql",
          },
          { action: "marked-deleted", version: "1.1", description: "seed", path: null },
          {
            action: "aligned",
            version: null,
            description: "patient view",
            path: "migrations/registry/R__patient_view.sql",
          },
        ],
      }),
    ],
  }),
  cancelled: run({
    outcome: "failed",
    exitCode: 5,
    databases: [
      database("visits", {
        outcome: "failed",
        steps: [
          step("3", "add email", {
            status: "failed",
            statementsDone: 0,
            statementsApplied: 0,
            statementsTotal: null,
            problem: {
              code: "CANCELLED",
              message: "The run was stopped by SIGTERM; the running statement was killed on the server",
              at: { file: "migrations/visits/V3__add_email.sql", line: 4 },
            },
          }),
        ],
      }),
    ],
  }),
} as const satisfies Record<string, RunResult>;
