/**
 * The name of the advisory lock that guards a schema history, the same that Flyway takes, so that both exclude each other:
 * `Flyway-` and Java's `String.hashCode` of the back-ticked table name (Flyway's MySQLConnection and MySQLNamedLockTemplate).
 * A negative hash gives a double hyphen.
 */
export function lockName(schema: string, table: string): string {
  const key = `\`${schema}\`.\`${table}\``;
  let hash = 0;
  for (let i = 0; i < key.length; i += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return `Flyway-${hash}`;
}
