import { DEFAULT_LEXICAL_MODE } from "../../../src/core/sql/lexical-mode.ts";
import type { LexicalMode } from "../../../src/core/sql/lexical-mode.ts";
import { classify, classifyBody } from "../../../src/core/sql/classify.ts";
import type { AlterAction, Touch, Touches, WrittenName } from "../../../src/core/undo/touch.ts";

export const ANSI: LexicalMode = { ansiQuotes: true, noBackslashEscapes: false };
export const ORACLE: LexicalMode = { ansiQuotes: true, noBackslashEscapes: false, oracle: true };

/** What a statement touches, in a short form for tables of cases; "" for nothing. */
export function touchesOf(sql: string, mode: LexicalMode = DEFAULT_LEXICAL_MODE): string {
  return shown(classify(sql, mode));
}

/** The same for the body of a stored program. */
export function bodyTouchesOf(definition: string, mode: LexicalMode = DEFAULT_LEXICAL_MODE): string {
  return shown(classifyBody(definition, mode));
}

export function shown(touches: Touches): string {
  return touches.map(shownTouch).join(" | ");
}

/** `schema/name`, so that dots in names are told from the one between them. */
export function shownName({ schema, name }: WrittenName): string {
  return schema === null ? name : `${schema}/${name}`;
}

function shownTouch(touch: Touch): string {
  switch (touch.kind) {
    case "create": {
      const { object, name, replaces, temporary } = touch;
      return `create ${temporary ? "temporary " : ""}${object} ${shownName(name)}${replaces ? " replacing" : ""}`;
    }
    case "drop":
      return `drop ${touch.temporary ? "temporary " : ""}${touch.object} ${shownName(touch.name)}`;
    case "alter":
      return `alter ${touch.object} ${shownName(touch.name)}${touch.to === null ? "" : ` to ${shownName(touch.to)}`}`;
    case "alter-table":
      return `alter table ${shownName(touch.name)}: ${touch.actions.map(shownAction).join(", ")}`;
    case "rename":
      return `rename ${shownName(touch.from)} to ${shownName(touch.to)}`;
    case "truncate":
    case "delete-history":
      return `${touch.kind} ${shownName(touch.name)}`;
    case "rows": {
      const { name, verbs, columns, whole } = touch;
      return `${verbs.join("+")} ${shownName(name)}${columns === null ? "" : `(${columns.join(",")})`}${whole ? " whole" : ""}`;
    }
    case "create-schema":
    case "drop-schema":
    case "alter-schema":
      return `${touch.kind} ${touch.schema}`;
    case "call":
    case "function-call":
      return `${touch.kind} ${shownName(touch.routine)}`;
    case "prepare":
      return `prepare ${touch.statement} from ${touch.variable === null ? JSON.stringify(touch.text) : `@${touch.variable}`}`;
    case "execute":
      return `execute ${touch.statement}`;
    case "execute-immediate":
      return `execute immediate ${touch.expression}`;
    case "global-variable":
      return `global ${touch.variables.join(",")}`;
    case "irreversible":
      return `irreversible: ${touch.what}`;
    case "unknown":
      return `unknown: ${touch.why}`;
  }
}

function shownAction(action: AlterAction): string {
  switch (action.kind) {
    case "add-column":
    case "drop-column":
    case "alter-column":
      return `${action.kind} ${action.column}`;
    case "modify-column":
      return `modify ${action.column} to ${action.to} [${action.definition}]`;
    case "rename-column":
      return `rename-column ${action.column} to ${action.to}`;
    case "rename-table":
      return `rename-table ${shownName(action.to)}`;
    case "add-primary-key":
      return `add-primary-key (${action.columns.join(",")})`;
    case "partition-rows":
      return `partition-rows${action.exchangedWith === null ? "" : ` with ${shownName(action.exchangedWith)}`}`;
    case "other":
      return `other [${action.text}]`;
    default:
      return action.kind;
  }
}
