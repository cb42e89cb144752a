/**
 * What a statement may change, told from its text: the vocabulary between the classifier (core/sql/classify.ts), which reads
 * statements, and everything that keeps and brings back what they change.
 */

/** A name as a statement writes it; `schema` is null where the default database of the moment counts. */
export type WrittenName = { readonly schema: string | null; readonly name: string };

/** Objects that have a definition and no rows of their own. */
type ProgramKind = "view" | "procedure" | "function" | "trigger" | "event" | "package" | "package-body";

/** Everything in a schema that a statement can make, change or drop. */
export type ObjectKind = ProgramKind | "table" | "sequence";

/** What one clause of ALTER TABLE does, as far as the way back must know. */
export type AlterAction =
  | { readonly kind: "add-column"; readonly column: string }
  | { readonly kind: "drop-column"; readonly column: string }
  /** MODIFY and CHANGE: `column` gets the definition `definition` (its text after the name, without FIRST and AFTER), and the name `to`. */
  | { readonly kind: "modify-column"; readonly column: string; readonly to: string; readonly definition: string }
  | { readonly kind: "rename-column"; readonly column: string; readonly to: string }
  /** ALTER COLUMN … SET DEFAULT, DROP DEFAULT, SET VISIBLE, … : no row changes. */
  | { readonly kind: "alter-column"; readonly column: string }
  | { readonly kind: "convert-charset" }
  | { readonly kind: "rename-table"; readonly to: WrittenName }
  | { readonly kind: "drop-primary-key" }
  | { readonly kind: "add-primary-key"; readonly columns: readonly string[] }
  /** DROP, TRUNCATE, EXCHANGE, IMPORT, DISCARD … PARTITION or TABLESPACE: rows go out of the table, or come in. */
  | { readonly kind: "partition-rows"; readonly exchangedWith: WrittenName | null }
  /** System versioning or periods are added or dropped. */
  | { readonly kind: "versioning" }
  /** Structure only, rows stay: indexes, foreign keys, checks, options, comments, ADD PARTITION, ORDER BY, ENGINE=InnoDB, FORCE, … */
  | { readonly kind: "structure" }
  /** ENGINE = another than InnoDB, and clauses that are not understood. */
  | { readonly kind: "other"; readonly text: string };

export type RowVerb = "insert" | "update" | "delete";

/** One way in which a statement may change one thing. */
export type Touch =
  /** CREATE …; `replaces`: OR REPLACE, so that one of the name may go. A table made by LIKE or SELECT is no different. */
  | {
      readonly kind: "create";
      readonly object: ObjectKind;
      readonly name: WrittenName;
      readonly replaces: boolean;
      readonly temporary: boolean;
    }
  /** DROP …, one touch for each name. */
  | { readonly kind: "drop"; readonly object: ObjectKind; readonly name: WrittenName; readonly temporary: boolean }
  /** ALTER VIEW, PROCEDURE, FUNCTION, EVENT, SEQUENCE. `to`: ALTER EVENT … RENAME TO. */
  | {
      readonly kind: "alter";
      readonly object: Exclude<ObjectKind, "table">;
      readonly name: WrittenName;
      readonly to: WrittenName | null;
    }
  /** ALTER TABLE; also CREATE INDEX and DROP INDEX, as the action `structure`. */
  | { readonly kind: "alter-table"; readonly name: WrittenName; readonly actions: readonly AlterAction[] }
  /** One pair of RENAME TABLE, in order. */
  | { readonly kind: "rename"; readonly from: WrittenName; readonly to: WrittenName }
  | { readonly kind: "truncate"; readonly name: WrittenName }
  /** MariaDB: DELETE HISTORY, past versions of rows. */
  | { readonly kind: "delete-history"; readonly name: WrittenName }
  /**
   * INSERT, REPLACE, UPDATE, DELETE, LOAD DATA, … into a table or view. `columns`: the only columns that are assigned (UPDATE; with
   * `insert` among the verbs those of ON DUPLICATE KEY UPDATE); null where that is not known or does not count. `whole`: an UPDATE or
   * DELETE without WHERE and LIMIT, which reaches every row.
   */
  | {
      readonly kind: "rows";
      readonly name: WrittenName;
      readonly verbs: readonly RowVerb[];
      readonly columns: readonly string[] | null;
      readonly whole: boolean;
    }
  | { readonly kind: "create-schema"; readonly schema: string }
  | { readonly kind: "drop-schema"; readonly schema: string }
  /** ALTER DATABASE; null is the default one. */
  | { readonly kind: "alter-schema"; readonly schema: string | null }
  | { readonly kind: "call"; readonly routine: WrittenName }
  /** A function that is not the server's own is called; if it is a stored one, its body counts. */
  | { readonly kind: "function-call"; readonly routine: WrittenName }
  /** PREPARE: what it holds counts when it is executed. `variable`: FROM @v; `text`: FROM 'literal'. */
  | {
      readonly kind: "prepare";
      readonly statement: string;
      readonly variable: string | null;
      readonly text: string | null;
    }
  /** EXECUTE of a prepared statement. */
  | { readonly kind: "execute"; readonly statement: string }
  /** EXECUTE IMMEDIATE; `expression` is its text. */
  | { readonly kind: "execute-immediate"; readonly expression: string }
  /** SET GLOBAL, SET PERSIST: the variables' names in lower case. */
  | { readonly kind: "global-variable"; readonly variables: readonly string[] }
  /** What cannot be taken back, in words: accounts and grants, INTO OUTFILE, KILL, SHUTDOWN, PURGE, RESET, INSTALL, … */
  | { readonly kind: "irreversible"; readonly what: string }
  /** Not understood: it may change anything. */
  | { readonly kind: "unknown"; readonly why: string };

/** Everything that one statement may change; empty: nothing that outlives the session. */
export type Touches = readonly Touch[];
