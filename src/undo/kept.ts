/**
 * What the journal holds of each object that a run may have changed: enough to put it back, whatever of the run happened. All of it
 * is plain JSON.
 */
import type { ObjectKind } from "../core/undo/touch.ts";
import type { ProgramDefinition, SchemaDefinition } from "./programs.ts";

/** A name with its schema, as the server stores it. */
export type QName = { readonly schema: string; readonly name: string };

export type KeptKind = ObjectKind | "schema" | "global-variable" | "listing";

/** The write log of a table: keys of the rows that others wrote since it stands. */
type WriteLog = {
  /** Columns that tell rows apart; null: there are none, so only the number of writes is known. */
  readonly key: readonly string[] | null;
  /** Table with the keys. */
  readonly table: QName;
  /** Triggers that fill it, in the table's schema. */
  readonly triggers: readonly string[];
  /** UUID_SHORT() when it stood: earlier writes are not in it. */
  readonly at: string;
  readonly ready: boolean;
};

/** Rows as they were before each change by the run, written by triggers while the run writes. */
export type RowImages = {
  readonly table: QName;
  /** Filled on the way back with the one image of each row that counts. */
  readonly chosen: QName;
  /** Columns before the run that have values of their own (no generated ones). */
  readonly columns: readonly string[];
  /** Those that stand now; none while a statement changes columns that they name. */
  readonly triggers: readonly string[];
  /** Triggers on parents, for rows that go with these; by the parent, with the tables on the way to these that they name. */
  readonly cascades: readonly {
    readonly parent: QName;
    readonly through: readonly QName[];
    readonly names: readonly string[];
  }[];
  readonly ready: boolean;
};

/** Values of some columns of all rows, copied before a statement that loses or changes them. */
export type SideCopy = {
  readonly table: QName;
  readonly columns: readonly string[];
  /** The server's UUID_SHORT() just before it was copied: the write log's later entries are not in the copy. */
  readonly at: string;
  readonly ready: boolean;
};

/** All rows as they were before the run, copied before they were first changed. */
export type FullCopy = SideCopy & { readonly rows: number };

export type KeptTable = {
  readonly how: "table";
  /** SHOW CREATE TABLE from before. */
  readonly createText: string;
  readonly autoIncrement: string | null;
  readonly engine: string;
  readonly bytes: number;
  /** Its triggers from before. */
  readonly triggers: readonly ProgramDefinition[];
  /** Where it may be now: its own name, and others after renames; several only while a rename is under way. */
  readonly at: readonly QName[];
  /** Column before → its name now, for renamed ones; two names while a rename is under way. */
  readonly renamed: Readonly<Record<string, readonly string[]>>;
  readonly log: WriteLog | null;
  readonly images: RowImages | null;
  readonly sides: readonly SideCopy[];
  readonly copy: FullCopy | null;
  /**
   * Where a dropped table is kept as it was, where it is for a moment on its way there, and the empty stand-in that was dropped in its
   * place.
   */
  readonly moved: { readonly table: QName; readonly gap: QName; readonly twin: QName } | null;
  /** On the way back it may have changed places with its copy. */
  readonly exchange: boolean;
  /** The run's statement drops it (only said; what happened is seen in the catalogue). */
  readonly dropped: boolean;
};

export type Kept =
  /** Made by the run: it was not there before. */
  | { readonly how: "created"; readonly at: readonly QName[] }
  /** `at`: names that a sequence may have got by renames, the newest last; absent without any. */
  | { readonly how: "program"; readonly definition: ProgramDefinition; readonly at?: readonly QName[] }
  | { readonly how: "schema"; readonly definition: SchemaDefinition }
  | { readonly how: "global"; readonly value: string | null }
  /** Everything there was in a schema, as keys of objects, before a statement whose effect could not be told. */
  /** `after`: the same when the run was through, so that what is newer is somebody else's; absent while it is not. */
  | { readonly how: "listing"; readonly objects: readonly string[]; readonly after?: readonly string[] }
  | KeptTable;

/** One object of the journal. */
export type Entry = {
  readonly seq: number;
  readonly kind: KeptKind;
  readonly schema: string;
  readonly name: string;
  kept: Kept;
};
