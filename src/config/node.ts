import type { Origin } from "./origin.ts";

/**
 * A value as the user wrote it, with its place, from whichever source. Scalars keep their text: `1.10` as a version is
 * not the number 1.1, which a reader that knows numbers would make of it.
 */
export type Node = ScalarNode | ListNode | MapNode;

export type ScalarNode = {
  readonly kind: "scalar";
  readonly text: string;
  /** YAML's null, or a key with nothing behind it. */
  readonly isNull: boolean;
  readonly origin: Origin;
};

export type ListNode = { readonly kind: "list"; readonly items: readonly Node[]; readonly origin: Origin };

export type MapEntry = { readonly key: string; readonly origin: Origin; readonly value: Node };

export type MapNode = { readonly kind: "map"; readonly entries: readonly MapEntry[]; readonly origin: Origin };

/** A piece of text from a flag, a variable or a line of a file. */
export function scalar(text: string, origin: Origin): ScalarNode {
  return { kind: "scalar", text, isNull: false, origin };
}

/** A list of pieces of text. */
export function list(items: readonly Node[], origin: Origin): ListNode {
  return { kind: "list", items, origin };
}

/** True for what counts as not given: no text, or null. A list or a map without members was meant. */
export function isEmpty(node: Node): boolean {
  return node.kind === "scalar" && (node.isNull || node.text.trim() === "");
}

/** One spelling for comparison: do two sources say the same? */
export function canonical(node: Node): string {
  switch (node.kind) {
    case "scalar":
      return node.text.trim();
    case "list":
      return node.items.map(canonical).join(",");
    case "map":
      return node.entries.map(({ key, value }) => `${key}=${canonical(value)}`).join("\n");
  }
}
