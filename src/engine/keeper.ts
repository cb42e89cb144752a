/** The way back of one database while its run is under way: begun before the first change, asked before each statement. */
import { failure, MigrationError } from "../core/problem.ts";
import type { WayBackResult } from "../core/result.ts";
import type { ScriptSession, ServerError } from "./ports.ts";
import type { RunTicket } from "./run-ticket.ts";
import type { Done, TouchingStatement, WayBack, WayBackStart } from "./way-back.ts";

/** What is known only once the plan is made. */
type Plan = Pick<WayBackStart, "plan" | "schemasToCreate">;

export type Keeper = {
  readonly wayBack: WayBack;
  /** True once something may have been changed. */
  readonly hasBegun: () => boolean;
  /** Does what must be done before anything is changed, once; whatever begins the run does it first. */
  readonly prepare: () => Promise<void>;
  /** To be called before the run's first change; a script that runs before that begins it by itself. */
  readonly begin: (plan: Plan) => Promise<void>;
  readonly ahead: (scripts: readonly (readonly TouchingStatement[])[]) => Promise<void>;
  readonly before: (statement: TouchingStatement, session: ScriptSession) => Promise<void>;
  readonly after: (statement: TouchingStatement, done: Done | null, session: ScriptSession) => Promise<void>;
  readonly asProblem: (error: unknown) => MigrationError | null;
  readonly sessionEnds: (session: ScriptSession) => Promise<void>;
  readonly sessionReset: () => void;
  readonly finish: () => Promise<WayBackResult>;
  readonly settle: () => Promise<void>;
  readonly goBack: () => Promise<WayBackResult>;
};

export type KeeperPlace = {
  /** Number and name of the database in the run. */
  readonly seq: number;
  readonly name: string;
  readonly onNewerRows: "carry" | "refuse" | "set-aside";
  /** Done before anything is changed. @throws MigrationError if nothing may be */
  readonly prepare: () => Promise<void>;
  /** What is there before the run. */
  readonly start: () => Promise<Pick<WayBackStart, "history" | "rankBefore" | "schemas">>;
  readonly describeError: (error: unknown) => ServerError;
};

/** What could not be kept is not to be run: the error says so, instead of looking like the script's own. */
function asProblem(error: unknown, place: KeeperPlace): unknown {
  if (error instanceof MigrationError) return error;
  const { kind, message, sqlError } = place.describeError(error);
  if (sqlError === undefined && kind !== "lost") return error;
  const code =
    kind === "lost" ? "SERVER_GONE" : kind === "privilege" ? "PRIVILEGE" : kind === "lock-wait" ? "LOCK_WAIT" : "SQL";
  return failure(code, `What is about to change could not be kept: ${message}`, {
    cause: error,
    ...(sqlError === undefined ? {} : { sqlError }),
  });
}

const NO_PLAN: Plan = { plan: [], schemasToCreate: [] };

export function createKeeper(wayBack: WayBack, ticket: RunTicket, place: KeeperPlace): Keeper {
  let begun = false;
  let prepared: Promise<void> | null = null;
  const prepare = (): Promise<void> => (prepared ??= place.prepare());

  async function start(plan: Plan): Promise<void> {
    await prepare();
    const { seq, name } = place;
    const { runId, job, label } = ticket;
    const there = await place.start();
    const coordinator = await ticket.enter(name, wayBack);
    await wayBack.begin({ ...there, ...plan, seq, name, runId, job, label, coordinator });
    begun = true;
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asProblem(error, place);
    }
  }

  return {
    wayBack,
    hasBegun: () => begun,
    prepare,
    begin: (plan) => guarded(() => (begun ? wayBack.extend(plan) : start(plan))),
    ahead: (scripts) =>
      guarded(async () => {
        if (!begun) await start(NO_PLAN);
        await wayBack.ahead(scripts);
      }),
    before: (statement, session) =>
      guarded(async () => {
        if (statement.touches.length === 0) return;
        if (!begun) await start(NO_PLAN);
        await wayBack.before(statement, session);
      }),
    after: async (statement, done, session) => {
      if (begun) await wayBack.after(statement, done, session);
    },
    asProblem: (error) => wayBack.asProblem(error),
    sessionEnds: (session) => wayBack.sessionEnds(session),
    sessionReset: () => wayBack.sessionReset(),
    finish: () => wayBack.finish(),
    settle: () => wayBack.settle(),
    goBack() {
      // A run that failed goes back whatever others wrote: refusing would leave half of it.
      const onNewerRows = place.onNewerRows === "refuse" ? "carry" : place.onNewerRows;
      return wayBack.goBack({ runId: ticket.runId, seq: place.seq }, { onNewerRows, isOwn: true });
    },
  };
}
