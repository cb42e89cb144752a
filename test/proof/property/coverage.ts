import { NEXT_FILE } from "./migration.ts";

/** How often statements of each kind were drawn, and how many of them the server took. */
export type Coverage = {
  readonly note: (drawn: readonly string[], taken: readonly string[]) => void;
  /** The share that was taken, from 0 to 1. */
  readonly share: () => number;
  /** In words: the share, then each kind with how many were taken. */
  readonly told: () => string;
};

const OBJECT =
  /^(CREATE|ALTER|DROP)\b.*?\b(TEMPORARY TABLE|TABLE|VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|SEQUENCE|DATABASE)\b/s;
const CLAUSE =
  /(?:^|, )((?:ADD|DROP|MODIFY|CHANGE|RENAME|ALTER|TRUNCATE|REORGANIZE|REMOVE|COALESCE|REBUILD|CONVERT|PARTITION BY)(?: (?:COLUMN|INDEX|KEY|UNIQUE|FULLTEXT|PRIMARY|CONSTRAINT|FOREIGN|CHECK|SYSTEM|PARTITION|PARTITIONING|TO))?)\b/g;
/** Constraints by what they are, not by their name. */
const CONSTRAINT = /ADD CONSTRAINT `(?:[^`]|``)*` (FOREIGN|CHECK)/g;

/** What is counted: a statement's first words; of ALTER TABLE each of its clauses. */
export function kindsOf(sql: string): readonly string[] {
  const [, verb = "", object = ""] = OBJECT.exec(sql) ?? [];
  if (verb === "ALTER" && object === "TABLE") {
    const clauses = sql
      .replace(/^ALTER TABLE (?:`(?:[^`]|``)*`\.?)+ /, "")
      .replaceAll(CONSTRAINT, "ADD $1")
      .replaceAll(/`(?:[^`]|``)*`|'(?:[^']|'')*'|\((?:[^()]|\([^()]*\))*\)/g, "x");
    const found = [...clauses.matchAll(CLAUSE)].map(([, clause = ""]) => `ALTER TABLE ${clause}`);
    return found.length > 0 ? found : ["ALTER TABLE options"];
  }
  if (object !== "") return [`${verb} ${object}`];
  const [first = ""] = /^\w+/.exec(sql) ?? [];
  const detail = / JOIN /.test(sql)
    ? " of several tables"
    : / (?:SELECT|IN \(SELECT) /.test(sql.slice(6))
      ? " with SELECT"
      : "";
  return [`${first}${detail}`];
}

export function openCoverage(): Coverage {
  const counts = new Map<string, { drawn: number; taken: number }>();
  let [drawnInAll, takenInAll] = [0, 0];
  const share = (): number => (drawnInAll === 0 ? 1 : takenInAll / drawnInAll);
  return {
    note(drawn, taken) {
      const left = [...taken];
      for (const sql of drawn) {
        if (sql === NEXT_FILE) continue;
        const at = left.indexOf(sql);
        if (at >= 0) left.splice(at, 1);
        drawnInAll += 1;
        takenInAll += at >= 0 ? 1 : 0;
        for (const kind of kindsOf(sql)) {
          const count = counts.get(kind) ?? { drawn: 0, taken: 0 };
          counts.set(kind, { drawn: count.drawn + 1, taken: count.taken + (at >= 0 ? 1 : 0) });
        }
      }
    },
    share,
    told() {
      const kinds = [...counts].sort(([, a], [, b]) => b.taken - a.taken);
      const each = kinds.map(
        ([kind, { drawn, taken }]) => `${kind} ${taken === drawn ? "" : `${String(taken)} of `}${String(drawn)}`,
      );
      return `${String(drawnInAll)} statements, of which the server took ${(share() * 100).toFixed(0)} %: ${each.join(", ")}`;
    },
  };
}
