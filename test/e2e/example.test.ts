import { randomBytes } from "node:crypto";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT, copyDist, runBundle, runProgram, urlOf } from "../support/run-bundle.ts";
import type { Ended } from "../support/run-bundle.ts";
import { describeEachServer, dropDatabase, query } from "../support/servers.ts";
import type { TestServer } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { history } from "./account.ts";

type Example = {
  readonly registry: string;
  readonly visits: string;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
};

/** migrations/ in a folder of its own, for two databases that nobody else uses and that do not exist yet. */
async function example(server: TestServer): Promise<Example> {
  const cwd = await tempFolder();
  await cp(join(ROOT, "migrations"), join(cwd, "migrations"), { recursive: true });
  const suffix = randomBytes(5).toString("hex");
  const [registry, visits] = [`registry_${suffix}`, `visits_${suffix}`];
  onTestFinished(async () => {
    for (const database of [registry, visits]) await dropDatabase(server, database);
  });
  const env = {
    FLYBACK_CONFIG_FILE: "migrations/flyback.yml",
    FLYBACK_REGISTRY_URL: urlOf(server, registry),
    FLYBACK_VISITS_URL: urlOf(server, visits),
    FLYBACK_PLACEHOLDERS_REGISTRY_DATABASE: registry,
  };
  return { registry, visits, run: (...args) => runBundle({ cwd, env, args }) };
}

describeEachServer("the example migrations", (server) => {
  it("build both databases, and a second run has nothing to do", async () => {
    const { registry, visits, run } = await example(server);
    const plan = await run("migrate", "--dry-run");
    expect(plan.code, plan.stdout).toBe(0);
    expect(plan.stdout).toContain(`JOIN ${registry}.patients`);
    expect(await query(server, `show databases like '${registry}'`)).toEqual([]);
    const done = await run("migrate");
    expect(done.code, done.stdout).toBe(0);
    expect(done.stdout).toContain("16 migrations applied to 2 databases");
    for (const database of [registry, visits]) {
      const rows = await history(server, database);
      expect(rows).toHaveLength(8);
      expect(rows.every(({ success }) => success === 1)).toBe(true);
    }
    const again = await run("migrate");
    expect(again.code, again.stdout).toBe(0);
    expect(again.stdout).toContain("nothing to do");
    for (const command of ["validate", "info"]) expect((await run(command)).code).toBe(0);
  });

  it("do what they are for, also with rows that were there before", async () => {
    const { registry, visits, run } = await example(server);
    expect((await run("migrate", "--target", "2.1")).code).toBe(0);
    await query(
      server,
      `insert into patients (public_id, family_name, given_name, birth_date, phone)
         values (uuid(), 'Ó Briain', 'Áine', '1980-01-02', '+44 (0)20 7946-0958'), (uuid(), 'Doe', 'Jo', '1990-05-06', null);
       insert into practitioners (license_number, family_name, given_name, email) values ('X1', 'Roe', 'Sam', 's@example.org');
       insert into practitioner_specialties values (1, 'audiology')`,
      registry,
    );
    const rest = await run("migrate");
    expect(rest.code, rest.stdout).toBe(0);
    expect(await query(server, "select phone from patients order by id", registry)).toMatchObject([
      { phone: "+4402079460958" },
      { phone: null },
    ]);
    const specialties = await query(server, "select specialties from practitioner_directory", registry);
    expect(specialties).toMatchObject([{ specialties: "Hearing and balance; Ménière's disease" }]);
    await query(server, "update patients set phone = '+441' where id = 2; call merge_patients(2, 1)", registry);
    expect(
      await query(server, "select new_phone from patient_changes order by id desc limit 1", registry),
    ).toMatchObject([{ new_phone: "+441" }]);
    await query(
      server,
      `insert into appointments (patient_id, practitioner_id, facility_id, starts_at, ends_at)
         values (1, 1, 1, '2026-01-01 10:00', '2026-01-01 10:20')`,
      visits,
    );
    expect(await query(server, "select patient, facility from appointment_schedule", visits)).toMatchObject([
      { patient: "Áine Ó Briain", facility: "Video and phone" },
    ]);
    await query(server, "call mark_missed_appointments()", visits);
    await expect(query(server, "update appointments set status_code = 'booked'", visits)).rejects.toThrow(/final/);
  });
});

describe("the demo", () => {
  it("runs without packages, whatever CI variables are set, and says where the reports are", async () => {
    const cwd = await tempFolder();
    for (const part of ["scripts/demo.mjs", "migrations"]) {
      await cp(join(ROOT, part), join(cwd, part), { recursive: true });
    }
    await copyDist(cwd);
    const env = { CI: "true", GITHUB_ACTIONS: "true", FLYBACK_URL: "mysql://nowhere.invalid/x" };
    const run = await runProgram([process.execPath, "scripts/demo.mjs"], { cwd, env });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toContain("16 migrations applied to 2 databases");
    const report = /^ {2}(\S+report\.md) /m.exec(run.stdout)?.[1] ?? "";
    const shown = await runProgram(["cat", report], { cwd });
    expect(shown.stdout).toContain("V3__appointment_status_changes.sql");
    await runProgram(["rm", "-r", join(report, "..")], { cwd });
  });
});
