/** How the statements of a plan would be undone: they go through the code that keeps, which here only says what it would do. */
import { MigrationError } from "../core/problem.ts";
import type { UndoPlan } from "../core/result.ts";
import { classify } from "../core/sql/classify.ts";
import { DEFAULT_LEXICAL_MODE } from "../core/sql/lexical-mode.ts";
import type { Touch, Touches } from "../core/undo/touch.ts";
import type { Explainer, ExplainStart, TouchingStatement } from "../engine/way-back.ts";
import { noteSchemas } from "./begin-run.ts";
import { createBodies, type Bodies } from "./bodies.ts";
import type { WayBackOptions } from "./desk.ts";
import { applyEffects, changesPrograms, noteTemporary, renamesTemporary } from "./effects.ts";
import { describeNeeds } from "./explain-needs.ts";
import { createForeseen, type Foreseen } from "./foreseen.ts";
import { keep } from "./keeper.ts";
import type { Need } from "./needs.ts";
import { NOTHING_KEPT } from "./own-things.ts";
import { resolveTouches } from "./resolve.ts";
import { foresee, forRows, usedDatabase } from "./run-keeping.ts";
import { settleRenames } from "./settle.ts";
import type { Sql } from "./sql.ts";

type State = Pick<Foreseen, "keeping"> & {
  readonly home: string;
  /** Of new tables, the server's keys of dropped ones with the same names count. */
  readonly hasAltered: true;
  readonly foreseen: Foreseen;
  readonly bodies: Bodies;
  readonly temporary: Set<string>;
  readonly prepared: Map<string, Touches>;
  /** Where the statement is that a prepared one has, if only the session will know it; by lower-case name. */
  readonly late: Map<string, string>;
  current: string | null;
  /** A statement that changes nothing but rows, and needed no copy, with its answer: thousands of INSERTs say one thing. */
  last: { readonly touches: string; readonly plans: readonly UndoPlan[] } | null;
};

/** What the text tells, and words for what only the session will know. */
function readable(state: State, touches: Touches): { readonly known: Touches; readonly late: readonly UndoPlan[] } {
  const known: Touch[] = [];
  const late: UndoPlan[] = [];
  const unread = (where: string): void => {
    const text = `what it changes is known only when it runs (the statement is in ${where}), and is kept then`;
    late.push({ how: "unknown", text, bytes: 0 });
  };
  for (const touch of touches) {
    if (touch.kind === "prepare") notePrepared(state, touch);
    else if (touch.kind === "execute-immediate") unread(touch.expression);
    else if (touch.kind !== "execute") known.push(touch);
    else {
      const where = state.late.get(touch.statement.toLowerCase());
      if (where === undefined) known.push(...(state.prepared.get(touch.statement.toLowerCase()) ?? [touch]));
      else unread(where);
    }
  }
  return { known, late };
}

function notePrepared({ prepared, late }: State, touch: Extract<Touch, { kind: "prepare" }>): void {
  const name = touch.statement.toLowerCase();
  late.delete(name);
  if (touch.variable !== null) late.set(name, `@${touch.variable}`);
  else if (touch.text !== null) prepared.set(name, classify(touch.text, DEFAULT_LEXICAL_MODE));
  else prepared.set(name, [{ kind: "unknown", why: "PREPARE from an expression" }]);
}

async function explainTouches(state: State, known: Touches): Promise<readonly UndoPlan[]> {
  const { keeping, foreseen, bodies, temporary, prepared, current, hasAltered } = state;
  const { world, foreignKeys, isOwnSchema: isOwn } = keeping;
  foreseen.events.clear();
  const scope = {
    world,
    bodies,
    foreignKeys,
    defaultSchema: current,
    temporary,
    renamesTemporary: renamesTemporary(keeping),
    prepared,
    hasAltered,
    isOwn,
  };
  const needs = await resolveTouches(scope, known, current);
  // Whether it is refused or not: the statements behind it are explained as well.
  await keep(
    keeping,
    needs.filter(({ kind }) => kind !== "irreversible"),
  );
  const plans = describeNeeds(foreseen, needs);
  noteAltered(foreseen, needs);
  return plans;
}

