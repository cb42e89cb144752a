/** Reading a script: file → placeholders → statements, in pieces, so that no file is ever held as a whole. */
import type { PlaceholderConfig } from "../config/config.ts";
import type { ScriptSource } from "../core/migration/resolved-migration.ts";
import { failure, MigrationError } from "../core/problem.ts";
import { createPlaceholderReplacer, type PlaceholderReplacer, type TextSegment } from "../core/sql/placeholders.ts";
import { classify } from "../core/sql/classify.ts";
import { staysInTransaction } from "../core/sql/implicit-commit.ts";
import { sessionEffect, type SessionEffect } from "../core/sql/session-effect.ts";
import type { LexicalMode } from "../core/sql/lexical-mode.ts";
import { createSplitter, type Statement } from "../core/sql/splitter.ts";
import { modeOf, sqlModeAfter, sqlModeState } from "../core/sql/sql-mode.ts";
import type { SqlProblem } from "../core/sql/sql-problem.ts";
import { writtenRowChanges } from "../core/sql/written-statements.ts";
import type { Touches } from "../core/undo/touch.ts";
import type { DatabaseContext } from "./context.ts";
import type { TouchingStatement } from "./way-back.ts";

/** Scripts up to this size (bytes) are kept as statements between the check and the run; larger ones are read twice. */
const KEEP_BYTES = 1024 * 1024;

/** A statement with what it may leave behind in its session. */
export type ScriptStatement = {
  readonly statement: Statement;
  readonly effect: SessionEffect;
  /** How the session reads its text. */
  readonly mode: LexicalMode;
  /** What it may change; empty where nothing is kept. */
  readonly touches: Touches;
  /** Changes of rows that it puts into variables as text. */
  readonly written: readonly TouchingStatement[];
};

/** The statements of a script, one after the other. */
export type StatementReader = {
  /** @throws MigrationError UNTERMINATED_…, UNKNOWN_PLACEHOLDER, ENCODING, FILE_UNREADABLE with the place */
  readonly next: () => Promise<ScriptStatement | null>;
  /** Tells the session's sql_mode for the text that follows. */
  readonly setSqlMode: (sqlMode: string) => void;
  /** Closes the file; must be called when reading ends early. */
  readonly close: () => Promise<void>;
};

/** What a first look at a script tells; nothing has been sent then. */
export type CheckedScript = {
  /** How many statements it has; null if that depends on an sql_mode that only the server knows. */
  readonly total: number | null;
  /** The statements of a small script. */
  readonly kept: readonly ScriptStatement[] | null;
  /** What the script will change as far as its text alone says; those of a large one are told once for each kind of change. */
  readonly foreseen: readonly TouchingStatement[];
};

/** Values for a script: the user's, the built-in ones, and the script's file name. */
function placeholderValues(
  ctx: DatabaseContext,
  config: PlaceholderConfig,
  source: ScriptSource,
): ReadonlyMap<string, string> {
  const fileName = source.shownPath.slice(source.shownPath.lastIndexOf("/") + 1);
  return new Map([...config.values, ...ctx.builtIns, [`flyway${config.separator}filename`, fileName]]);
}

function replacerFor(ctx: DatabaseContext, source: ScriptSource): PlaceholderReplacer | null {
  const config = ctx.config.files.placeholders;
  if (!(source.config.placeholderReplacement ?? config.replacement)) return null;
  return createPlaceholderReplacer({
    prefix: config.prefix,
    suffix: config.suffix,
    values: placeholderValues(ctx, config, source),
  });
}

function asError(source: ScriptSource, problem: SqlProblem): MigrationError {
  return failure(problem.code, problem.message, {
    at: { file: source.shownPath, line: problem.line, column: problem.column },
  });
}

/** `10.11.6-MariaDB` as version comments write it: 101106. */
function versionOf(text: string): { readonly version?: number } {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? {} : { version: Number(major) * 10_000 + Number(minor) * 100 + Number(patch) };
}

