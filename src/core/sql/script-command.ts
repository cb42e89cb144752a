import { clientCommandMessage, isClientCommandWord } from "./client-command.ts";
import { isDelimiterCommand, readDelimiterCommand } from "./delimiter-command.ts";
import type { SqlProblemCode } from "./sql-problem.ts";
import type { TextView } from "./text-view.ts";
import { endOfUseLine } from "./use-command.ts";

/** What stands where a statement may begin, if it is not for the server. */
export type ScriptCommand =
  | { readonly kind: "none" }
  | { readonly kind: "more" }
  | { readonly kind: "delimiter"; readonly delimiter: string; readonly end: number }
  /** A line `USE name`, whole without a delimiter. */
  | { readonly kind: "use"; readonly end: number }
  | { readonly kind: "problem"; readonly code: SqlProblemCode; readonly message: string };

/** Looks at the first word of what may be a statement, which ends at `view.from`. */
export function readCommandWord(word: string, view: TextView, delimiter: string): ScriptCommand {
  if (isDelimiterCommand(word)) {
    return delimiterCommand({ ...view, from: view.from - word.length + "DELIMITER".length });
  }
  if (isClientCommandWord(word))
    return { kind: "problem", code: "CLIENT_COMMAND", message: clientCommandMessage(word) };
  if (word.toUpperCase() !== "USE") return { kind: "none" };
  const end = endOfUseLine(view);
  if (end === "more") return { kind: "more" };
  const isWhole = end !== null && (delimiter === ";" || !view.text.slice(view.from, end).includes(delimiter));
  return isWhole ? { kind: "use", end } : { kind: "none" };
}

/** Looks at a sign for the client, such as `\\!`, which ends at `view.from`; `leading`: no statement has begun. */
export function readCommandSign(sign: string, view: TextView, leading: boolean): ScriptCommand {
  if (sign === "\\d" && leading) return delimiterCommand(view);
  return { kind: "problem", code: "CLIENT_COMMAND", message: clientCommandMessage(sign) };
}

function delimiterCommand(view: TextView): ScriptCommand {
  const command = readDelimiterCommand(view);
  switch (command.kind) {
    case "more":
      return command;
    case "problem":
      return { kind: "problem", code: "INVALID_DELIMITER", message: command.message };
    case "set":
      return { kind: "delimiter", delimiter: command.delimiter, end: command.end };
  }
}
