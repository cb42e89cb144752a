import type { Node } from "../node.ts";

/** A setting of Flyway as one of its sources gave it; the key is without `flyway.`. */
export type FlywayEntry = { readonly key: string; readonly node: Node };
