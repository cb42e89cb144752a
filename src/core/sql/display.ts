export type DisplayOptions = {
  /** Values that must not be shown anywhere, such as passwords from the configuration; empty ones are ignored. */
  readonly secrets?: readonly string[];
  /** How many UTF-16 code units of the statement to show at most, about; default 300. */
  readonly maxLength?: number;
};

/** A statement as a message shows it: its first lines, secrets blanked, with a note on how much was left out. */
export function displayStatement(sql: string, options: DisplayOptions = {}): string {
  throw new Error(`not written yet: ${sql} ${options.maxLength}`);
}

/** `sql` whole, with everything blanked that a password or key may be. */
export function blankSecrets(sql: string, secrets: readonly string[] = []): string {
  throw new Error(`not written yet: ${sql} ${secrets.length}`);
}
