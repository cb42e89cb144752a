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
  /** `fresh`: no object of the new name is there. */
  | { readonly kind: "rename"; readonly from: QName; readonly to: QName }
  /** Where flyback keeps its own things: without them there is no way back. */
  | { readonly kind: "own"; readonly schema: string }
  | { readonly kind: "irreversible"; readonly what: string }
  | { readonly kind: "unknown"; readonly why: string };
