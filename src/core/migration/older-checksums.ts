/** Checksums of one file by the rule of Flyway before version 4: CRC-32 over all its bytes, line ends included. */
export type OlderChecksums = {
  /** Of the bytes as they are; signed 32 bit. */
  readonly bytes: number;
  /** Of the bytes with every LF that stands alone made CRLF, as in a checkout on Windows. */
  readonly crlfBytes: number;
};

/** A sentence for a stored checksum that an older rule explains: then the file is unchanged. Null if none does. */
export function explainByOlderRule(stored: number, older: OlderChecksums): string | null {
  if (stored === older.bytes) {
    return "The row's checksum is what Flyway before version 4 computed of this very file: the file is unchanged, and repair brings the row up to date.";
  }
  if (stored === older.crlfBytes) {
    return "The row's checksum is what Flyway before version 4 computed of this file with Windows line ends: its text is unchanged, and repair brings the row up to date.";
  }
  return null;
}
