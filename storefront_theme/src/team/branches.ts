/** A drawn tree as branches: from the flat list that the store answers to what is drawn. */
import type { TreeNodeFragment } from "@/graphql/documents";

export type Node = TreeNodeFragment;
export type Branch = { node: Node; twigs: Twig[] };
export type Twig =
  | { kind: "person"; branch: Branch }
  | { kind: "open"; below: Node; slot: number; count: number }
  | { kind: "more"; below: Node; count: number };

/** More free places than this, side by side, are told and not drawn. */
const OPEN_DRAWN_MAX = 3;

/**
 * The branch of the node on top, or null where there is none.
 *
 * Invariant: below a node whose people are drawn stand all of its slots in their order; at the foot
 * of the drawing there is only told how many more there are.
 */
export function branches(nodes: readonly Node[], depth: number): Branch | null {
  const below = new Map<string, Node[]>();
  for (const node of nodes) {
    if (node.parentId) below.set(node.parentId, [...(below.get(node.parentId) ?? []), node]);
  }
  const grow = (node: Node): Branch => {
    const people = (below.get(node.id) ?? []).map((child) => ({ kind: "person", branch: grow(child) }) as const);
    const open = node.level < depth ? openOf(node) : [];
    const more: Twig[] = node.hidden ? [{ kind: "more", below: node, count: node.hidden }] : [];
    return { node, twigs: [...bySlot([...people, ...open]), ...more] };
  };
  const top = nodes.find(({ parentId }) => parentId === null);
  return top ? grow(top) : null;
}

function openOf(node: Node): Twig[] {
  const [first] = node.openSlots;
  if (first === undefined) return [];
  const isMany = node.openSlots.length > OPEN_DRAWN_MAX;
  if (isMany) return [{ kind: "open", below: node, slot: first, count: node.openSlots.length }];
  return node.openSlots.map((slot) => ({ kind: "open", below: node, slot, count: 1 }));
}

/** Without slots as they come: in the order in which they joined. */
function bySlot(twigs: Twig[]): Twig[] {
  return twigs.toSorted((one, other) => slotOf(one) - slotOf(other));
}

function slotOf(twig: Twig): number {
  return (twig.kind === "person" ? twig.branch.node.slot : twig.kind === "open" ? twig.slot : 0) ?? 0;
}

/** How much of a tree is drawn at once: two levels of the wide ones, three of a binary. */
export function extent(width: number | null): { depth: number; width: number } {
  if (width !== null && width <= 2) return { depth: 3, width };
  return { depth: 2, width: Math.min(width ?? 5, 6) };
}