/** @param classifies whether it shall be told what the statements may change */
export function readScript(
  ctx: DatabaseContext,
  source: ScriptSource,
  classifies: boolean = ctx.keeper !== null,
): StatementReader {
  const { server } = ctx.database;
  let mode = modeOf(server.scriptSqlMode);
  const splitter = createSplitter({
    product: server.product === "MariaDB" ? "mariadb" : "mysql",
    mode,
    ...versionOf(server.version),
  });
  const replacer = replacerFor(ctx, source);
  const chunks = ctx.ports.files.open(source)[Symbol.asyncIterator]();
  let broken: SqlProblem | null = null;

  function push(segments: readonly TextSegment[]): void {
    for (const { text, source: written } of segments) splitter.push(text, written);
  }

  /** Reads one more piece of the file. */
  async function feed(): Promise<void> {
    const chunk = await chunks.next();
    if (replacer === null) {
      if (chunk.done === true) splitter.finish();
      else splitter.push(chunk.value);
      return;
    }
    const step = chunk.done === true ? replacer.finish() : replacer.push(chunk.value);
    push(step.segments);
    broken = step.problem;
    if (chunk.done === true) splitter.finish();
  }

  async function next(): Promise<ScriptStatement | null> {
    for (;;) {
      const step = splitter.next();
      if (step.kind === "statement") {
        const { sql } = step.statement;
        const touches = classifies ? classify(sql, mode) : [];
        const written = classifies ? writtenRowChanges(sql, mode) : [];
        return { statement: step.statement, effect: sessionEffect(sql, mode), mode, touches, written };
      }
      if (step.kind === "problem") throw asError(source, step.problem);
      if (broken !== null) throw asError(source, broken);
      if (step.kind === "end") return null;
      await feed();
    }
  }

  return {
    next,
    setSqlMode(sqlMode) {
      mode = modeOf(sqlMode);
      splitter.setMode(mode);
    },
    close: async () => void (await chunks.return?.()),
  };
}

/**
 * Reads a script to its end before any of it is sent, as Flyway parses it first: a script that cannot be parsed or lacks a
 * placeholder then leaves nothing behind.
 *
 * @throws MigrationError as `readScript`
 */
export async function checkScript(
  ctx: DatabaseContext,
  source: ScriptSource,
  classifies?: boolean,
): Promise<CheckedScript> {
  const reader = readScript(ctx, source, classifies);
  try {
    return await readToEnd(reader, ctx.database.server.scriptSqlMode, source.size <= KEEP_BYTES);
  } finally {
    await reader.close();
  }
}

/** Gathers what a script will change, as it is read. */
type Foresight = {
  readonly note: (statement: ScriptStatement, number: number) => void;
  readonly all: () => readonly TouchingStatement[];
};

function createForesight(): Foresight {
  const found = new Map<string, TouchingStatement>();
  let inTransaction = false;
  return {
    note({ statement: { sql }, effect, mode, touches, written }, number) {
      // Inside the script's own transaction it would be too late to begin keeping what a prepared statement changes.
      inTransaction = staysInTransaction(inTransaction, sql);
      if (inTransaction) for (const one of written) found.set(JSON.stringify(one.touches), one);
      // Names mean other things after USE, and under LOCK TABLES nothing more can be read.
      if (touches.length === 0 && !effect.has("database") && !effect.has("lock")) return;
      // Thousands of INSERTs into one table say one thing; the order of what differs counts.
      const isRows = touches.length > 0 && touches.every(({ kind }) => kind === "rows");
      const key = isRows ? JSON.stringify(touches) : String(number);
      if (!found.has(key)) found.set(key, { sql, mode, touches });
    },
    all: () => [...found.values()],
  };
}

async function readToEnd(reader: StatementReader, sqlMode: string, keepAll: boolean): Promise<CheckedScript> {
  const kept: ScriptStatement[] = [];
  const foresight = createForesight();
  let mode = sqlModeState(sqlMode);
  let modeSet = false;
  for (let total = 0; ; total += 1) {
    // Once the mode cannot be told from the text, quotes may be read wrongly: the run, which asks the server, decides then.
    if (mode.modes === null) {
      await foreseeRest(reader, foresight, total);
      return { total: null, kept: null, foreseen: foresight.all() };
    }
    const next = await reader.next();
    if (next === null) return { total, kept: keepAll && !modeSet ? kept : null, foreseen: foresight.all() };
    if (keepAll) kept.push(next);
    const { effect, statement } = next;
    foresight.note(next, total);
    if (effect.size === 0) continue;
    mode = sqlModeAfter(mode, statement.sql);
    modeSet ||= effect.has("sql-mode") || effect.has("hidden");
    if (effect.has("sql-mode") && mode.modes !== null) reader.setSqlMode([...mode.modes].join(","));
  }
}

/** A prepared statement or a routine may change the mode, and hardly ever does: what follows is foreseen as if it had not. */
async function foreseeRest(reader: StatementReader, foresight: Foresight, done: number): Promise<void> {
  try {
    for (let number = done; ; number += 1) {
      const next = await reader.next();
      if (next === null) return;
      foresight.note(next, number);
    }
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
  }
}

/** The statements of a checked script, from memory or from the file again. */
export function openScript(ctx: DatabaseContext, source: ScriptSource, checked: CheckedScript): StatementReader {
  if (checked.kept === null) return readScript(ctx, source);
  const statements = checked.kept[Symbol.iterator]();
  return {
    next: () => {
      const step = statements.next();
      return Promise.resolve(step.done === true ? null : step.value);
    },
    setSqlMode: () => undefined,
    close: () => Promise.resolve(),
  };
}
