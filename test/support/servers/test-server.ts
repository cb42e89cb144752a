import type { ServerProduct } from "../../../src/throwaway/server-program.ts";

/** A running server as tests see it: plain data, since it goes from vitest's main process to its workers. */
export type TestServer = {
  /** As in FLYBACK_TEST_SERVERS: a recipe's name, or a name of the caller's own. */
  readonly name: string;
  readonly product: ServerProduct;
  /** The bare number, as in "10.11.19". */
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** Null for a server that was running already. */
  readonly socketPath: string | null;
  readonly user: string;
  readonly password: string;
  /** Commands of the clients of the same build, by plain name; empty for a server that was running already. */
  readonly clients: Readonly<Record<string, readonly string[]>>;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly servers: readonly TestServer[];
  }
}
