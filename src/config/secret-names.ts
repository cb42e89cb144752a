const SECRET_NAME =
  /passw(?:or)?d|passphrase|passwd|pwd|secret|token|credential|api[-_.]?key|private[-_.]?key|access[-_.]?key|(?:^|[-_.])(?:pass|pw)(?:$|[-_.])/i;

/** True if the name of a placeholder, variable or flag says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
