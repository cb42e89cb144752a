import type { Touches } from "../../undo/touch.ts";
import type { LexicalMode } from "../lexical-mode.ts";

/** One statement, and how its text is to be read. */
export type SqlText = { readonly sql: string; readonly mode: LexicalMode };

/** What a statement touches; handed to those parts of the classifier whose statements have others inside. */
export type Classify = (sql: string, mode: LexicalMode) => Touches;
