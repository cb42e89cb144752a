import { afterEach, expect, it } from "vitest";
import { describeEachServer } from "../support/servers.ts";
import { openWayBackStage, problemsOf, type WayBackStage } from "../support/way-back-stage.ts";

const FAULT = "select no_such_function_of_ours();";

describeEachServer("a way back", (server) => {
  const isMariaDb = server.product === "mariadb";
  let stage: WayBackStage | null = null;

  const open = async (base: string): Promise<WayBackStage> => (stage = await openWayBackStage(server, base));

  afterEach(() => stage?.drop());

  it.runIf(isMariaDb)("cannot bring past versions of rows back: DELETE HISTORY is refused", async () => {
    const { migrate, values } = await open(
      "create table t (id int primary key, v int) with system versioning; insert into t values (1, 1); update t set v = 2",
    );
    expect(problemsOf(await migrate("delete history from t;", "--on-irreversible", "allow"))).toEqual([
      "CANNOT_UNDO The statement drops past versions of rows, and nothing could put these back.",
    ]);
    const own = "create table own (id int primary key, v int) with system versioning; delete history from own;";
    expect((await migrate(own)).result.exitCode).toBe(0);
    expect(await values("select count(*) from t for system_time all")).toEqual([2]);
  });

  it("follows RENAME TABLE to what it means beside a temporary table", async () => {
    const { migrate, values } = await open("create table t (id int primary key); insert into t values (1)");
    const sql = `create temporary table t (x int);\nrename table t to u;\ndrop temporary table ${isMariaDb ? "u" : "t"};`;
    expect((await migrate(`${sql}\n${FAULT}`)).result.exitCode).toBe(4);
    expect(await values("select id from t")).toEqual([1]);
    expect(await values("show tables")).toEqual(["t"]);
  });
});
