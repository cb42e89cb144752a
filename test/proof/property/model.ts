import type { ServerProduct } from "../../../src/throwaway/server-program.ts";
import type { Random } from "../random.ts";

/** Of what sort a column's values are: what may stand in an expression with it. */
export type Kind = "int" | "number" | "text" | "bytes" | "date" | "other";

/** A type of columns, with values that are hard to keep. */
export type ColumnType = {
  readonly sql: string;
  readonly kind: Kind;
  readonly values: readonly [string, ...string[]];
  /** As DEFAULT takes it; without it the type has none. */
  readonly defaults?: string;
  /** For an index: all of it, the beginning, or none. */
  readonly index: "whole" | "prefix" | "none";
  readonly only?: ServerProduct;
};

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly generated: boolean;
  /** All that stands after the name in a definition. */
  readonly definition: string;
};

export type Table = {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key; none if there is no such key. */
  readonly key: readonly string[];
  /** The column with AUTO_INCREMENT. */
  readonly counter: string | null;
  readonly indexes: readonly string[];
  readonly checks: readonly string[];
  readonly foreignKeys: readonly string[];
  /** Names of its partitions; null if it has none, empty if they have no names that one gives. */
  readonly partitions: readonly string[] | null;
  readonly versioned: boolean;
};

/** Anything that has no rows of its own. */
export type ProgramKind = "view" | "procedure" | "function" | "trigger" | "event" | "sequence";
export type Program = {
  readonly kind: ProgramKind;
  readonly schema: string;
  readonly name: string;
  readonly of?: Table;
};

/**
 * What a series of statements has made so far, if the server took them all. Only a help to write statements that mostly go: the server
 * decides, and what it refuses is left out or fails the run.
 */
export type World = {
  readonly random: Random;
  readonly product: ServerProduct;
  /** As a number that grows: 10.11 is 1011. */
  readonly version: number;
  /** MariaDB's system versioning, and columns that the moment fills, make each run another one: never both, so that two runs can be compared. */
  readonly versioning: boolean;
  schema: string;
  tables: Table[];
  programs: Program[];
  /** How many names were given. */
  names: number;
};

export const SCHEMAS = ["prop_a", "prop_b"] as const;

export function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** The name as one would write it: with its schema where that is needed, and sometimes where it is not. */
export function nameOf(world: World, { schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === world.schema && chance(world, 0.8) ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

export function fullName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${quote(schema)}.${quote(name)}`;
}

export function chance({ random }: World, share: number): boolean {
  return random.next() < share;
}

/** One of them; null of none. */
export function oneOf<T>({ random }: World, from: readonly T[]): T | null {
  const [first, ...rest] = from;
  return first === undefined ? null : random.pick([first, ...rest]);
}

/** Some of them, at least one if there is any, in their order. */
export function someOf<T>(world: World, from: readonly T[], share = 0.5): T[] {
  const some = from.filter(() => chance(world, share));
  const one = some.length === 0 ? oneOf(world, from) : null;
  return one === null ? some : [one];
}

const ODD = ["Größe", "order", "with space", "CamelCase", "a`tick", "naïve-dash", "select", "x.y"] as const;

/** A name that nothing has had yet; now and then one that must be quoted, or as long as a name can be. */
export function freshName(world: World, stem: string): string {
  world.names += 1;
  const number = String(world.names);
  if (chance(world, 0.08)) return `${world.random.pick(ODD)}${number}`;
  if (chance(world, 0.02)) return `${stem}${number}_`.padEnd(64, "x");
  return `${stem}${number}`;
}

export function replaceTable(world: World, before: Table, after: Table): void {
  world.tables = world.tables.map((table) => (table === before ? after : table));
  world.programs = world.programs.map((one) => (one.of === before ? { ...one, of: after } : one));
}

export function removeTable(world: World, gone: Table): void {
  world.tables = world.tables.filter((table) => table !== gone);
  world.programs = world.programs.filter(({ kind, of }) => kind !== "trigger" || of !== gone);
}

/** A schema for the table's new name: with triggers it cannot leave its own. */
export function schemaFor(world: World, table: Table): string {
  const stays = world.programs.some(({ kind, of }) => kind === "trigger" && of === table);
  return stays || chance(world, 0.8) ? table.schema : (oneOf(world, SCHEMAS) ?? table.schema);
}

/** A value as an INSERT of the column takes it. */
export function valueFor(world: World, { type, nullable }: Column): string {
  return nullable && chance(world, 0.2) ? "NULL" : world.random.pick(type.values);
}
