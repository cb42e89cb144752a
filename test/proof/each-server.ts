import { afterAll, beforeAll } from "vitest";
import { describeEachRecipe } from "../support/servers.ts";
import { isRecipeName } from "../support/servers/recipes.ts";
import type { RecipeName } from "../support/servers/recipes.ts";
import { startProofServer } from "./server.ts";
import type { ProofServer, ProofServerOptions } from "./server.ts";

/** A describe block for each server of the run, with one of its own that its tests share, empty and kill. */
export function describeEachProofServer(
  title: string,
  options: ProofServerOptions,
  body: (name: RecipeName, server: () => ProofServer) => void,
): void {
  describeEachRecipe(title, ({ name }) => {
    if (!isRecipeName(name)) return;
    let server: ProofServer | null = null;
    beforeAll(async () => {
      server = await startProofServer(name, options);
    });
    afterAll(() => server?.stop());
    body(name, () => {
      if (server === null) throw new Error(`${name} does not run`);
      return server;
    });
  });
}
