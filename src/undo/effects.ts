/** What a statement that was done has changed in the picture of the server. */
import type { Touch, Touches, WrittenName } from "../core/undo/touch.ts";
import type { Shelf } from "./shelf.ts";
import type { ProgramText, World } from "./world.ts";

const PROGRAMS = new Set(["view", "procedure", "function", "trigger", "event", "package", "package-body"]);

/** True if the statement may have changed more than its own text says. */
export function isOpaque(touches: Touches): boolean {
  return touches.some(
    ({ kind }) => kind === "call" || kind === "function-call" || kind === "unknown" || kind === "execute-immediate",
  );
}

/** True if nothing but its text decides what the statement renames. */
export function isPlainDdl(touches: Touches): boolean {
  return touches.every(({ kind }) => kind === "rename" || kind === "alter-table");
}

/** True if bodies and views that were read before may read otherwise now. */
export function changesPrograms(touches: Touches): boolean {
  return touches.some((touch) => "object" in touch && PROGRAMS.has(touch.object));
}

type Product = { readonly shelf: { readonly product: Shelf["product"] } };

/** RENAME TABLE of a name that both a temporary table and another one have means the temporary one on MariaDB, the other on MySQL. */
export const renamesTemporary = ({ shelf }: Product): boolean => shelf.product === "MariaDB";

type Session = {
  readonly keeping: { readonly world: World } & Product;
  readonly temporary: Set<string>;
  readonly current: string | null;
};

/** Notes temporary tables that came and went. @returns what touches others: DROP without TEMPORARY takes the temporary one, too */
export function noteTemporary({ keeping, temporary, current }: Session, touches: Touches): Touches {
  const keyOf = ({ schema, name }: WrittenName): string => keeping.world.keyOf("table", schema ?? current ?? "", name);
  return touches.filter((touch) => {
    if (touch.kind === "alter-table" && temporary.has(keyOf(touch.name))) {
      for (const action of touch.actions) if (action.kind === "rename-table") temporary.add(keyOf(action.to));
      return false;
    }
    if (touch.kind === "rename" && renamesTemporary(keeping) && temporary.delete(keyOf(touch.from))) {
      temporary.add(keyOf(touch.to));
      return false;
    }
    if ((touch.kind !== "create" && touch.kind !== "drop") || touch.object !== "table") return true;
    if (touch.kind === "drop") return !temporary.delete(keyOf(touch.name));
    if (touch.temporary) temporary.add(keyOf(touch.name));
    return true;
  });
}

type Place = { readonly world: World; readonly home: string | null; readonly text: ProgramText };

/** Brings the picture up to date after a statement that its own text describes. */
export function applyEffects(place: Place, touches: Touches): void {
  for (const touch of touches) applyEffect(place, touch);
}

function qualify({ world, home }: Place, name: WrittenName): { schema: string; name: string } | null {
  const schema = name.schema ?? home;
  return schema === null ? null : { schema: world.foldSchema(schema), name: name.name };
}

function applyEffect(place: Place, touch: Touch): void {
  const { world } = place;
  switch (touch.kind) {
    case "create":
      return made(place, touch);
    case "drop": {
      const at = touch.temporary ? null : qualify(place, touch.name);
      if (at !== null) dropped(world, touch.object, at);
      return;
    }
    case "rename":
      return renamed(place, touch.from, touch.to);
    case "alter-table":
      for (const action of touch.actions) if (action.kind === "rename-table") renamed(place, touch.name, action.to);
      return;
    case "create-schema":
      if (!world.schemaExists(touch.schema)) world.addSchema(touch.schema);
      return;
    case "drop-schema":
      return world.removeSchema(touch.schema);
    default:
  }
}

function made(place: Place, touch: Extract<Touch, { kind: "create" }>): void {
  const at = touch.temporary ? null : qualify(place, touch.name);
  if (at === null) return;
  const { world, text } = place;
  if (world.find(touch.object, at.schema, at.name) !== null && !touch.replaces) return;
  const program = PROGRAMS.has(touch.object);
  const table = touch.object === "trigger" ? tableOfTrigger(text.sql) : null;
  world.add({ kind: touch.object, ...at, table, isOurs: true, text: program ? text : null });
}

/** The table in the head of CREATE TRIGGER. */
function tableOfTrigger(text: string): string | null {
  const name =
    /\bON\s+(?:(?:`(?:[^`]|``)+`|[\w$\u0080-\uffff]+)\s*\.\s*)?(?:`((?:[^`]|``)+)`|([\w$\u0080-\uffff]+))/i.exec(text);
  return name?.[1]?.replaceAll("``", "`") ?? name?.[2] ?? null;
}

function dropped(
  world: World,
  object: Extract<Touch, { kind: "drop" }>["object"],
  at: { schema: string; name: string },
): void {
  if (object === "table" || object === "view" || object === "sequence") {
    for (const trigger of world.triggersOf(at.schema, at.name)) world.remove("trigger", trigger.schema, trigger.name);
  }
  world.remove(object, at.schema, at.name);
}

function renamed(place: Place, from: WrittenName, to: WrittenName): void {
  const source = qualify(place, from);
  const target = qualify(place, to);
  const thing = source === null ? null : place.world.find("table", source.schema, source.name);
  if (thing !== null && target !== null) place.world.rename(thing, target);
}
