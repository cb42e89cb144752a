import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { Keeping } from "./keeper.ts";

const TARGET = /REFERENCES (?:`((?:[^`]|``)+)`\.)?`((?:[^`]|``)+)` \(([^)]*)\)/;

/**
 * Foreign keys follow their parents' new names, so a table that is read after the run has renamed one has these in its definition. Gives the
 * definition with the names from before.
 */
export function withKnownReferences(keeping: Keeping, schema: string, createText: string): string {
  let text = createText;
  for (const key of parseDefinition(createText).foreignKeys) {
    const at = { schema: keeping.world.foldSchema(key.schema ?? schema), name: key.table };
    const parent = keeping.world.find("table", at.schema, at.name);
    if (parent === null || parent.isOurs) continue;
    const { known } = parent;
    const entry = keeping.entries.get(keeping.world.keyOf("table", known.schema, known.name));
    const columns =
      entry?.kept.how === "table" ? columnsBefore(key.referencedColumns, entry.kept.renamed) : key.referencedColumns;
    const isSame =
      known.schema === at.schema &&
      known.name === at.name &&
      columns.every((name, i) => name === key.referencedColumns[i]);
    if (!isSame)
      text = text.replace(key.text, () =>
        withTarget(key.text, { schema: known.schema === schema ? null : known.schema, name: known.name, columns }),
      );
  }
  return text;
}

function columnsBefore(
  columns: readonly string[],
  renamed: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return columns.map(
    (column) =>
      Object.entries(renamed).find(([, now]) => now.at(-1)?.toLowerCase() === column.toLowerCase())?.[0] ?? column,
  );
}

type Target = { readonly schema: string | null; readonly name: string; readonly columns: readonly string[] };

function withTarget(text: string, { schema, name, columns }: Target): string {
  const where = schema === null ? "" : `${identifier(schema)}.`;
  return text.replace(TARGET, () => `REFERENCES ${where}${identifier(name)} (${columns.map(identifier).join(", ")})`);
}
