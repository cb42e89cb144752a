import { expect } from "vitest";
import { secretForms } from "../../src/report/mask.ts";
import type { Ended } from "../support/run-bundle.ts";

/**
 * Fails if a secret stands anywhere in what a run has printed or written, in any of the forms in which software writes it.
 * Lines by which GitHub's runner is told the secret are no leak: the runner takes them out of the log.
 */
export function expectNoSecret(run: Ended, ...secrets: readonly string[]): void {
  const stdout = run.stdout.replace(/^::add-mask::.*$/gm, "");
  const places: Readonly<Record<string, string>> = { stdout, stderr: run.stderr, ...run.files };
  for (const secret of secrets) {
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...secretForms(secret)];
    for (const [place, text] of Object.entries(places)) {
      const found = forms.find((form) => text.includes(form));
      expect(found, `a secret is in ${place}`).toBeUndefined();
    }
  }
}
