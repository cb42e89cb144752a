import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ScriptSource } from "../../src/core/migration/resolved-migration.ts";
import type { MigrationError } from "../../src/core/problem.ts";
import { openScript, sha256OfScript } from "../../src/fs/open-script.ts";
import { folder, scan } from "./folder.ts";

const LINE = "INSERT INTO t VALUES ('héllo 世界 😀');\n";

async function sourceOf(content: string | Buffer, encoding = "UTF-8"): Promise<ScriptSource> {
  const { migrations } = await scan(folder({ "db/V1__a.sql": content }), { encoding });
  const source = migrations[0]?.source;
  if (source === undefined) throw new Error("the script was not resolved");
  return source;
}

async function pieces(source: ScriptSource): Promise<readonly string[]> {
  const read: string[] = [];
  for await (const piece of openScript(source)) read.push(piece);
  return read;
}

async function problemOf(work: () => Promise<unknown>): Promise<MigrationError["problems"]> {
  try {
    await work();
  } catch (error) {
    return (error as MigrationError).problems;
  }
  throw new Error("nothing was thrown");
}

describe("opening a script", () => {
  it("gives a small one in one piece, byte order mark included", async () => {
    expect(await pieces(await sourceOf(`\uFEFF${LINE}`))).toEqual([`\uFEFF${LINE}`]);
    expect(await pieces(await sourceOf(""))).toEqual([""]);
  });

  it("gives a large one in pieces of moderate size", async () => {
    const text = LINE.repeat(80_000);
    const read = await pieces(await sourceOf(text));
    expect(read.join("")).toBe(text);
    expect(Math.max(...read.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024);
  });

  it("decodes it as it was resolved", async () => {
    expect(await pieces(await sourceOf(Buffer.from("é", "latin1"), "ISO-8859-1"))).toEqual(["é"]);
  });

  it.each([
    ["small", LINE],
    ["large", LINE.repeat(80_000)],
  ])("notices that a %s one has changed since it was summed up", async (_, text) => {
    const source = await sourceOf(text);
    writeFileSync(source.path, text.replace("INSERT", "DELETE"));
    expect(await problemOf(() => pieces(source))).toMatchObject([
      { code: "FILE_UNREADABLE", message: expect.stringContaining("db/V1__a.sql has changed since this run read it") },
    ]);
  });

  it("does not mind changed line ends, which the checksum does not cover", async () => {
    const source = await sourceOf(LINE);
    writeFileSync(source.path, LINE.replace("\n", "\r\n"));
    expect(await pieces(source)).toEqual([LINE.replace("\n", "\r\n")]);
  });

  it("fails for a file that is gone, and for one that is no text any more", async () => {
    const source = await sourceOf(LINE);
    writeFileSync(source.path, Buffer.from([0x61, 0xff]));
    expect(await problemOf(() => pieces(source))).toMatchObject([{ code: "ENCODING", at: { line: 1 } }]);
    rmSync(source.path);
    expect(await problemOf(() => pieces(source))).toMatchObject([
      { code: "FILE_UNREADABLE", message: "db/V1__a.sql cannot be read: ENOENT: no such file or directory." },
    ]);
    expect(await problemOf(() => sha256OfScript(source))).toMatchObject([{ code: "FILE_UNREADABLE" }]);
  });

  it.each([
    ["small", LINE],
    ["large", LINE.repeat(80_000)],
  ])("sums up the bytes of a %s one with SHA-256", async (_, text) => {
    const source = await sourceOf(text);
    expect(path.basename(source.path)).toBe("V1__a.sql");
    expect(await sha256OfScript(source)).toBe(createHash("sha256").update(text).digest("hex"));
  });
});
