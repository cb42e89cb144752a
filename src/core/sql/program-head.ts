import {
  BEFORE_NAME,
  BEFORE_PROGRAM,
  BEFORE_TYPE,
  COMPOUND_STARTS,
  PROGRAMS,
  STATEMENT_STARTS,
} from "./program-words.ts";
import type { Program } from "./program-words.ts";

/** What a token of a statement's head says about what follows. */
export type HeadStep =
  | "head" // go on
  | "plain" // no stored program, or none whose body could hold a semicolon
  | "body next" // the body begins after this token
  | "body here" // the body begins with this token
  | "perhaps body here" // it does if the next token makes it so
  | "body goes on" // it did, and this token is the next of it
  | "declarations next" // the same for the declarations of a package …
  | "declarations here"; // … or of a routine of sql_mode=ORACLE

type Stage =
  | "first"
  | "begin"
  | "set"
  | "set statement"
  | "create"
  | "alter"
  | "name"
  | "after name"
  | "routine"
  | "routine as"
  | "routine statement"
  | "trigger"
  | "event";

/**
 * Reads the head of a statement, to tell whether it is a stored program or one of MariaDB's compound statements, and
 * where its body begins. Sources: the CREATE and ALTER statements of both products' documentation; MariaDB
 * documentation, "Using Compound Statements Outside of Stored Programs" and "SET STATEMENT".
 */
export class ProgramHead {
  private readonly oracle: boolean;
  private stage: Stage = "first";
  private program: Program = "routine";
  private parens = 0;
  private returnsSeen = false;
  /** The last token: a word in upper case, a sign, or "" for anything else. */
  private last = "";

  constructor(oracle: boolean) {
    this.oracle = oracle;
  }

  /** The head of a routine inside of a package, after the word PROCEDURE or FUNCTION. */
  static ofInnerRoutine(): ProgramHead {
    const head = new ProgramHead(false);
    head.stage = "name";
    return head;
  }

  /** Whether the code of a routine in another language may come next. */
  get beforeCode(): boolean {
    return this.stage === "routine as";
  }

  /** A word in upper case, or "" for one that is too long to be a keyword here. */
  word(upper: string): HeadStep {
    const isPart =
      this.last === "." ||
      this.last === "@" ||
      (this.last === "=" && (this.stage === "create" || this.stage === "alter"));
    const step = isPart ? "head" : this.atWord(upper);
    this.last = isPart ? "" : upper;
    return step;
  }

  symbol(sign: string): HeadStep {
    const step = this.atSymbol(sign);
    if (sign === "(") this.parens += 1;
    if (sign === ")") this.parens -= 1;
    this.last = sign;
    return step;
  }

  quoted(quote: string): HeadStep {
    this.last = "";
    switch (this.stage) {
      case "name":
        this.stage = "after name";
        return "head";
      case "routine as":
        return quote === "'" ? "plain" : "declarations here";
      case "first":
      case "begin":
      case "set":
      case "routine statement":
        return "plain";
      default:
        return "head";
    }
  }

  private atWord(upper: string): HeadStep {
    switch (this.stage) {
      case "first":
        return this.first(upper);
      case "begin":
        return upper === "NOT" ? "body goes on" : "plain";
      case "set":
        return this.enter(upper === "STATEMENT" ? "set statement" : null);
      case "set statement":
        return upper === "FOR" && this.parens === 0 ? this.enter("first") : "head";
      case "create":
      case "alter":
        return this.kind(upper);
      case "name":
        return BEFORE_NAME.has(upper) ? "head" : this.enter("after name");
      case "after name":
        return this.afterName(upper);
      case "routine":
        return this.routine(upper);
      case "routine as":
        return "declarations here";
      case "routine statement":
        return "plain";
      case "trigger":
        return this.last === "EACH" ? "body next" : "head";
      case "event":
        return upper === "DO" && this.parens === 0 ? "body next" : "head";
    }
  }

  private atSymbol(sign: string): HeadStep {
    switch (this.stage) {
      case "first":
      case "begin":
      case "set":
        return "plain";
      case "set statement": // SET statement = 1
        return this.last === "STATEMENT" ? "plain" : "head";
      case "after name":
        if (sign === ".") return this.enter("name");
        return this.program === "package" ? "plain" : this.enter(this.program);
      case "routine as":
        return "declarations here";
      case "routine statement": // a label after all
        return sign === ":" ? this.enter("routine") : "plain";
      default:
        return "head";
    }
  }

  private first(upper: string): HeadStep {
    if (COMPOUND_STARTS.has(upper)) return "body here";
    switch (upper) {
      case "BEGIN":
        if (this.oracle) return "body here";
        this.stage = "begin";
        return "perhaps body here";
      case "CREATE":
        return this.enter("create");
      case "ALTER":
        return this.enter("alter");
      case "SET":
        return this.enter("set");
      default:
        return "plain";
    }
  }

  private kind(upper: string): HeadStep {
    const program = PROGRAMS.get(upper);
    if (program === undefined) return BEFORE_PROGRAM.has(upper) ? "head" : "plain";
    if (this.stage === "alter" && program !== "event") return "plain";
    this.program = program;
    return this.enter("name");
  }

  private afterName(upper: string): HeadStep {
    if (this.program === "package") return "declarations here";
    this.stage = this.program;
    return this.atWord(upper);
  }

  private routine(upper: string): HeadStep {
    if (this.parens > 0) return "head";
    if (upper === "BEGIN" || COMPOUND_STARTS.has(upper)) return "body here";
    if (upper === "RETURNS") this.returnsSeen = true;
    if (upper === "AS" || upper === "IS") return this.enter("routine as");
    // The statement RETURN; before RETURNS it names a function's type in sql_mode=ORACLE.
    if (upper === "RETURN" && this.returnsSeen) return this.enter("routine statement");
    if (!STATEMENT_STARTS.has(upper) || (upper === "SET" && BEFORE_TYPE.has(this.last))) return "head";
    return this.enter("routine statement");
  }

  private enter(stage: Stage | null): HeadStep {
    if (stage === null) return "plain";
    this.stage = stage;
    return "head";
  }
}
