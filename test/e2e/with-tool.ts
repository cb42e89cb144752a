import { describe, it } from "vitest";
import { servers } from "../support/servers.ts";
import type { TestServer } from "../support/servers.ts";
import type { Tool } from "../support/tools.ts";

/**
 * A group of tests that need a program beside the bundle; they run on the first server of the run. Without the program or a server
 * the group is skipped, and its title says why.
 */
export function describeWith(
  tool: Tool,
  title: string,
  body: (command: readonly string[], server: TestServer) => void,
): void {
  const [server] = servers();
  if (tool.found && server !== undefined) {
    describe(`${title} (${server.name})`, () => body(tool.command, server));
    return;
  }
  const reason = tool.found ? "no server: see FLYBACK_TEST_SERVERS" : tool.reason;
  describe.skip(`${title} (skipped: ${reason})`, () => {
    it.todo("needs it");
  });
}
