import type { Config, DatabaseConfig } from "../config/config.ts";
import type { Database, Ports, TableName } from "./ports.ts";
import type { Recorder } from "./recorder.ts";
import type { Keeper } from "./keeper.ts";

/** What a command on one database works with. */
export type DatabaseContext = {
  readonly run: Config;
  readonly config: DatabaseConfig;
  readonly ports: Ports;
  readonly database: Database;
  /** Schema and table of the history. */
  readonly table: TableName;
  /** Schemas in Flyway's order, the one with the history included. */
  readonly schemas: readonly string[];
  /** Values of the `flyway:` placeholders, but for the file's name. */
  readonly builtIns: ReadonlyMap<string, string>;
  readonly recorder: Recorder;
  /** Keeps what is changed; null with `snapshot: none`, and for commands that run no scripts. */
  readonly keeper: Keeper | null;
};
