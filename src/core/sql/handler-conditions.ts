/**
 * Reads `DECLARE … HANDLER FOR condition, condition …` up to where its statement begins, which no word marks.
 * Source: MySQL Reference Manual, "DECLARE ... HANDLER Statement"; MariaDB has the same.
 */
export class HandlerConditions {
  private state: "none" | "declare" | "action" | "handler" | "condition" | "sqlstate" | "not" | "complete" = "none";

  /** The word DECLARE has begun a statement. */
  declare(): void {
    this.state = "declare";
  }

  reset(): void {
    this.state = "none";
  }

  /** What a word is: part of the conditions, the first of the handler's statement, or neither. */
  word(upper: string): "condition" | "statement" | "other" {
    switch (this.state) {
      case "none":
        return "other";
      case "declare":
        this.state = upper === "CONTINUE" || upper === "EXIT" || upper === "UNDO" ? "action" : "none";
        return "other";
      case "action":
        this.state = upper === "HANDLER" ? "handler" : "none";
        return "other";
      case "handler":
        this.state = upper === "FOR" ? "condition" : "none";
        return "other";
      case "condition":
        this.state = upper === "SQLSTATE" ? "sqlstate" : upper === "NOT" ? "not" : "complete";
        return "condition";
      case "sqlstate": // SQLSTATE VALUE '…'
        return "condition";
      case "not": // NOT FOUND
        this.state = "complete";
        return "condition";
      case "complete":
        this.state = "none";
        return "statement";
    }
  }

  /** Whether a quoted text is part of the conditions: a state, or a condition's name. */
  quoted(): boolean {
    if (this.state !== "condition" && this.state !== "sqlstate") return false;
    this.state = "complete";
    return true;
  }

  /** Whether a sign is part of the conditions. */
  symbol(sign: string): boolean {
    if (this.state !== "complete") return false;
    this.state = sign === "," ? "condition" : "none";
    return sign === ",";
  }
}
