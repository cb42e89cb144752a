import { once } from "node:events";
import { chmodSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findFiles, type FindRequest, type FoundFiles } from "../../src/fs/find-files.ts";
import { folder } from "./folder.ts";

function find(root: string, locations: readonly string[], more: Partial<FindRequest> = {}): FoundFiles {
  return findFiles({ locations, workingDirectory: root, failOnMissing: false, suffixes: [".sql"], ...more });
}

const scripts = (found: FoundFiles): readonly string[] => found.files.map(({ script }) => script);
const messages = ({ notices, problems }: FoundFiles): readonly string[] => [
  ...notices.map(({ level, message }) => `${level}: ${message}`),
  ...problems.map(({ code, message }) => `${code}: ${message}`),
];

describe("finding files", () => {
  it("goes through all sub-folders, in the order of UTF-16", () => {
    const root = folder({ "db/b.sql": "", "db/B.sql": "", "db/a/z.sql": "", "db/10.sql": "", "db/9.sql": "" });
    expect(scripts(find(root, ["db"]))).toEqual(["10.sql", "9.sql", "B.sql", "a/z.sql", "b.sql"]);
  });

  it("knows the path to open, the path to show and the path below the location", () => {
    const root = folder({ "db/sub/V1__x.sql": "" });
    expect(find(root, ["filesystem:./db/"]).files).toEqual([
      {
        path: path.join(root, "db/sub/V1__x.sql"),
        shownPath: "db/sub/V1__x.sql",
        script: "sub/V1__x.sql",
        name: "V1__x.sql",
      },
    ]);
  });

  it("shows an absolute path for what lies outside the working directory", () => {
    const root = folder({ "db/V1__x.sql": "", "work/other.sql": "" });
    const found = find(path.join(root, "work"), ["../db", "."]);
    expect(found.files.map(({ shownPath }) => shownPath)).toEqual(["other.sql", `${root}/db/V1__x.sql`]);
  });

  it("skips hidden folders and takes hidden files", () => {
    const root = folder({ "db/.git/V1__x.sql": "", "db/.V2__h.sql": "", "db/V3__y.sql": "" });
    expect(scripts(find(root, ["db"]))).toEqual([".V2__h.sql", "V3__y.sql"]);
  });

  it("searches a location that is itself hidden", () => {
    expect(scripts(find(folder({ ".db/V1__x.sql": "" }), [".db"]))).toEqual(["V1__x.sql"]);
  });

  it("follows links to files and folders", () => {
    const root = folder({ "db/V1__x.sql": "", "elsewhere/V2__y.sql": "" });
    symlinkSync(path.join(root, "elsewhere"), path.join(root, "db/linked"));
    symlinkSync(path.join(root, "elsewhere/V2__y.sql"), path.join(root, "db/V3__z.sql"));
    expect(scripts(find(root, ["db"]))).toEqual(["V1__x.sql", "V3__z.sql", "linked/V2__y.sql"]);
  });

  it("does not run in circles", () => {
    const root = folder({ "db/a/V1__x.sql": "" });
    symlinkSync(path.join(root, "db"), path.join(root, "db/a/up"));
    const found = find(root, ["db"]);
    expect(scripts(found)).toEqual(["a/V1__x.sql"]);
    expect(messages(found)).toEqual([
      "warning: The link db/a/up leads to a folder that it lies in; it was not followed.",
    ]);
  });

  it("reads a folder as Kubernetes mounts it, each file once", () => {
    const root = folder({ "db/..2026_01_01/V1__x.sql": "" });
    symlinkSync("..2026_01_01", path.join(root, "db/..data"));
    symlinkSync("..data/V1__x.sql", path.join(root, "db/V1__x.sql"));
    expect(scripts(find(root, ["db"]))).toEqual(["V1__x.sql"]);
  });

  it("tells of links that lead nowhere, but not of an editor's lock", () => {
    const root = folder({ "db/V1__x.sql": "" });
    symlinkSync("gone.sql", path.join(root, "db/V2__y.sql"));
    symlinkSync("me@host.123", path.join(root, "db/.#V1__x.sql"));
    expect(messages(find(root, ["db"]))).toEqual([
      "FILE_UNREADABLE: db/V2__y.sql cannot be read: ENOENT: no such file or directory.",
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("tells of a folder that it may not read", () => {
    const root = folder({ "db/closed/V1__x.sql": "" });
    chmodSync(path.join(root, "db/closed"), 0o000);
    const found = find(root, ["db"]);
    chmodSync(path.join(root, "db/closed"), 0o700);
    expect(messages(found)).toEqual(["FILE_UNREADABLE: db/closed cannot be read: EACCES: permission denied."]);
  });

  it.skipIf(process.platform === "win32")("tells of a socket that is named like a script", async () => {
    const root = folder({ "db/V1__x.sql": "" });
    for (const name of ["V2__y.SQL", "socket"]) {
      const server = createServer().listen(path.join(root, "db", name));
      onTestFinished(() => void server.close());
      await once(server, "listening");
    }
    expect(messages(find(root, ["db"]))).toEqual([
      "FILE_UNREADABLE: db/V2__y.SQL cannot be read: it is not a regular file.",
    ]);
  });
});

describe("locations", () => {
  it("are sorted by their text, and dropped where listed twice or within another", () => {
    const root = folder({ "a/V1.sql": "", "a/sub/V2.sql": "", "a-b/V3.sql": "" });
    const found = find(root, ["filesystem:a/sub", "a-b", "./a", "a"]);
    expect(scripts(found)).toEqual(["V1.sql", "sub/V2.sql", "V3.sql"]);
    expect(messages(found)).toEqual([
      'warning: The location "a" is left out: it is the same folder as "./a".',
      'warning: The location "filesystem:a/sub" is left out: it lies within "./a".',
    ]);
  });

  it("that are no folders of this machine are a problem", () => {
    const root = folder({ "db/V1.sql": "" });
    expect(messages(find(root, ["classpath:db", "db"]))).toEqual([
      'CONFIGURATION: The location "classpath:db" is not in the file system; flyback reads folders only.',
    ]);
  });

  it("that are missing are a warning while another one is there", () => {
    const root = folder({ "db/V1.sql": "", file: "" });
    const found = find(root, ["db", "file", "gone"]);
    expect(scripts(found)).toEqual(["V1.sql"]);
    expect(messages(found)).toEqual([
      `warning: The location "file" is not a folder (looked for ${root}/file).`,
      `warning: The location "gone" does not exist (looked for ${root}/gone).`,
    ]);
  });

  it.each([
    ["with failOnMissing", ["db", "gone"], true],
    ["where all are", ["gone", "lost"], false],
    ["where a pattern fits nothing and there is no other", ["*/nothing"], false],
  ])("that are missing are a problem %s", (_, locations, failOnMissing) => {
    const found = find(folder({ "db/V1.sql": "" }), locations, { failOnMissing });
    expect(new Set(found.problems.map(({ code }) => code))).toEqual(new Set(["LOCATION_NOT_FOUND"]));
  });

  it("may be patterns: the script is the path below what the whole pattern matched", () => {
    const root = folder({ "mod/a/db/V1__x.sql": "", "mod/b/db/sub/V2__y.sql": "", "mod/b/other/V3__z.sql": "" });
    const found = find(root, ["filesystem:mod/*/db"]);
    expect(found.files.map(({ shownPath, script }) => [shownPath, script])).toEqual([
      ["mod/a/db/V1__x.sql", "V1__x.sql"],
      ["mod/b/db/sub/V2__y.sql", "sub/V2__y.sql"],
    ]);
    expect(messages(found)).toEqual([]);
  });

  it("may be patterns from the working directory or the root on", () => {
    const root = folder({ "a/db/V1__x.sql": "" });
    expect(scripts(find(root, ["*/db"]))).toEqual(["V1__x.sql"]);
    expect(scripts(find("/", [`${root}/**/db`]))).toEqual(["V1__x.sql"]);
  });
});
