import { differenceOf, takeDump } from "../dump.ts";
import type { Dump } from "../dump.ts";
import { lastLines } from "../fail-file.ts";
import type { Ended } from "../flyback.ts";
import { LIMITS } from "../limits.ts";
import { SCHEMAS } from "./model.ts";
import type { Field } from "./ground.ts";

/** A schema, and what is done on it. */
export type Round = {
  readonly base: readonly string[];
  readonly migration: readonly string[];
  /** The migration holds a statement that nobody takes; without one it must go through wherever it does so with nothing kept. */
  readonly fails: boolean;
  readonly versioning: boolean;
  readonly bothSchemas: boolean;
  /** Look whether it comes to the same with nothing kept. */
  readonly comparesAfter: boolean;
};

export type Outcome = {
  /** What is wrong, the sort of it first; empty if nothing is. */
  readonly wrong: readonly string[];
  readonly end: "went back by itself" | "was taken back" | "was refused" | "within a limit";
  /** Known limits in which it differs from before. */
  readonly limits: readonly string[];
};

const REFUSED = /CANNOT_UNDO|SNAPSHOT_TOO_LARGE/;

/** Migrates on the state that is there, and sees to it that it goes back; what the state was is given. */
export async function checkRound(field: Field, round: Round, before: Dump): Promise<Outcome> {
  await field.put(round.migration);
  const migrated = await migrate(field, round);
  const refused = (migrated.code === 3 || migrated.code === 4) && REFUSED.test(migrated.output);
  if (migrated.code !== 0) {
    const failedAlone = !round.fails && !refused;
    const wrong = await checkBack(field, round, { before, ended: migrated, codes: refused ? [3, 4] : [4], partly: 5 });
    if (wrong.wrong.length > 0 || !failedAlone)
      return refused && wrong.wrong.length === 0 ? { ...wrong, end: "was refused" } : wrong;
    const without = await withNothingKept(field, round);
    return without.code === 0
      ? { ...wrong, wrong: [`it goes through only with nothing kept:\n${lastLines(migrated.output)}`] }
      : wrong;
  }
  if (round.fails)
    return {
      wrong: [`it went through with a fault in it:\n${lastLines(migrated.output)}`],
      end: "went back by itself",
      limits: [],
    };
  const after = round.comparesAfter ? await comparable(field) : null;
  const rolled = await field.run("rollback");
  const back = await checkBack(field, round, { before, ended: rolled, codes: [0], partly: 9 });
  if (back.wrong.length > 0 || after === null)
    return { ...back, end: back.end === "within a limit" ? back.end : "was taken back" };
  await withNothingKept(field, round);
  const { text } = differenceOf(await comparable(field), after);
  return {
    wrong: text === "" ? [] : [`what it does is not what it does with nothing kept:\n${text}`],
    end: "was taken back",
    limits: [],
  };
}

function migrate(field: Field, { bothSchemas }: Round, ...args: readonly string[]): Promise<Ended> {
  const schemas = bothSchemas ? ["--schemas", SCHEMAS.join(",")] : [];
  return field.run("migrate", "--baseline-on-migrate", ...schemas, ...args);
}

async function withNothingKept(field: Field, round: Round): Promise<Ended> {
  await field.build(round.base);
  return migrate(field, round, ...field.flyback.withoutSnapshot);
}

function comparable({ server }: Field): Promise<Dump> {
  return takeDump(server, { withoutTimesOf: [`${SCHEMAS[0]}.flyway_schema_history`], withoutOwnTriggers: true });
}

type Way = {
  readonly before: Dump;
  readonly ended: Ended;
  readonly codes: readonly number[];
  /** The code of a run that says that it has not come back all the way. */
  readonly partly: number;
};

async function checkBack(field: Field, { versioning }: Round, { before, ended, codes, partly }: Way): Promise<Outcome> {
  const now = await takeDump(field.server);
  const { text } = differenceOf(before, now);
  const without = (dump: Dump): string => {
    const present = versioning ? LIMITS["past-versions"].without(dump.text) : dump.text;
    return LIMITS["sequence-values"].without(present);
  };
  const limited = text !== "" && without(before) === without(now);
  const wanted = limited ? [...codes, partly] : codes;
  const wrong = [
    ...(ended.code !== null && wanted.includes(ended.code)
      ? []
      : [`it ended with ${String(ended.code)}, not with ${wanted.join(" or ")}:\n${lastLines(ended.output, 25)}`]),
    ...(text === "" || limited ? [] : [`the databases are not as before:\n${text}`]),
    ...(limited ? [] : saidToDiffer(ended)),
    ...(setAside(ended).length > 0 ? [] : await leftOver(field)),
  ];
  const limits = [
    ...(limited ? ["past versions of rows, or numbers of a sequence"] : []),
    ...new Set(setAside(ended).map(({ why }) => `set aside: ${why}`)),
  ];
  return { wrong, end: limits.length > 0 ? "within a limit" : "went back by itself", limits };
}

/** Where it is not known who wrote rows, they are set aside, though here it was the run. */
const UNKNOWN_WRITER = /since no triggers could be made|^the run made this table|^values of the columns that go/;

function setAside({ report }: Ended) {
  return (report?.databases ?? []).flatMap(({ wayBack }) => wayBack?.setAside ?? []);
}

/** Nobody else wrote, so there is nothing to set aside, and nothing may be told to be other than before. */
function saidToDiffer(ended: Ended): string[] {
  return [
    ...setAside(ended)
      .filter(({ why }) => !UNKNOWN_WRITER.test(why))
      .map(({ table, why }) => `rows are set aside, of ${table}: ${why}`),
    ...(ended.report?.databases ?? []).flatMap(({ wayBack }) =>
      (wayBack?.differences ?? []).map((text) => `told as a difference: ${text}`),
    ),
  ];
}

async function leftOver({ server }: Field): Promise<string[]> {
  const names = (await server.rows("SHOW DATABASES LIKE 'flyback%'")).map(([name]) => name ?? "");
  return names.filter((name) => name !== "flyback").map((name) => `left behind: the schema ${name}`);
}
