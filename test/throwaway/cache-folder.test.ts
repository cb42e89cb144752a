import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder, keepUsed, publishFolder, withCacheLock } from "../../src/throwaway/cache-folder.ts";
import { identityState, ownIdentity } from "../../src/throwaway/process-identity.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync("/tmp/fbt-");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** This process's id with another start time: an earlier process of the same id. */
function deadIdentity(): string {
  const [machine = "", pid = ""] = ownIdentity().split("-");
  return `${machine}-${pid}-1`;
}

describe("the cache folder", () => {
  it.each([
    [{ FLYBACK_CACHE: "/a", XDG_CACHE_HOME: "/b", HOME: "/c" }, "/a"],
    [{ FLYBACK_CACHE: "", XDG_CACHE_HOME: "/b", HOME: "/c" }, "/b/flyback"],
    [{ HOME: "/c" }, "/c/.cache/flyback"],
  ])("for %o is %s", (env, expected) => expect(cacheFolder(env)).toBe(expected));
});

describe("an identity", () => {
  it("tells a living process from an earlier one of the same id and from one of another machine", () => {
    expect(identityState(ownIdentity())).toBe("alive");
    expect(identityState(deadIdentity())).toBe("dead");
    expect(identityState(ownIdentity().replace(/^[0-9a-f]{8}/, "00000000"))).toBe("foreign");
  });
});

describe("a published folder", () => {
  it("appears whole, and the first of several stays", async () => {
    const target = join(folder, "x");
    const names = ["a", "b", "c"];
    await Promise.all(
      names.map((name) => publishFolder(target, (temporary) => writeFile(join(temporary, name), name))),
    );
    expect(readdirSync(target)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  it("does not appear when filling it fails", async () => {
    const published = publishFolder(join(folder, "x"), () => Promise.reject(new Error("disk full")));
    await expect(published).rejects.toThrow("disk full");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("clears away what a dead process left half done, and nothing else", async () => {
    const dead = `.new-${deadIdentity()}-abcdef`;
    const alive = `.new-${ownIdentity()}-abcdef`;
    for (const name of [dead, alive]) mkdirSync(join(folder, name));
    await publishFolder(join(folder, "x"), () => Promise.resolve());
    expect(readdirSync(folder).toSorted()).toEqual([alive, "x"]);
  });
});

describe("what has not been used for a month", () => {
  it("goes when a neighbour is used", async () => {
    const day = 86_400;
    const now = Date.now() / 1000;
    for (const [name, ageDays] of Object.entries({ used: 40, recent: 29, old: 31, foreign: 99 })) {
      mkdirSync(join(folder, name));
      utimesSync(join(folder, name), now - ageDays * day, now - ageDays * day);
    }
    await keepUsed(join(folder, "used"), /^(used|recent|old)$/);
    expect(readdirSync(folder).toSorted()).toEqual(["foreign", "recent", "used"]);
  });
});

describe("a lock", () => {
  it("lets one in at a time", async () => {
    let inside = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withCacheLock(join(folder, "x.lock"), work)));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of a dead process is taken over", async () => {
    const lock = join(folder, "x.lock");
    mkdirSync(lock);
    writeFileSync(join(lock, deadIdentity()), "");
    expect(await withCacheLock(lock, () => Promise.resolve("done"))).toBe("done");
    expect(existsSync(lock)).toBe(false);
  });

  it("is free again when the work fails", async () => {
    const lock = join(folder, "x.lock");
    await expect(withCacheLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await withCacheLock(lock, () => Promise.resolve(1))).toBe(1);
  });
});