function noteAltered(foreseen: Foreseen, needs: readonly Need[]): void {
  for (const need of needs) {
    const entry = need.kind === "alter" ? foreseen.entryOf(need.at) : null;
    if (need.kind === "alter" && entry !== null) foreseen.altered(entry, need.actions);
  }
}

/** What is refused cannot be undone; where the server refuses to say something, nobody knows. */
function asPlan(error: unknown): UndoPlan {
  if (error instanceof MigrationError) {
    const text = (error.problems[0]?.message ?? error.message).replace(/\.$/, "");
    return { how: "cannot", text: text.charAt(0).toLowerCase() + text.slice(1), bytes: 0 };
  }
  const { sqlState, message } = error as { readonly sqlState?: string; readonly message: string };
  if (sqlState === undefined) throw error;
  return { how: "unknown", text: `the server does not tell what it changes: ${message}`, bytes: 0 };
}

async function explain(state: State, { sql, mode, touches }: TouchingStatement): Promise<readonly UndoPlan[]> {
  state.current = usedDatabase(sql) ?? state.current;
  if (touches.length === 0) return [];
  const isRows = touches.every(({ kind }) => kind === "rows");
  const key = isRows ? `${state.current} ${JSON.stringify(touches)}` : "";
  if (isRows && state.last?.touches === key) return state.last.plans;
  const { known, late } = readable(state, touches);
  const plans = [...late, ...(await explainTouches(state, known).catch((error: unknown) => [asPlan(error)]))];
  state.last = isRows && plans.every(({ bytes }) => bytes === 0) ? { touches: key, plans } : null;
  const { keeping, foreseen, bodies, current } = state;
  const lasting = noteTemporary(state, known);
  foreseen.keys.note(sql, known, current);
  applyEffects({ world: keeping.world, home: current, text: { sql, mode } }, lasting);
  await settleRenames(keeping, true);
  if (changesPrograms(known)) bodies.forget();
  return [...new Map(plans.map((plan) => [plan.text, plan])).values()];
}

/** What the script surely changes is kept before it begins. What of it is refused is told with its statement. */
async function scriptBegins(state: State, script: readonly TouchingStatement[]): Promise<void> {
  const { keeping, foreseen } = state;
  state.temporary.clear();
  state.prepared.clear();
  state.late.clear();
  state.current = state.home;
  state.last = null;
  foreseen.events.clear();
  const ahead = async (): Promise<void> => {
    const needs = await foresee(state, keeping.world.fork(), script);
    await keep(keeping, forRows(needs));
  };
  await ahead().catch(asPlan);
  foreseen.ahead.clear();
  for (const [entry, plan] of foreseen.events) if (plan.how === "copy") foreseen.ahead.set(entry, plan);
}

/**
 * @param sql a session as the one that keeps has it
 * @returns answers that know of all statements which were asked about before
 */
export async function createExplainer(
  sql: Sql,
  options: Pick<WayBackOptions, "config" | "product" | "lowerCaseTableNames">,
  start: ExplainStart,
): Promise<Explainer> {
  const foreseen = createForeseen(sql, options, start);
  const { keeping } = foreseen;
  const home = start.history.schema;
  const state: State = {
    keeping,
    foreseen,
    home,
    hasAltered: true,
    bodies: createBodies(keeping.shelf.sql),
    temporary: new Set(),
    prepared: new Map(),
    late: new Map(),
    current: home,
    last: null,
  };
  await noteSchemas(keeping, start.schemasToCreate);
  for (const schema of start.schemasToCreate) keeping.world.addSchema(schema);
  return {
    scriptBegins: (script) => scriptBegins(state, script),
    explain: (statement) => explain(state, statement),
    planned: () => ({
      ...NOTHING_KEPT,
      state: "planned",
      keptObjects: keeping.entries.size,
      snapshotBytes: foreseen.copiedBytes(),
    }),
  };
}
