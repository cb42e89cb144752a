import { expect, it } from "vitest";
import { cacheFolder } from "../../src/throwaway/cache-folder.ts";
import { runAct } from "../support/act.ts";
import { query } from "../support/servers.ts";
import { findAct } from "../support/tools.ts";
import { history } from "./account.ts";
import { GOOD, HEAD, USES, actAccount } from "./act-workflow.ts";
import { describeWith } from "./with-tool.ts";

describeWith(await findAct(process.env), "the action under act", (act, server) => {
  it("hands its outputs to a later step", async () => {
    const { database, secrets, password } = await actAccount(server);
    const workflow = `${HEAD}      - id: migrate${USES}      - run: |
          echo "version=[\${{ steps.migrate.outputs.schema-version }}] applied=[\${{ steps.migrate.outputs.applied-versions }}]"
          echo "result=[\${{ steps.migrate.outputs.result }}] first=[\${{ fromJSON(steps.migrate.outputs.databases)[0].result }}]"
          test -s "\${{ steps.migrate.outputs.junit-path }}"
`;
    const run = await runAct(act, { workflow, files: GOOD, secrets });
    expect(run.code, run.log).toBe(0);
    expect(run.results).toEqual({ migrate: "success" });
    expect(run.log).toContain("version=[2] applied=[1,2]");
    expect(run.log).toContain("result=[success] first=[success]");
    expect(run.summary).toContain("V2__b.sql");
    expect(run.log).not.toContain(password);
    expect(await history(server, database)).toHaveLength(2);
  });

  it("fails the job, and later steps can tell what happened", async () => {
    const { database, secrets, password } = await actAccount(server);
    const workflow = `${HEAD}      - id: migrate${USES}      - run: echo "reached $((40 + 2))"
      - if: failure()
        run: |
          echo "failed=[\${{ steps.migrate.outputs.failed-file }}:\${{ steps.migrate.outputs.failed-line }}] code=[\${{ steps.migrate.outputs.exit-code }}]"
          echo "outcome=[\${{ steps.migrate.outcome }}]"
`;
    const files = { ...GOOD, "db/migration/V3__bad.sql": "CREATE TABLE b (id INT);\nDROP TABLE nowhere;\n" };
    const run = await runAct(act, { workflow, files, secrets });
    expect(run.code, run.log).toBe(1);
    expect(run.results).toEqual({ migrate: "failure" });
    expect(run.log).toContain("failed=[db/migration/V3__bad.sql:2] code=[4]");
    expect(run.log).toContain("outcome=[failure]");
    expect(run.log).toMatch(/::error .*file=db\/migration\/V3__bad\.sql,line=2/);
    expect(run.log).not.toContain("reached 42");
    expect(await query(server, "show tables", database)).toEqual([]);
    expect(run.log).not.toContain(password);
  });

  it("starts a server of its own", async () => {
    const workflow = `${HEAD}      - id: migrate
        uses: ./
        with:
          url: "throwaway:"
          database: shop
          locations: db/migration
      - run: echo "result=[\${{ steps.migrate.outputs.result }}]"
`;
    const run = await runAct(act, {
      workflow,
      files: GOOD,
      secrets: {},
      env: { FLYBACK_CACHE: cacheFolder(process.env) },
    });
    expect(run.code, run.log).toBe(0);
    expect(run.log).toContain("result=[success]");
  });
});
