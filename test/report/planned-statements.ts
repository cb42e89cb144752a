import type { PlannedStatement } from "../../src/core/result.ts";

/** The statements of a migration in a dry run, and how they would be undone. */
export const PLANNED_STATEMENTS: readonly PlannedStatement[] = [
  {
    sql: "ALTER TABLE patient ADD COLUMN email varchar(190)",
    line: 1,
    undo: [{ how: "structure", text: "the definition of the table visits.patient is kept, no rows", bytes: 0 }],
  },
  {
    sql: "CREATE USER 'app'@'%' IDENTIFIED BY '***'",
    line: 3,
    undo: [
      {
        how: "cannot",
        text: "nothing can take it back (accounts), so it stays when the rest goes back (`on-irreversible` is allow)",
        bytes: 0,
      },
    ],
  },
  {
    sql: "DELETE FROM visit",
    line: 5,
    undo: [{ how: "copy", text: "the table visits.visit is copied first (12.3 MB)", bytes: 12_897_485 }],
  },
  {
    sql: "INSERT INTO patient VALUES (1, 'a')",
    line: 6,
    undo: [{ how: "rows", text: "rows of visits.patient are kept as they are changed", bytes: 0 }],
  },
  {
    sql: "INSERT INTO patient VALUES (2, 'b')",
    line: 7,
    undo: [{ how: "rows", text: "rows of visits.patient are kept as they are changed", bytes: 0 }],
  },
];
