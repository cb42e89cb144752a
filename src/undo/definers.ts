/** Programs that this account could drop, and could not make again. */
import { failure } from "../core/problem.ts";
import type { Entry } from "./kept.ts";
import { tableOf } from "./kept-table.ts";
import type { Means } from "./means.ts";
import type { ProgramDefinition } from "./programs.ts";

/** Whether this account may make a program that acts as `definer`. */
type MayDefine = (definer: string) => Promise<boolean>;

/** What an account may do with programs. */
export type ProgramRights = {
  readonly define: MayDefine;
  /** Whether it may make triggers and functions (else error 1419). MySQL lets it drop them all the same. */
  readonly log: () => Promise<boolean>;
};

/** Each question is asked once. */
export function rightsOf(define: MayDefine, log: ProgramRights["log"]): ProgramRights {
  const known = new Map<string, Promise<boolean>>();
  let logs: Promise<boolean> | null = null;
  return {
    define(definer) {
      const answer = known.get(definer) ?? define(definer);
      known.set(definer, answer);
      return answer;
    },
    log: () => (logs ??= log()),
  };
}

/** @throws MigrationError PRIVILEGE for a program that would be dropped, now or on the way back, and could not be made again */
export async function refuseUnmakeable(may: ProgramRights, programs: readonly ProgramDefinition[]): Promise<void> {
  for (const { kind, schema, name, definer } of programs) {
    if (definer !== null && !(await may.define(definer))) {
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
    if ((kind === "trigger" || kind === "function") && !(await may.log())) {
      throw failure(
        "PRIVILEGE",
        `The ${kind} ${schema}.${name} is there, and this account may make none (the binary log is on): the way back could not make it again.`,
        {
          help:
            "Set log_bin_trust_function_creators on the server, give the account SUPER (on MySQL 8.0 SET_USER_ID), " +
            "or migrate without a way back: `snapshot` none.",
        },
      );
    }
  }
}

/** Rows go back without the table's own triggers, which are made again after that. */
export function guarded(means: Means, may: ProgramRights): Means {
  const check = (entry: Entry): Promise<void> => refuseUnmakeable(may, tableOf(entry).triggers);
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
