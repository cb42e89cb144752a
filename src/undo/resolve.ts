/** From the touches of a statement's text to the objects that it may change: names, views, triggers, cascades, routines. */
import type { Touch, Touches, WrittenName } from "../core/undo/touch.ts";
import type { Bodies } from "./bodies.ts";
import { cascadesFrom, type ForeignKeys } from "./cascades.ts";
import type { QName } from "./kept.ts";
import { copiedIfReshaped, type Need } from "./needs.ts";
import type { Thing, World } from "./world.ts";

/** What a statement's names mean at the moment. */
export type Scope = {
  readonly world: World;
  readonly bodies: Bodies;
  readonly foreignKeys: ForeignKeys;
  readonly defaultSchema: string | null;
  /** Temporary tables of the session, as keys of `world.keyOf("table", …)`. */
  readonly temporary: ReadonlySet<string>;
  /** RENAME TABLE means a temporary table where there is one (MariaDB); false: never (MySQL). */
  readonly renamesTemporary: boolean;
  /** Prepared statements of the session by lower-case name. */
  readonly prepared: ReadonlyMap<string, Touches>;
  /** The run has changed a table that was there before. */
  readonly hasAltered: boolean;
  /** True for schemas of flyback's own. */
  readonly isOwn: (schema: string) => boolean;
};

type Walk = { readonly scope: Scope; readonly seen: Set<string>; readonly needs: Need[] };

/** Among `seen`: the statement changes rows, of whatever. */
const ROWS = "rows";

const SYSTEM_SCHEMAS = new Set(["information_schema", "performance_schema", "mysql", "sys"]);

/** The server's own are not kept; flyback's own must not be changed. */
function isSystem({ scope, needs }: Walk, schema: string): boolean {
  const name = scope.world.foldSchema(schema);
  if (!scope.isOwn(name)) return SYSTEM_SCHEMAS.has(name.toLowerCase());
  needs.push({ kind: "own", schema: name });
  return true;
}

/** The name with its schema; null where no default database is selected: the server will refuse the statement. */
async function qualify(walk: Walk, name: WrittenName, home: string | null): Promise<QName | null> {
  const schema = name.schema ?? home;
  if (schema === null) return null;
  await walk.scope.world.load(schema);
  return { schema: walk.scope.world.foldSchema(schema), name: name.name };
}

/** A table's name as the server has it: what is compared later is compared by letter case. */
function stored({ scope }: Walk, at: QName): QName {
  const thing = scope.world.find("table", at.schema, at.name);
  return thing === null ? at : { schema: thing.schema, name: thing.name };
}

/**
 * Everything that the statement may change.
 *
 * @param home the database that unqualified names belong to
 */
export async function resolveTouches(scope: Scope, touches: Touches, home: string | null): Promise<readonly Need[]> {
  const walk: Walk = { scope, seen: new Set(), needs: [] };
  await walkAll(walk, touches, home);
  if (!walk.seen.has(ROWS)) return walk.needs;
  return copiedIfReshaped(walk.needs, ({ schema, name }) => scope.world.keyOf("table", schema, name));
}

async function walkAll(walk: Walk, touches: Touches, home: string | null): Promise<void> {
  for (const touch of touches) await walkOne(walk, touch, home);
}

async function walkOne(walk: Walk, touch: Touch, home: string | null): Promise<void> {
  const { needs, scope } = walk;
  switch (touch.kind) {
    case "create":
    case "drop":
    case "alter":
      return touchObject(walk, touch, home);
    case "alter-table":
    case "rename":
    case "truncate":
    case "delete-history":
      return touchTable(walk, touch, home);
    case "rows":
      return touchRows(walk, touch, home);
    case "create-schema":
    case "drop-schema":
    case "alter-schema":
      return touchSchema(walk, touch, home);
    case "call":
      return walkRoutine(walk, ["procedure"], touch.routine, home);
    case "function-call":
      return walkRoutine(walk, ["function"], touch.routine, home);
    case "prepare":
      return;
    case "execute": {
      const prepared = scope.prepared.get(touch.statement.toLowerCase());
      if (prepared === undefined) needs.push({ kind: "unknown", why: `the prepared statement ${touch.statement}` });
      else await walkAll(walk, prepared, scope.defaultSchema);
      return;
    }
    case "execute-immediate":
      return void needs.push({ kind: "unknown", why: "EXECUTE IMMEDIATE inside a stored program" });
    case "global-variable":
      return void needs.push({ kind: "globals", variables: touch.variables });
    case "irreversible":
      return void needs.push({ kind: "irreversible", what: touch.what });
    case "unknown":
      return void needs.push({ kind: "unknown", why: touch.why });
  }
}

