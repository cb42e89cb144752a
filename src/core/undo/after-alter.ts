import { parseColumnText } from "./definition-column.ts";
import { fold } from "./definition-text.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";
import type { AlterAction } from "./touch.ts";

/**
 * A definition after an ALTER TABLE, as far as later statements may lose values by it: the names and types of its columns. New columns are
 * left out, since their values are the run's own.
 */
export function afterAlter(now: TableDefinition, actions: readonly AlterAction[]): TableDefinition {
  return { ...now, columns: actions.reduce(afterAction, now.columns) };
}

function afterAction(columns: readonly ColumnDefinition[], action: AlterAction): readonly ColumnDefinition[] {
  switch (action.kind) {
    case "drop-column":
      return columns.filter(({ name }) => fold(name) !== fold(action.column));
    case "rename-column":
      return columns.map((one) => (fold(one.name) === fold(action.column) ? { ...one, name: action.to } : one));
    case "modify-column":
      return columns.map((one) => (fold(one.name) === fold(action.column) ? modified(one, action) : one));
    default:
      return columns;
  }
}

function modified(column: ColumnDefinition, action: Extract<AlterAction, { kind: "modify-column" }>): ColumnDefinition {
  try {
    return { ...parseColumnText(action.definition), name: action.to };
  } catch {
    return { ...column, name: action.to };
  }
}
