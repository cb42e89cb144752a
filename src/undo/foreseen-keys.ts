/** Foreign keys as they will be once the statements of a plan so far have been done, as far as these drop tables and keys. */
import { DEFAULT_LEXICAL_MODE } from "../core/sql/lexical-mode.ts";
import { sqlTokens } from "../core/sql/sql-tokens.ts";
import type { Touches } from "../core/undo/touch.ts";
import { listForeignKeys, type ForeignKeyFacts } from "./catalogue.ts";
import { createForeignKeys, type ForeignKeys } from "./cascades.ts";
import type { Entry, QName } from "./kept.ts";
import type { Sql } from "./sql.ts";
import type { Thing, World } from "./world.ts";

export type ForeseenKeys = {
  readonly foreignKeys: ForeignKeys;
  /** Notes the keys that an ALTER TABLE drops. */
  readonly note: (text: string, touches: Touches, home: string | null) => void;
};

export function createForeseenKeys(sql: Sql, world: World, entries: ReadonlyMap<string, Entry>): ForeseenKeys {
  const stored = createForeignKeys((schema) => listForeignKeys(sql, [schema]));
  const dropped = new Set<string>();
  const keyOf = (at: QName): string => world.keyOf("table", at.schema, at.name);

  /** Tables from before, by the names that the catalogue has for them. */
  const tables = (): ReadonlyMap<string, Thing> =>
    new Map(
      world.all().flatMap((one) => (one.kind === "table" && !one.isOurs ? [[keyOf(one.known), one] as const] : [])),
    );

  function isGone(child: QName, { name }: ForeignKeyFacts): boolean {
    const kept = entries.get(keyOf(child))?.kept;
    return (kept?.how === "table" && kept.moved !== null) || dropped.has(`${keyOf(child)} ${name.toLowerCase()}`);
  }

  return {
    foreignKeys: {
      // What the server has does not change meanwhile.
      forget: () => undefined,
      async into(schema) {
        const keys = await stored.into(schema);
        for (const key of keys) await world.load(key.schema);
        const now = tables();
        return keys.flatMap((key) => {
          const before = { schema: key.schema, name: key.table };
          const child = now.get(keyOf(before));
          if (child === undefined || isGone(before, key)) return [];
          const parent = now.get(keyOf({ schema: key.referencedSchema, name: key.referencedTable }));
          return [
            {
              ...key,
              schema: child.schema,
              table: child.name,
              referencedSchema: parent?.schema ?? key.referencedSchema,
              referencedTable: parent?.name ?? key.referencedTable,
            },
          ];
        });
      },
    },
    note(text, touches, home) {
      for (const touch of touches) {
        if (touch.kind !== "alter-table") continue;
        const schema = touch.name.schema ?? home;
        const thing = schema === null ? null : world.find("table", schema, touch.name.name);
        if (thing === null) continue;
        for (const name of droppedKeys(text)) dropped.add(`${keyOf(thing.known)} ${name.toLowerCase()}`);
      }
    },
  };
}

/** Names behind DROP FOREIGN KEY and DROP CONSTRAINT; that of a check does no harm among them. */
function droppedKeys(text: string): readonly string[] {
  const tokens = [...sqlTokens(text, DEFAULT_LEXICAL_MODE)];
  const word = (index: number): string => {
    const token = tokens[index];
    return token?.kind === "word" ? token.text.toUpperCase() : "";
  };
  return tokens.flatMap((_, index) => {
    const isKey = word(index) === "FOREIGN" && word(index + 1) === "KEY" && word(index - 1) === "DROP";
    const isConstraint = word(index) === "CONSTRAINT" && word(index - 1) === "DROP";
    if (!isKey && !isConstraint) return [];
    const next = index + (isKey ? 2 : 1);
    const name = tokens[word(next) === "IF" && word(next + 1) === "EXISTS" ? next + 2 : next];
    return name === undefined ? [] : [name.text];
  });
}
