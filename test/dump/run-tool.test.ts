import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, it } from "vitest";
import { runTool } from "../../src/dump/run-tool.ts";

const env = { PATH: process.env["PATH"] };
const never = new AbortController().signal;

it("gives the tool's words, and its end", async () => {
  const script = `console.log("out " + process.argv[1]); console.error("err"); process.exitCode = 3`;
  const end = await runTool(process.execPath, ["-e", script, `a "b" $HOME '`], { env, signal: never });
  expect(end).toEqual({ code: 3, signal: null, stdout: `out a "b" $HOME '\n`, stderr: "err\n" });
});

it("keeps the end of words without end", async () => {
  const script = `process.stderr.write("x".repeat(5e6) + "the end")`;
  const { stderr } = await runTool(process.execPath, ["-e", script], { env, signal: never });
  expect(stderr).toMatch(/^x+the end$/);
  expect(stderr.length).toBe(20_000);
});

it("says that a program cannot be run", async () => {
  const end = await runTool("/nonexistent/tool", [], { env, signal: never });
  expect(end).toMatchObject({ code: null, signal: null, stderr: expect.stringContaining("/nonexistent/tool") });
});

it("ends its own tool and no other", async () => {
  const stop = new AbortController();
  const script = `setTimeout(() => undefined, 1_000)`;
  const stopped = runTool(process.execPath, ["-e", script], { env, signal: stop.signal });
  const left = runTool(process.execPath, ["-e", script], { env, signal: never });
  const other = spawn(process.execPath, ["-e", script]);
  const otherEnd = once(other, "exit");
  stop.abort();
  expect(await stopped).toMatchObject({ code: null, signal: "SIGTERM" });
  expect(await left).toMatchObject({ code: 0, signal: null });
  expect(await otherEnd).toEqual([0, null]);
});

it("feeds the tool no faster than it reads", async () => {
  let given = 0;
  const parts = function* (): Generator<Buffer> {
    for (; given < 200; given++) yield Buffer.alloc(1_000_000, "x");
  };
  const script = `
    let read = 0;
    setTimeout(() => process.stdin.on("data", (part) => (read += part.length)).on("end", () => console.log(read)), 500)`;
  const done = runTool(process.execPath, ["-e", script], {
    env,
    signal: never,
    feed: (stdin) => pipeline(Readable.from(parts()), stdin),
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(given).toBeLessThan(100);
  expect(await done).toMatchObject({ code: 0, stdout: "200000000\n" });
});

it("ends a tool whose text breaks off", async () => {
  const feed = async (): Promise<void> => {
    throw new Error("broken");
  };
  const end = await runTool(process.execPath, ["-e", "setTimeout(() => undefined, 60_000)"], {
    env,
    signal: never,
    feed,
  });
  expect(end).toMatchObject({ code: null, signal: "SIGTERM" });
});
