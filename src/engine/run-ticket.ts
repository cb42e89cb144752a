/** What makes one run of several databases: its id, and the database whose server decides whether it went through. */
import type { WayBack } from "./way-back.ts";

export type RunTicket = {
  readonly runId: string;
  /** The CI job; null in a terminal. */
  readonly job: string | null;
  readonly label: string;
  /** A database begins: the first one that does becomes the coordinator. Its name is given back. */
  readonly enter: (name: string, wayBack: WayBack) => Promise<string>;
  /** Null: nothing has begun. */
  readonly coordinator: () => { readonly name: string; readonly wayBack: WayBack } | null;
};

export type TicketStart = {
  readonly runId: string;
  readonly job: string | null;
  readonly label: string;
  /** Called before the first change of the run. */
  readonly started: (runId: string) => void;
};

export function createTicket({ runId, job, label, started }: TicketStart): RunTicket {
  let first: { readonly name: string; readonly wayBack: WayBack } | null = null;
  return {
    runId,
    job,
    label,
    enter(name, wayBack) {
      if (first === null) {
        first = { name, wayBack };
        started(runId);
      }
      return Promise.resolve(first.name);
    },
    coordinator: () => first,
  };
}

/** A name for a run that sorts by its time and that no other run has: `20261127103000123_3fa9c1`. */
export function newRunId(iso: string, random: string): string {
  return `${iso.replaceAll(/\D/g, "").slice(0, 17)}_${random}`;
}