/** Among `seen`: the statement makes this view, and may write through it afterwards. */
const madeView = ({ scope }: Walk, { schema, name }: QName): string =>
  `made ${scope.world.keyOf("view", schema, name)}`;

type ObjectTouch = Extract<Touch, { kind: "create" | "drop" | "alter" }>;

async function touchObject(walk: Walk, touch: ObjectTouch, home: string | null): Promise<void> {
  const { needs, scope } = walk;
  if (touch.kind !== "alter" && touch.temporary) return;
  const at = await qualify(walk, touch.name, home);
  if (at === null || isSystem(walk, at.schema)) return;
  if (touch.kind === "drop" && isTemporary(walk, at)) return;
  if (touch.kind === "create" && touch.object === "view") walk.seen.add(madeView(walk, at));
  const there = scope.world.find(touch.object, at.schema, at.name);
  if (touch.kind === "create" && there === null) return void needs.push({ kind: "create", object: touch.object, at });
  if (touch.kind === "create" && !touch.replaces) return;
  if (there === null) return;
  const found = { schema: there.schema, name: there.name };
  if (there.kind === "table") needs.push({ kind: "drop", at: found });
  else needs.push({ kind: "program", object: there.kind, at: found });
  if (touch.kind !== "alter" || touch.to === null) return;
  const to = await qualify(walk, touch.to, home);
  if (to !== null) needs.push({ kind: "create", object: touch.object, at: to });
}

function isTemporary(walk: Walk, at: QName): boolean {
  return walk.scope.temporary.has(walk.scope.world.keyOf("table", at.schema, at.name));
}

type TableTouch = Extract<Touch, { kind: "alter-table" | "rename" | "truncate" | "delete-history" }>;

async function touchTable(walk: Walk, touch: TableTouch, home: string | null): Promise<void> {
  const { needs, scope } = walk;
  const written = await qualify(walk, touch.kind === "rename" ? touch.from : touch.name, home);
  if (written === null || isSystem(walk, written.schema)) return;
  if (isTemporary(walk, written) && (touch.kind !== "rename" || scope.renamesTemporary)) return;
  const at = stored(walk, written);
  if (touch.kind === "rename") return renames(walk, at, await qualify(walk, touch.to, home));
  if (scope.world.find("table", at.schema, at.name) === null) return;
  if (touch.kind === "truncate") return void needs.push({ kind: "copy", at });
  if (touch.kind === "delete-history") return void needs.push({ kind: "delete-history", at });
  needs.push({ kind: "alter", at, actions: touch.actions });
  for (const action of touch.actions) {
    if (action.kind === "rename-table") renames(walk, at, await qualify(walk, action.to, home));
    if (action.kind !== "partition-rows" || action.exchangedWith === null) continue;
    const other = await qualify(walk, action.exchangedWith, home);
    if (other !== null) needs.push({ kind: "copy", at: stored(walk, other) });
  }
}

function renames(walk: Walk, from: QName, to: QName | null): void {
  if (to !== null) walk.needs.push({ kind: "rename", from, to });
}

type SchemaTouch = Extract<Touch, { kind: "create-schema" | "drop-schema" | "alter-schema" }>;

async function touchSchema(walk: Walk, touch: SchemaTouch, home: string | null): Promise<void> {
  const { needs, scope } = walk;
  const schema = touch.schema ?? home;
  if (schema === null || isSystem(walk, schema)) return;
  await scope.world.load(schema);
  const name = scope.world.foldSchema(schema);
  const exists = scope.world.schemaExists(name);
  if (touch.kind === "create-schema" && !exists) needs.push({ kind: "create-schema", schema: name });
  if (!exists || touch.kind === "create-schema") return;
  needs.push({ kind: "schema", schema: name });
  if (touch.kind === "drop-schema") for (const thing of scope.world.inSchema(name)) dropThing(walk, thing);
}

/** A trigger goes, and comes back, with its table. */
function dropThing({ needs }: Walk, { kind, schema, name }: Thing): void {
  if (kind === "table") needs.push({ kind: "drop", at: { schema, name } });
  else if (kind !== "trigger") needs.push({ kind: "program", object: kind, at: { schema, name } });
}

type RowsTouch = Extract<Touch, { kind: "rows" }>;

