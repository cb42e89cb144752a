import type { CircumstanceName } from "./circumstances.ts";

/** What breaks a way back that is too simple, and what of ours holds it. */
export type Group = {
  readonly what: string;
  /** Files of `migrations/cases`, without `.sql`: `cases.test.ts`. */
  readonly cases?: readonly string[];
  /** `circumstances.test.ts`. */
  readonly circumstances?: readonly CircumstanceName[];
  /** Other files of this folder. */
  readonly elsewhere?: readonly string[];
};

export const GROUPS: readonly Group[] = [
  {
    what: "a parent goes or is replaced alone, and children outside refer to it",
    cases: ["drop_parent_and_create_again_unchecked", "drop_database_with_fk_from_outside"],
  },
  {
    what: "others delete a parent while its children are kept",
    circumstances: ["a parent deleted since"],
    elsewhere: ["live.test.ts"],
  },
  { what: "what the server fills new columns with", circumstances: ["columns added that nobody filled"] },
  {
    what: "triggers on tables that are put back, definers that cannot be had again, accounts that may make no triggers",
    cases: ["rename_table_with_triggers", "definers_and_routines"],
    circumstances: ["an account without TRIGGER", "an account without SUPER where the binary log is on"],
  },
  {
    what: "cycles of references, to the table itself, to a key that is not unique, to a key that comes later",
    cases: ["drop_tables", "many_inserts_in_two_tables", "references_to_plain_keys"],
  },
  {
    what: "values and columns that copies lose: invisible, generated, 0 in AUTO_INCREMENT, zero dates, FLOAT, BIT, bad ENUM, rows against their check",
    cases: [
      "odd_values_rewritten",
      "bad_enum_and_zero_dates_rewritten",
      "drop_column",
      "mysql_generated_invisible_key",
      "mariadb_row_against_its_check",
    ],
  },
  {
    what: "past versions of rows, sequences as defaults",
    cases: [
      "mariadb_system_versioning",
      "mariadb_drop_system_versioning",
      "mariadb_delete_history",
      "mariadb_sequences",
      "mariadb_sequences_renamed",
    ],
  },
  { what: "AUTO_INCREMENT far above the largest value", cases: ["auto_increment_value", "truncate"] },
  {
    what: "statements that are text: by data, out of a table, in a loop of a procedure, in one that fails after DDL",
    cases: ["conditional_ddl_by_prepare", "call_loop_of_prepares", "call_signals_after_ddl"],
  },
  {
    what: "statements that fail with a part of their work done",
    cases: ["drop_tables_one_is_missing", "drop_database_that_fails", "insert_that_fails_half_way"],
  },
  {
    what: "other schemas: USE, references, views, triggers; names in the wrong letter case",
    cases: ["use_other_schema", "cross_schema_statements"],
    circumstances: ["names without letter case"],
  },
  {
    what: "rows that go with others, triggers that write elsewhere, REPLACE where deletion has triggers",
    cases: ["cascade_three_levels", "delete_with_trigger_into_two_schemas", "replace_rows"],
  },
  { what: "flyback is killed, and the server goes on with its statement", elsewhere: ["kill.test.ts"] },
  { what: "the server is killed", elsewhere: ["kill.test.ts"] },
  {
    what: "a transaction that stays open holds a table when the way back needs it",
    circumstances: ["a transaction left open before the way back"],
  },
  { what: "others write all the time", elsewhere: ["live.test.ts"] },
  {
    what: "the same table dropped and made again, names that change places, the whole database dropped, or flyback's own",
    cases: ["drop_and_create_again", "rename_swap", "drop_own_database", "drop_control_schema"],
  },
  {
    what: "transactions, locks and session settings of the migration's own",
    cases: ["commit_and_rollback_inside", "autocommit_off", "session_settings", "lock_tables_left"],
  },
  {
    what: "two runs at once, two databases of which the second fails, the session with the lock lost, names of 64 characters",
    cases: ["long_names", "odd_names"],
    circumstances: ["two runs at once", "two databases of which the second fails", "the session with the lock is lost"],
  },
  {
    what: "many keys, no key, a statement larger than the server takes",
    cases: ["many_keys", "no_primary_key"],
    circumstances: ["a statement above max_allowed_packet"],
  },
  {
    what: "views that become invalid, programs of other modes, events switched on, character sets of literals",
    cases: ["views_become_invalid", "drop_programs_and_views", "alter_events_and_views", "convert_charset"],
  },
  { what: "what a dump does not show", cases: ["odd_values_rewritten"], elsewhere: ["self.test.ts"] },
];
