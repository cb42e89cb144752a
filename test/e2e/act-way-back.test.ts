import { expect, it } from "vitest";
import { runAct } from "../support/act.ts";
import { query } from "../support/servers.ts";
import { findAct } from "../support/tools.ts";
import { history } from "./account.ts";
import { GOOD, HEAD, USES, actAccount } from "./act-workflow.ts";
import { describeWith } from "./with-tool.ts";

describeWith(await findAct(process.env), "the action's post step under act", (act, server) => {
  it("takes the run back when a later step fails", async () => {
    const { database, secrets } = await actAccount(server);
    const workflow = `${HEAD}      - id: migrate${USES}          on-job-failure: rollback
      - run: exit 1
`;
    const run = await runAct(act, { workflow, files: GOOD, secrets });
    expect(run.code, run.log).toBe(1);
    expect(run.log).toMatch(/flyback: taking run \S+ back: the job failed\./);
    expect(run.summary).toContain("flyback rollback");
    expect(await query(server, "show tables", database)).toEqual([]);
  });

  it("leaves the run when the job goes well", async () => {
    const { database, secrets } = await actAccount(server);
    const workflow = `${HEAD}      - id: migrate${USES}          on-job-failure: rollback\n`;
    const run = await runAct(act, { workflow, files: GOOD, secrets });
    expect(run.code, run.log).toBe(0);
    expect(run.log).toContain("flyback: nothing to do after the job: the job went well.");
    expect(await history(server, database)).toHaveLength(2);
  });

  it("leaves the run when a later step fails and nobody asked for the way back", async () => {
    const { database, secrets } = await actAccount(server);
    const workflow = `${HEAD}      - id: migrate${USES}      - run: exit 1\n`;
    const run = await runAct(act, { workflow, files: GOOD, secrets });
    expect(run.code, run.log).toBe(1);
    expect(await history(server, database)).toHaveLength(2);
  });
});
