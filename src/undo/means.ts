/** The ways in which a table's content is kept. A dry run has others, which only say what would be done. */
import { parseDefinition, type TableDefinition } from "../core/undo/table-definition.ts";
import { tableSize } from "./catalogue.ts";
import { keepColumns, keepCopy, keepRows, suspendImages } from "./keep-table.ts";
import { keepKeysWide } from "./write-log.ts";
import type { Entry, QName } from "./kept.ts";
import { keepByMoving } from "./moves.ts";
import type { Shelf } from "./shelf.ts";
import { showTable } from "./show-table.ts";

export type Means = {
  /** What the table is at the moment; null if it is not there. */
  readonly definition: (at: QName) => Promise<TableDefinition | null>;
  /** About how many rows it has. */
  readonly rowCount: (at: QName) => Promise<number>;
  readonly copy: (entry: Entry) => Promise<void>;
  /** @param lost columns by their names of now */
  readonly columns: (entry: Entry, lost: readonly string[]) => Promise<void>;
  readonly rows: (entry: Entry) => Promise<void>;
  readonly move: (entry: Entry) => Promise<void>;
  /** Keys of rows fit where they are kept, also once the table is what a statement will make of it. */
  readonly wideKeys: (entry: Entry, next: TableDefinition) => Promise<void>;
  /** The next statement changes columns that the triggers name. */
  readonly suspendImages: (entry: Entry) => Promise<void>;
};

export function meansOf(shelf: Shelf): Means {
  return {
    async definition(at) {
      const shown = await showTable(shelf.sql, at);
      return shown === null ? null : parseDefinition(shown.createText);
    },
    rowCount: async (at) => (await tableSize(shelf.sql, at.schema, at.name))?.rows ?? 0,
    copy: (entry) => keepCopy(shelf, entry),
    columns: (entry, lost) => keepColumns(shelf, entry, lost),
    rows: (entry) => keepRows(shelf, entry),
    move: (entry) => keepByMoving(shelf, entry),
    wideKeys: (entry, next) => keepKeysWide(shelf, entry, next),
    suspendImages: (entry) => suspendImages(shelf, entry),
  };
}
