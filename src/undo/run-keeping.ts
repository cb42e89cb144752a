/** One run's keeping in one database, from its first statement to its last. */
import { DEFAULT_LEXICAL_MODE } from "../core/sql/lexical-mode.ts";
import { commitsFirst, staysInTransaction } from "../core/sql/implicit-commit.ts";
import { firstWords, sqlTokens } from "../core/sql/sql-tokens.ts";
import { OWN } from "../core/undo/log-sql.ts";
import type { ScriptSession } from "../engine/ports.ts";
import type { Done, TouchingStatement } from "../engine/way-back.ts";
import type { Bodies } from "./bodies.ts";
import { applyEffects, changesPrograms, isOpaque, isPlainDdl, noteTemporary, renamesTemporary } from "./effects.ts";
import { logAgain } from "./log-again.ts";
import { noteCreated } from "./keep-things.ts";
import { keepBeforeLocks } from "./keep-changes.ts";
import { keep, type Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import type { Need } from "./needs.ts";
import { canBeFenced, putFence, sideNames } from "./fence.ts";
import { createOwnRows, type OwnRows } from "./own-rows.ts";
import { evaluated, type Prepared } from "./prepared.ts";
import { resolveTouches, type Scope } from "./resolve.ts";
import { settleRenames } from "./settle.ts";
import type { World } from "./world.ts";

export type RunKeeping = {
  readonly ahead: (scripts: readonly (readonly TouchingStatement[])[]) => Promise<void>;
  readonly before: (statement: TouchingStatement, session: ScriptSession) => Promise<void>;
  readonly after: (statement: TouchingStatement, done: Done | null, session: ScriptSession) => Promise<void>;
  readonly sessionEnds: (session: ScriptSession) => Promise<void>;
  readonly sessionReset: () => void;
  readonly ownRows: OwnRows;
};

type State = Prepared & {
  readonly keeping: Keeping;
  readonly bodies: Bodies;
  /** The default database of a clean session. */
  readonly home: string;
  readonly temporary: Set<string>;
  current: string | null;
  /** Locks of the script's own. */
  holdsLocks: boolean;
  /** What the log must be looked at for. */
  readonly altered: Need[];
  /** Locks of ours for the statement under way. */
  isFenced: boolean;
  hasAltered: boolean;
  /** What the statement under way needed. */
  needs: readonly Need[];
  readonly ownRows: OwnRows;
  /** The script has begun a transaction by itself. */
  isExplicit: boolean;
};

type ScopeState = Pick<State, "keeping" | "bodies" | "home" | "temporary" | "prepared" | "hasAltered">;

function scopeOf(state: ScopeState, world: World, current: string | null): Scope {
  const { keeping, bodies, temporary, prepared } = state;
  return {
    world,
    bodies,
    foreignKeys: keeping.foreignKeys,
    defaultSchema: current,
    temporary,
    renamesTemporary: renamesTemporary(keeping),
    prepared,
    hasAltered: state.hasAltered,
    isOwn: keeping.isOwnSchema,
  };
}

/** The database that `USE name` selects; null for any other statement. */
export function usedDatabase(sql: string): string | null {
  if (firstWords(sql, DEFAULT_LEXICAL_MODE, 1)[0] !== "USE") return null;
  const [, name] = [...sqlTokens(sql, DEFAULT_LEXICAL_MODE)];
  return name?.text ?? null;
}

/** What one script will surely change, as far as its text alone says. */
export async function foresee(
  state: ScopeState,
  world: World,
  script: readonly TouchingStatement[],
): Promise<readonly Need[]> {
  const needs: Need[] = [];
  let current: string | null = state.home;
  for (const { sql, mode, touches } of script) {
    current = usedDatabase(sql) ?? current;
    if (touches.length === 0) continue;
    needs.push(...(await resolveTouches(scopeOf(state, world, current), touches, current)));
    applyEffects({ world, home: current, text: { sql, mode } }, touches);
  }
  return needs;
}

const isForRows = ({ kind }: Need): boolean => kind === "rows" || kind === "copy" || kind === "cascade";

/**
 * Of what is foreseen, that which must be kept while the script has no transaction open, since it takes triggers: rows that change. The
 * rest waits for its statement. Copies first: a table that has one needs no triggers for its rows.
 */
export function forRows(needs: readonly Need[]): readonly Need[] {
  const isCopy = ({ kind }: Need): boolean => kind === "copy";
  return [...needs.filter(isCopy), ...needs.filter((need) => isForRows(need) && !isCopy(need))];
}

async function ahead(state: State, scripts: readonly (readonly TouchingStatement[])[]): Promise<void> {
  // A script may have left its locks to the end of its session.
  await logAgain(state.keeping, state.altered);
  // Read before the fork it is there for both.
  if (scripts.flat().some(({ touches }) => touches.length > 0)) await state.keeping.world.load(state.home);
  const world = state.keeping.world.fork();
  const created: Need[] = [];
  const [first = [], ...others] = scripts;
  const now = await foresee(state, world, first);
  created.push(...now);
  for (const script of others) created.push(...(await foresee(state, world, script)));
  // What is there now will first be dropped, and kept then: until that it must not be taken for the run's own.
  for (const need of created) {
    if (need.kind === "create-schema") await state.keeping.world.load(need.schema);
    else if ("at" in need) await state.keeping.world.load(need.at.schema);
  }
  await noteCreated(
    state.keeping,
    created.filter((need) => isFree(state, need)),
  );
  // What an earlier statement of the script makes is not there yet, and needs nothing.
  await keep(state.keeping, forRows(now));
  if (first.some(({ sql }) => locksTables(sql))) await keepBeforeLocks(state.keeping, now);
  // What a copy has needs no images. Besides, under LOCK TABLES MariaDB would refuse what their triggers write (1442).
  for (const entry of state.keeping.entries.values())
    if (entry.kept.how === "table" && entry.kept.copy?.ready === true) await state.keeping.means.suspendImages(entry);
}

function isOurs({ keeping }: State, at: QName): boolean {
  return keeping.world.find("table", at.schema, at.name)?.isOurs === true;
}

function isFree({ keeping: { world } }: State, need: Need): boolean {
  if (need.kind === "create-schema") return !world.schemaExists(need.schema);
  return need.kind !== "create" || world.find(need.object, need.at.schema, need.at.name) === null;
}

async function before(state: State, statement: TouchingStatement, session: ScriptSession): Promise<void> {
  state.needs = [];
  state.sent = statement.sql;
  if (statement.touches.length === 0) return;
  const touches = await evaluated(state, statement.touches, session);
  const { keeping, current } = state;
  const needs = await resolveTouches(scopeOf(state, keeping.world, current), touches, current);
  state.needs = needs;
  state.hasAltered ||= needs.some((need) => mayMoveReferences(need) && !("at" in need && isOurs(state, need.at)));
  const commits = commitsFirst(state.sent);
  if (commits) state.ownRows.committed();
  if (needs.length === 0) return;
  // DDL ends the script's transaction before it does anything.
  const isExplicit = state.isExplicit && !commits;
  keeping.script = { session, isExplicit, holdsLocks: state.holdsLocks };
  const isFenced = canBeFenced(statement.sql, touches);
  const earlier = new Set(isFenced ? [...keeping.entries.values()].flatMap(sideNames) : []);
  await keep(keeping, needs);
  keeping.script = null;
  if (needs.some(isForRows)) await keeping.shelf.room.tell(session);
  // LOCK TABLES ends a transaction, as DDL does anyway.
  if (isFenced && !state.holdsLocks && !isExplicit) state.isFenced = await putFence(keeping, needs, session, earlier);
}

async function after(
  state: State,
  statement: TouchingStatement,
  done: Done | null,
  session: ScriptSession,
): Promise<void> {
  const { keeping } = state;
  // `before` is asked only where the statement may change something.
  noteTransaction(state, statement.touches.length === 0 ? statement.sql : state.sent);
  if (!state.holdsLocks) await logAgain(keeping, state.altered);
  if (state.isFenced) {
    state.isFenced = false;
    await session.query("UNLOCK TABLES");
  }
  const used = done === null ? null : usedDatabase(statement.sql);
  if (used !== null) state.current = used;
  // A script that clears it would make its writes look like everybody's.
  if (statement.sql.toLowerCase().includes(OWN)) await session.query(`SET ${OWN} = 1`);
  if (statement.touches.length === 0) return;
  // A routine may have a handler for what the triggers say.
  const mayGoOn = done !== null && statement.touches.some(({ kind }) => kind !== "rows");
  if (mayGoOn && state.needs.some(isForRows)) await keeping.shelf.room.check(session);
  const touches = statement.touches.flatMap((touch) =>
    touch.kind === "execute" ? (state.prepared.get(touch.statement.toLowerCase()) ?? [touch]) : [touch],
  );
  state.ownRows.note({ world: keeping.world, needs: state.needs, touches, affectedRows: done?.affectedRows });
  if (done !== null) {
    const lasting = noteTemporary(state, touches);
    applyEffects({ world: keeping.world, home: state.current, text: statement }, lasting);
  }
  if (state.needs.some(({ kind }) => kind === "rename" || kind === "alter")) {
    await settleRenames(keeping, done !== null && isPlainDdl(touches));
    state.altered.push(...state.needs);
  }
  if (!state.holdsLocks) await logAgain(keeping, state.altered);
  if (state.needs.some((need) => changesForeignKeys(state, need))) keeping.foreignKeys.forget();
  if (changesPrograms(touches)) state.bodies.forget();
  if (!isOpaque(touches) && !touches.some(({ kind }) => kind === "drop-schema")) return;
  for (const schema of keeping.reachable) keeping.world.forget(schema);
  keeping.foreignKeys.forget();
  state.bodies.forget();
  state.current = await session.value("DATABASE()");
}

const locksTables = (sql: string): boolean => firstWords(sql, DEFAULT_LEXICAL_MODE, 1)[0] === "LOCK";

function noteTransaction(state: State, sql: string): void {
  const [first = ""] = firstWords(sql, DEFAULT_LEXICAL_MODE, 1);
  if (first === "LOCK") state.holdsLocks = true;
  if (first === "UNLOCK" || first === "BEGIN" || first === "START") state.holdsLocks = false;
  state.isExplicit = staysInTransaction(state.isExplicit, sql);
}

/** Needs after which tables of before may refer to one that the run has made. */
function mayMoveReferences({ kind }: Need): boolean {
  return kind === "unknown" || kind === "alter" || kind === "drop" || kind === "rename";
}

/** Needs after which a table of before may refer to another than it did, or be called otherwise. */
function changesForeignKeys(state: State, need: Need): boolean {
  if (need.kind === "rename") return true;
  const changes =
    need.kind === "drop" || (need.kind === "alter" && need.actions.some(({ kind }) => kind !== "add-column"));
  return changes && !isOurs(state, need.at);
}

/** @param home the default database of a clean session */
export function createRunKeeping(keeping: Keeping, bodies: Bodies, home: string): RunKeeping {
  const state: State = {
    keeping,
    bodies,
    home,
    temporary: new Set(),
    prepared: new Map(),
    texts: new Map(),
    sent: "",
    current: home,
    isExplicit: false,
    hasAltered: false,
    holdsLocks: false,
    altered: [],
    isFenced: false,
    needs: [],
    ownRows: createOwnRows(),
  };
  return {
    ownRows: state.ownRows,
    async ahead(scripts) {
      // A migration begins, so the one before is committed with its row.
      state.ownRows.committed();
      await ahead(state, scripts);
    },
    before: (statement, session) => before(state, statement, session),
    after: (statement, done, session) => after(state, statement, done, session),
    sessionEnds: (session) => keeping.shelf.room.sessionEnds(session),
    sessionReset() {
      state.temporary.clear();
      state.prepared.clear();
      state.current = home;
      state.isExplicit = false;
      state.holdsLocks = false;
    },
  };
}
