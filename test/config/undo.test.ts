import { describe, expect, test } from "vitest";
import { parseByteSize } from "../../src/config/byte-size.ts";
import { config, notices, problems } from "./support.ts";

const GIB = 1024 ** 3;

describe("a size", () => {
  test.each([
    ["0", 0],
    ["1048576", 1_048_576],
    ["512MB", 512 * 1024 ** 2],
    ["1 gib", GIB],
    ["1.5G", 1.5 * GIB],
    ["2tb", 2 * 1024 * GIB],
    ["10 B", 10],
    ["", null],
    ["-1", null],
    ["1 GB or so", null],
    ["1PB", null],
    ["9999999TB", null],
  ] as const)("of %j is %j", (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });
});

describe("the way back", () => {
  test("is there by default", async () => {
    expect((await config({})).undo).toEqual({
      snapshot: "auto",
      onFailure: "rollback",
      onJobFailure: "none",
      onNewerRows: "carry",
      onUnknownStatement: "copy",
      onIrreversible: "refuse",
      snapshotMaxBytes: GIB,
      retentionDays: 7,
      controlSchema: "flyback",
      snapshotSchema: null,
      runId: null,
    });
  });

  test("has no limit of size at 0", async () => {
    expect((await config({ argv: ["--snapshot-max-size=0"] })).undo.snapshotMaxBytes).toBeNull();
  });

  test("refuses what is no size, a name that is too long, and a schema of the server's own", async () => {
    expect(await problems({ argv: ["--snapshot-max-size", "lots"] })).toEqual([
      'CONFIGURATION --snapshot-max-size: "lots" is no size such as 512MB, 20GB or 0.',
    ]);
    expect(await problems({ argv: ["--control-schema", "c".repeat(65)] })).toEqual([
      "CONFIGURATION --control-schema: A schema's name has at most 64 characters.",
    ]);
    expect(await problems({ argv: ["--snapshot-schema", "MySQL"] })).toEqual([
      "CONFIGURATION --snapshot-schema: MySQL is a schema of the server's own.",
    ]);
  });

  test("is none without a snapshot, which is said where it counts", async () => {
    const argv = ["--snapshot", "none"];
    expect((await config({ argv })).undo).toMatchObject({ snapshot: "none", onFailure: "keep" });
    expect(await notices({ argv })).toEqual([
      "--snapshot: Nothing is kept, so a migration that fails stays as far as it came (`on-failure` is keep).",
    ]);
    expect(await notices({ argv: ["info", ...argv] })).toEqual([]);
    expect(await notices({ argv: [...argv, "--on-failure=keep"] })).toEqual([]);
  });

  test.each(["on-failure", "on-job-failure"])("cannot be asked for without a snapshot, as %s", async (name) => {
    expect(await problems({ argv: ["--snapshot=none", `--${name}=rollback`] })).toEqual([
      `CONFIGURATION --${name}: There is no way back without a snapshot, and \`snapshot\` is none.`,
    ]);
  });

  test("of one run is for rollback, commit and discard, and has no dry run", async () => {
    expect((await config({ argv: ["rollback", "--run-id", "r1"] })).undo.runId).toBe("r1");
    expect((await config({ argv: ["commit", "--run-id", "r1"] })).command).toBe("commit");
    expect(await problems({ argv: ["migrate", "--run-id", "r1"] })).toEqual([
      "USAGE --run-id is for rollback, commit and discard.",
    ]);
    expect((await config({ argv: ["discard", "--run-id", "r1"] })).command).toBe("discard");
    expect(await problems({ argv: ["discard"] })).toEqual([
      "USAGE discard drops rows for good, so it must be told of which run: `run-id`, as `flyback snapshots` lists it.",
    ]);
    expect(await problems({ argv: ["rollback", "--dry-run"] })).toEqual([
      "USAGE --dry-run: rollback has no dry run: it would write. `dry-run` is for migrate.",
    ]);
  });
});
