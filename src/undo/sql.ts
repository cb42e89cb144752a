/** The way back talks to a server through this and nothing else: the sessions behind it are src/mysql's. */

/** A row of a result set; values come as text, numbers or null. */
export type Row = Readonly<Record<string, string | number | null>>;

/** One session on a server. */
export type Sql = {
  /** The server's connection id. */
  readonly id: number;
  /** Runs one statement; its rows, none for a statement without a result set. @throws the driver's error */
  readonly query: (sql: string) => Promise<readonly Row[]>;
};
