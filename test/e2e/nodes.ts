/** A Node to run the bundle with. */
export type NodeProgram = { readonly name: string; readonly path: string };

/**
 * The Nodes of FLYBACK_TEST_NODES, such as `20=/opt/node20/bin/node,24=/opt/node24/bin/node`; without it the one that runs the tests.
 * Throws on what it cannot read.
 */
export function testNodes(text: string | undefined): readonly NodeProgram[] {
  if (text === undefined || text.trim() === "") return [{ name: process.versions.node, path: process.execPath }];
  return text.split(",").map((entry) => {
    const [, name, path] = /^\s*([^=]+)=(.+?)\s*$/.exec(entry) ?? [];
    if (name === undefined || path === undefined) throw new Error(`FLYBACK_TEST_NODES: "${entry}" is not NAME=PATH`);
    return { name, path };
  });
}
