/** Everything with a definition that is no table: read, compared and put back. */
export { sameProgram, type ProgramDefinition } from "./program-definition.ts";
export { readProgram } from "./read-program.ts";
export { inexactReason, restoreStatements, withLaterValue } from "./restore-program.ts";
export { readSchemaDefinition, restoreSchemaStatements, type SchemaDefinition } from "./schemas.ts";
