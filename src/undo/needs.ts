/** What has to be kept before a statement is sent: the touches of its text, resolved to objects that are there. */
import type { AlterAction, ObjectKind, RowVerb } from "../core/undo/touch.ts";
import type { ForeignKeyFacts } from "./catalogue.ts";
import type { QName } from "./kept.ts";

export type Need =
  /** Not there yet: only its name is written down. */
  | { readonly kind: "create"; readonly object: ObjectKind; readonly at: QName }
  | { readonly kind: "create-schema"; readonly schema: string }
  /** A view, routine, … or sequence that is replaced, changed or dropped. */
  | { readonly kind: "program"; readonly object: Exclude<ObjectKind, "table">; readonly at: QName }
  | { readonly kind: "schema"; readonly schema: string }
  | { readonly kind: "listing"; readonly schema: string }
  | { readonly kind: "globals"; readonly variables: readonly string[] }
  | { readonly kind: "alter"; readonly at: QName; readonly actions: readonly AlterAction[] }
  /** Rows change; `columns`: only these are assigned (null: not known); `whole`: probably all rows. */
  | {
      readonly kind: "rows";
      readonly at: QName;
      readonly verbs: readonly RowVerb[];
      readonly columns: readonly string[] | null;
      readonly whole: boolean;
    }
  /** Rows go or change with those of `parent`, by the foreign keys of `path`. */
  | { readonly kind: "cascade"; readonly at: QName; readonly parent: QName; readonly path: readonly ForeignKeyFacts[] }
  /** All its rows may change in ways that no trigger sees. */
  | { readonly kind: "copy"; readonly at: QName }
  | { readonly kind: "drop"; readonly at: QName }
  /** Past versions of its rows go. */
  | { readonly kind: "delete-history"; readonly at: QName }
  /** `fresh`: no object of the new name is there. */
  | { readonly kind: "rename"; readonly from: QName; readonly to: QName }
  /** Where flyback keeps its own things: without them there is no way back. */
  | { readonly kind: "own"; readonly schema: string }
  | { readonly kind: "irreversible"; readonly what: string }
  | { readonly kind: "unknown"; readonly why: string };

/** True if a trigger on the table that names its columns would fail afterwards. */
export const changesColumns = (actions: readonly AlterAction[]): boolean =>
  actions.some(({ kind }) => kind !== "add-column" && kind !== "structure" && kind !== "alter-column");

type RowsChange = Extract<Need, { kind: "rows" | "cascade" }>;

/**
 * A routine or block may change a table's rows and, in the same statement to us, its columns or its name. Triggers would keep the ones and fail
 * with the others, and what is written under the new name is not foreseen: such tables are copied.
 */
export function copiedIfReshaped(needs: readonly Need[], keyOf: (at: QName) => string): readonly Need[] {
  const isRows = (need: Need): need is RowsChange => need.kind === "rows" || need.kind === "cascade";
  const changed = new Set(needs.filter(isRows).map(({ at }) => keyOf(at)));
  const copied = needs.flatMap((need) => {
    if (need.kind === "rename") return [need.from];
    return need.kind === "alter" && changesColumns(need.actions) && changed.has(keyOf(need.at)) ? [need.at] : [];
  });
  const keys = new Set(copied.map(keyOf));
  return [
    ...copied.map((at) => ({ kind: "copy", at }) as const),
    ...needs.filter((need) => !isRows(need) || !keys.has(keyOf(need.at))),
  ];
}
