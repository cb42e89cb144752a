const DESCRIPTION_LENGTH = 200;
const SCRIPT_LENGTH = 1000;

/** What Flyway writes for databases that cannot store an empty text; understood when rows are compared. */
const NO_DESCRIPTION = "<< no description >>";

/** A description as it fits its column of 200: longer ones keep 197 characters and get `...` (Flyway's AbbreviationUtils). */
export function shortenDescription(description: string): string {
  return description.length <= DESCRIPTION_LENGTH ? description : `${description.slice(0, DESCRIPTION_LENGTH - 3)}...`;
}

/**
 * A script path as it fits its column of 1000: `...` and the characters 4 to 1000 of a longer path. It is the end with
 * the file name that is lost, and we keep it so: Flyway (AbbreviationUtils) writes the same row.
 */
export function shortenScript(script: string): string {
  return script.length <= SCRIPT_LENGTH ? script : `...${script.slice(3, SCRIPT_LENGTH)}`;
}

/** Whether a row's description is that of a file, by the rules of Flyway's MigrationInfoImpl. */
export function sameDescription(stored: string, fileDescription: string): boolean {
  if (stored === NO_DESCRIPTION) return fileDescription === "";
  return stored === shortenDescription(fileDescription);
}
