import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { writeReportFile } from "../../src/ci/files.ts";
import { inFolder } from "./run-child.ts";

const MAKE_PIPE = 'mkfifo "$1"';

describe("a report file", () => {
  test("is readable for all, whatever the umask, in folders that are made", async () => {
    await inFolder(async (folder) => {
      const before = process.umask(0o077);
      try {
        const path = await writeReportFile(join(folder, "a/b/c.xml"), "text ü");
        expect(readFileSync(path, "utf8")).toBe("text ü");
        expect(statSync(path).mode & 0o777).toBe(0o644);
      } finally {
        process.umask(before);
      }
    });
  });

  test("replaces an older one as a whole and leaves nothing beside it", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "r.json");
      writeFileSync(path, "old and longer");
      const { ino } = statSync(path);
      await writeReportFile(path, "new");
      expect(readFileSync(path, "utf8")).toBe("new");
      expect(statSync(path).ino).not.toBe(ino);
      expect(readdirSync(folder)).toEqual(["r.json"]);
    });
  });

  test("has an absolute path", async () => {
    await inFolder(async (folder) => {
      const path = relative(process.cwd(), join(folder, "x.md"));
      expect(await writeReportFile(path, "x")).toBe(join(folder, "x.md"));
    });
  });

  test("goes through a link to the file behind it", async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, "real"), "old");
      symlinkSync("real", join(folder, "link"));
      await writeReportFile(join(folder, "link"), "new");
      expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, "real"), "utf8")).toBe("new");
    });
  });

  test("does not replace a device", async () => {
    await writeReportFile("/dev/null", "x");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("goes into a pipe", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "pipe");
      expect(spawnSync("sh", ["-c", MAKE_PIPE, "sh", path]).status).toBe(0);
      const [, read] = await Promise.all([
        writeReportFile(path, "through"),
        import("node:fs/promises").then((fs) => fs.readFile(path, "utf8")),
      ]);
      expect(read).toBe("through");
    });
  });

  test("is refused where a folder stands, and leaves no temporary file", async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, "r.json"));
      await expect(writeReportFile(join(folder, "r.json"), "x")).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
      expect(readdirSync(folder)).toEqual(["r.json"]);
    });
  });

  test.skipIf(process.getuid?.() === 0)("is refused in a folder that is not writable", async () => {
    await inFolder(async (folder) => {
      chmodSync(folder, 0o555);
      await expect(writeReportFile(join(folder, "r.json"), "x")).rejects.toThrow("EACCES");
      chmodSync(folder, 0o755);
    });
  });
});