async function touchRows(walk: Walk, touch: RowsTouch, home: string | null): Promise<void> {
  const { needs, scope, seen } = walk;
  seen.add(ROWS);
  const written = await qualify(walk, touch.name, home);
  if (written === null || isSystem(walk, written.schema) || isTemporary(walk, written)) return;
  if (seen.has(madeView(walk, written))) {
    return void needs.push({
      kind: "unknown",
      why: `it writes through the view ${written.name}, which it makes itself`,
    });
  }
  const at = stored(walk, written);
  const thing = scope.world.find("table", at.schema, at.name);
  if (thing === null) return;
  if (thing.kind === "sequence") return void needs.push({ kind: "program", object: "sequence", at });
  if (thing.kind === "view") return viewRows(walk, touch, thing);
  needs.push({ kind: "rows", at, verbs: touch.verbs, columns: touch.columns, whole: touch.whole });
  const key = `rows ${scope.world.keyOf("table", at.schema, at.name)} ${touch.verbs.join(" ")}`;
  if (seen.has(key)) return;
  seen.add(key);
  await firedTriggers(walk, touch, at);
  // Tables of before refer to one that the run made only once the run has altered them.
  if (thing.isOurs && !scope.hasAltered) return;
  // A row that goes, or whose key changes, takes its children along; no trigger sees that.
  const children = await cascadesFrom(scope.foreignKeys, scope.world, at, touch);
  for (const { at: child, path, isCircular } of children) {
    if (isCircular) needs.push({ kind: "copy", at: child });
    else needs.push({ kind: "cascade", at: child, parent: at, path });
  }
}

async function firedTriggers(walk: Walk, touch: RowsTouch, at: QName): Promise<void> {
  for (const trigger of walk.scope.world.triggersOf(at.schema, at.name)) {
    const body = await walk.scope.bodies.ofTrigger(trigger);
    if (body === null) {
      walk.needs.push({ kind: "unknown", why: `the body of trigger ${trigger.schema}.${trigger.name} cannot be read` });
    } else if (touch.verbs.includes(body.event)) {
      await walkInside(walk, insideBody(body.touches, `trigger ${trigger.name}`), trigger.schema);
    }
  }
}

async function viewRows(walk: Walk, touch: RowsTouch, view: Thing): Promise<void> {
  const key = `view ${view.schema}.${view.name} ${touch.verbs.join(" ")}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  const sources = await walk.scope.bodies.viewSources(view);
  if (sources === null) {
    walk.needs.push({ kind: "unknown", why: `the tables behind the view ${view.schema}.${view.name}` });
    return;
  }
  for (const name of sources) await touchRows(walk, { ...touch, name, columns: null }, view.schema);
}

async function walkRoutine(
  walk: Walk,
  kinds: readonly ("procedure" | "function")[],
  written: WrittenName,
  home: string | null,
): Promise<void> {
  const within = packageOf(written, home);
  const body = within === null ? null : await qualify(walk, within, home);
  if (body !== null) await walkBody(walk, walk.scope.world.find("package-body", body.schema, body.name));
  const at = await qualify(walk, written, home);
  if (at === null || isSystem(walk, at.schema)) return;
  for (const kind of kinds) await walkBody(walk, walk.scope.world.find(kind, at.schema, at.name));
}

/** MariaDB's package that a routine may be one of: `package.routine`, or `schema.package.routine`. */
function packageOf({ schema, name }: WrittenName, home: string | null): WrittenName | null {
  const [outer = "", inner] = name.split(".");
  if (inner !== undefined) return { schema, name: outer };
  return schema === null ? null : { schema: home, name: schema };
}

async function walkBody(walk: Walk, program: Thing | null): Promise<void> {
  if (program === null) return;
  const { kind, schema, name } = program;
  const key = `${kind} ${schema}.${name.toLowerCase()}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  const touches = await walk.scope.bodies.ofRoutine(program);
  if (touches === null) {
    walk.needs.push({ kind: "unknown", why: `the body of ${kind} ${schema}.${name} cannot be read` });
  } else await walkInside(walk, insideBody(touches, `${kind} ${schema}.${name}`), schema);
}

/** Whether a program drops a table is seen only when it runs, so the table stays in its place and is copied. */
async function walkInside(walk: Walk, touches: Touches, home: string): Promise<void> {
  const inside: Walk = { ...walk, needs: [] };
  await walkAll(inside, touches, home);
  for (const need of inside.needs) walk.needs.push(need.kind === "drop" ? { kind: "copy", at: need.at } : need);
}

/** Statements that a stored program prepares are known only while it runs. */
function insideBody(touches: Touches, where: string): Touches {
  return touches.map((touch) =>
    touch.kind === "execute" ? { kind: "unknown", why: `${where} runs a statement that it makes itself` } : touch,
  );
}
