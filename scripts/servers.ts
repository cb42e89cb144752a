import { startThrowawayServer } from "../src/throwaway/start.ts";
import { RECIPE_NAMES, getRecipe, isRecipeName, usualArguments } from "../test/support/servers/recipes.ts";
import type { RecipeName } from "../test/support/servers/recipes.ts";

const USAGE = `Usage:
  npx tsx scripts/servers.ts get NAME...                   download and unpack servers, print their versions and commands
  npx tsx scripts/servers.ts run NAME [SERVER-ARGUMENT...]  start a throw-away server, until Ctrl-C
Names: ${RECIPE_NAMES.join(", ")}`;

/** Prepares or runs the servers that the tests use, for work by hand. */
async function main([command, ...args]: readonly string[]): Promise<void> {
  const [name, ...serverArguments] = args;
  if (command === "get" && args.length > 0 && args.every(isRecipeName)) await get(args);
  else if (command === "run" && name !== undefined && isRecipeName(name)) await run(name, serverArguments);
  else {
    print(USAGE);
    process.exitCode = 2;
  }
}

async function get(names: readonly RecipeName[]): Promise<void> {
  for (const name of names) {
    const startedAt = performance.now();
    const { program, clients } = await getRecipe(name, process.env);
    print(`${name}: ${program.product} ${program.version} (${seconds(startedAt)})`);
    print(`  server ${program.command.join(" ")}`);
    for (const [client, path] of Object.entries(clients)) print(`  ${client} ${path.join(" ")}`);
  }
}

async function run(name: RecipeName, serverArguments: readonly string[]): Promise<void> {
  const { program } = await getRecipe(name, process.env);
  const startedAt = performance.now();
  const extraArguments = [...usualArguments(program), ...serverArguments];
  const server = await startThrowawayServer(program, { env: process.env, extraArguments });
  print(
    `${name}: ${server.product} ${server.version}, ready in ${seconds(startedAt)}, pid ${server.pid}, log ${server.folder}/server.log`,
  );
  print(`mysql://root@127.0.0.1:${server.port}`);
  print(`socket ${server.socketPath}`);
  print("Ctrl-C ends it and removes all it has written.");
  // Nothing else keeps this process alive; the signal ends it, and the server with it.
  setInterval(() => undefined, 3_600_000);
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

// `… run NAME | head -1` closes the pipe while the server is still wanted.
process.stdout.on("error", () => undefined);

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
