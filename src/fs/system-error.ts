/** True if the file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/**
 * The system's words for an error of the file system, such as `EACCES: permission denied`. Any other error is a fault of
 * the program and is thrown on, so that it is not reported as an unreadable file.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !("syscall" in error)) throw error;
  return error.message.replace(/, \w+( '.*)?$/s, "");
}
