/** Ids of all callback events of Flyway 13.12 (its Event class; the finish events have ids of their own since 13.12). */
export const CALLBACK_EVENTS = [
  "beforeConnect",
  "afterConnect",
  "createSchema",
  "beforeCreateSchema",
  "beforeMigrate",
  "beforeEachMigrate",
  "beforeEachMigrateStatement",
  "afterEachMigrateStatement",
  "afterEachMigrateStatementError",
  "afterEachMigrate",
  "afterEachMigrateError",
  "beforeRepeatables",
  "afterVersioned",
  "afterMigrateApplied",
  "afterMigrate",
  "afterMigrateError",
  "afterMigrateOperationFinish",
  "beforeValidate",
  "afterValidate",
  "afterValidateError",
  "afterValidateOperationFinish",
  "beforeInfo",
  "afterInfo",
  "afterInfoError",
  "afterInfoOperationFinish",
  "beforeBaseline",
  "afterBaseline",
  "afterBaselineError",
  "afterBaselineOperationFinish",
  "beforeRepair",
  "afterRepair",
  "afterRepairError",
  "afterRepairOperationFinish",
  "beforeClean",
  "afterClean",
  "afterCleanError",
  "afterCleanOperationFinish",
  "beforeUndo",
  "beforeEachUndo",
  "beforeEachUndoStatement",
  "afterEachUndoStatement",
  "afterEachUndoStatementError",
  "afterEachUndo",
  "afterEachUndoError",
  "afterUndo",
  "afterUndoError",
  "afterUndoOperationFinish",
  "afterReportGenerated",
] as const;

export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/**
 * True for events that no command of flyback fires: it has neither `clean` nor `undo`, and Flyway itself runs
 * `beforeConnect` for shell scripts only and was never seen to run `afterReportGenerated`.
 */
export function neverFires(event: CallbackEvent): boolean {
  return /Clean|Undo|^beforeConnect$|^afterReportGenerated$/.test(event);
}
