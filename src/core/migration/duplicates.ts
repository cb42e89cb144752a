import type { Problem } from "../problem.ts";
import { versionKey } from "./migration-version.ts";
import { compareResolved, placeOf, type ResolvedCallback, type ResolvedMigration } from "./resolved-migration.ts";

/**
 * Sorts what was found and sees to duplicates (Flyway's CompositeMigrationResolver). Files that agree in everything that
 * Flyway looks at, path below the location and checksum included, are one migration wherever they lie. Otherwise no two
 * may have the same version and kind, or be repeatables of the same description.
 *
 * Flyway compares neighbours only, so that two baseline migrations beside a versioned one clash or not by chance; here
 * the kind is a part of what is compared.
 */
export function withoutDuplicates(found: readonly ResolvedMigration[]): {
  readonly migrations: readonly ResolvedMigration[];
  readonly problems: readonly Problem[];
} {
  const copies = new Map<string, ResolvedMigration>();
  const groups = new Map<string, ResolvedMigration[]>();
  for (const file of found.toSorted(compareResolved)) {
    const copy = JSON.stringify([identity(file), file.description, file.script, file.checksum, file.rawChecksum]);
    if (copies.has(copy)) continue;
    copies.set(copy, file);
    const group = groups.get(identity(file));
    if (group === undefined) groups.set(identity(file), [file]);
    else group.push(file);
  }
  return {
    migrations: [...copies.values()],
    problems: [...groups.values()].filter((group) => group.length > 1).map(clash),
  };
}

function identity(file: ResolvedMigration): string {
  return file.version === null ? `R ${file.description}` : `${file.kind} ${versionKey(file.version)}`;
}

function clash(group: readonly ResolvedMigration[]): Problem {
  const [first, second] = group;
  const files = group.map(({ source }) => source.shownPath).join(", ");
  if (first === undefined || first.version === null) {
    return {
      code: "DUPLICATE_REPEATABLE_MIGRATION",
      message: `More than one repeatable migration has the description "${first?.description ?? ""}": ${files}.`,
      ...placeOf(second ?? null),
    };
  }
  const kind = first.kind === "baseline" ? "baseline migration" : "migration";
  return {
    code: "DUPLICATE_VERSIONED_MIGRATION",
    message: `More than one ${kind} has the version ${first.version.text}: ${files}.`,
    ...placeOf(second ?? null),
  };
}

/** Callbacks of one event with one description, wherever they lie: it could not be told which runs first. */
export function duplicateCallbacks(callbacks: readonly ResolvedCallback[]): readonly Problem[] {
  const seen = new Map<string, ResolvedCallback>();
  return callbacks.flatMap((callback): readonly Problem[] => {
    const { event, description, source } = callback;
    const earlier = seen.get(`${event} ${description}`);
    seen.set(`${event} ${description}`, earlier ?? callback);
    if (earlier === undefined) return [];
    return [
      {
        code: "DUPLICATE_CALLBACK",
        message: `More than one callback ${event} has the description "${description}": ${earlier.source.shownPath}, ${source.shownPath}.`,
        at: { file: source.shownPath, line: 1 },
      },
    ];
  });
}
