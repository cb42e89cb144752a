/** What a statement needs, in words. */
import { formatBytes } from "../core/format-bytes.ts";
import type { UndoPlan } from "../core/result.ts";
import type { ObjectKind } from "../core/undo/touch.ts";
import { shownName, type Foreseen } from "./foreseen.ts";
import type { QName } from "./kept.ts";
import { tableOf } from "./kept-table.ts";
import type { Need } from "./needs.ts";

const plan = (how: UndoPlan["how"], text: string, bytes = 0): UndoPlan => ({ how, text, bytes });

const wordOf = (object: ObjectKind): string => object.replace("-", " ");

/** @param needs as they were kept just now, before the statement's effects count */
export function describeNeeds(foreseen: Foreseen, needs: readonly Need[]): readonly UndoPlan[] {
  const events = new Map(foreseen.events);
  const take = (at: QName): UndoPlan | null => {
    const entry = foreseen.entryOf(at);
    if (entry === null) return null;
    const found = events.get(entry) ?? foreseen.ahead.get(entry);
    events.delete(entry);
    foreseen.ahead.delete(entry);
    return found ?? null;
  };
  const known = needs.flatMap((need) => (need.kind === "unknown" ? [] : describeNeed(foreseen, need, take)));
  const unknown = needs.find(({ kind }) => kind === "unknown");
  if (unknown?.kind !== "unknown") return known;
  // What no other need has asked for was copied because of this one.
  const copies = [...events.values(), ...foreseen.ahead.values()];
  foreseen.ahead.clear();
  const bytes = copies.reduce((sum, event) => sum + event.bytes, 0);
  return [...known, describeUnknown(foreseen, unknown.why, bytes)];
}

function describeUnknown({ keeping }: Foreseen, why: string, bytes: number): UndoPlan {
  const where = keeping.reachable.join(", ");
  return plan(
    "unknown",
    `what it changes is known only when it runs (${why}): everything in ${where} is copied first (${formatBytes(bytes)})`,
    bytes,
  );
}

type Take = (at: QName) => UndoPlan | null;

function describeNeed(foreseen: Foreseen, need: Exclude<Need, { kind: "unknown" }>, take: Take): readonly UndoPlan[] {
  const { keeping } = foreseen;
  switch (need.kind) {
    case "create":
      return [plan("name", `the ${wordOf(need.object)} ${shownName(need.at)} is new, so it is dropped`)];
    case "create-schema":
      return [plan("name", `the database ${need.schema} is new, so it is dropped`)];
    case "program":
      return describeProgram(foreseen, need.object, need.at);
    case "schema":
    case "listing":
      return [plan("definition", `the definition of the database ${need.schema} is kept`)];
    case "globals":
      return need.variables.map((name) => plan("definition", `the value of the global variable ${name} is kept`));
    case "irreversible": {
      const refused = keeping.onIrreversible === "refuse" ? "so it is refused" : "so it stays when the rest goes back";
      return [
        plan(
          "cannot",
          `nothing can take it back (${need.what}), ${refused} (\`on-irreversible\` is ${keeping.onIrreversible})`,
        ),
      ];
    }
    // Refused before it comes to this.
    case "own":
      return [];
    case "rename":
      return describeTable(foreseen, need, need.from, take);
    case "alter":
    case "delete-history":
    case "rows":
    case "cascade":
    case "copy":
    case "drop":
      return describeTable(foreseen, need, need.at, take);
  }
}

function describeProgram({ keeping }: Foreseen, object: ObjectKind, at: QName): readonly UndoPlan[] {
  const thing = keeping.world.find(object, at.schema, at.name);
  if (thing === null) return [];
  const name = `${wordOf(thing.kind)} ${shownName(at)}`;
  return [
    thing.isOurs
      ? plan("nothing", `the run has made the ${name}`)
      : plan("definition", `the definition of the ${name} is kept`),
  ];
}

function describeTable(foreseen: Foreseen, need: Need, at: QName, take: Take): readonly UndoPlan[] {
  const thing = foreseen.keeping.world.find("table", at.schema, at.name);
  if (thing === null) return [];
  if (thing.kind !== "table") return describeProgram(foreseen, thing.kind, at);
  if (thing.isOurs) return [plan("nothing", `the run has made the table ${shownName(at)}`)];
  const entry = foreseen.entryOf(at);
  if (entry === null) return [];
  const event = take(at);
  if (event !== null) return [event];
  const isCopied = tableOf(entry).copy !== null;
  if (isCopied) return [plan("nothing", `the table ${shownName(at)} has been copied already`)];
  if (need.kind === "alter" || need.kind === "rename")
    return [plan("structure", `the definition of the table ${shownName(at)} is kept, no rows`)];
  // Of a table that is neither copied nor watched only columns change that the run has added.
  return [plan("nothing", `no values from before change in the table ${shownName(at)}`)];
}
