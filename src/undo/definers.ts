/** Programs that act as another account can be made again only by an account that may name it. */
import { failure } from "../core/problem.ts";
import type { Entry } from "./kept.ts";
import { tableOf } from "./kept-table.ts";
import type { Means } from "./means.ts";
import type { ProgramDefinition } from "./programs.ts";

/** Whether this account may make a program that acts as `definer`. */
export type MayDefine = (definer: string) => Promise<boolean>;

/** The same, asked once for each. */
export function remembered(ask: MayDefine): MayDefine {
  const known = new Map<string, Promise<boolean>>();
  return (definer) => {
    const answer = known.get(definer) ?? ask(definer);
    known.set(definer, answer);
    return answer;
  };
}

/** @throws MigrationError PRIVILEGE for a program that would be dropped, now or on the way back, and could not be made again */
export async function refuseForeign(mayDefine: MayDefine, programs: readonly ProgramDefinition[]): Promise<void> {
  for (const { kind, schema, name, definer } of programs) {
    if (definer === null || (await mayDefine(definer))) continue;
    throw failure(
      "PRIVILEGE",
      `The ${kind} ${schema}.${name} acts as ${definer}, and this account may not make it again, which the way back would have to.`,
      {
        help:
          "Grant the account the privilege (SET USER on MariaDB, SET_ANY_DEFINER on MySQL, before 8.2 SET_USER_ID), let the program act as this account, " +
          "or migrate without a way back: `snapshot` none.",
      },
    );
  }
}

/** Rows go back without the table's own triggers, which are made again after that. */
export function guarded(means: Means, mayDefine: MayDefine): Means {
  const check = (entry: Entry): Promise<void> => refuseForeign(mayDefine, tableOf(entry).triggers);
  return {
    ...means,
    async copy(entry) {
      await check(entry);
      await means.copy(entry);
    },
    async columns(entry, lost) {
      await check(entry);
      await means.columns(entry, lost);
    },
    async rows(entry) {
      await check(entry);
      await means.rows(entry);
    },
    async move(entry) {
      await check(entry);
      await means.move(entry);
    },
  };
}
