import type { MlmPlacementStrategy, PlacementTreeFragment } from "@/graphql/documents";

type Key = "left" | "right" | "slot" | "onLeft" | "onRight" | "inSlot";
type Words = (key: Key, values?: { slot: number }) => string;

/** Of two sides left and right, else by number. */
export function slotName(t: Words, slot: number, width: number | null): string {
  if (width === 2) return t(slot === 1 ? "left" : "right");
  return t("slot", { slot });
}

/** The same within a sentence. */
export function inSlot(t: Words, slot: number, width: number | null): string {
  if (width === 2) return t(slot === 1 ? "onLeft" : "onRight");
  return t("inSlot", { slot });
}

const ALL: MlmPlacementStrategy[] = [
  "BREADTH_FIRST",
  "LEFT_EDGE",
  "RIGHT_EDGE",
  "ALTERNATE",
  "WEAKER_HEADS",
  "WEAKER_VOLUME",
];

/** What can be chosen in a tree: without a width there is nothing to choose. */
export function strategiesOf({ width, volume }: Pick<PlacementTreeFragment, "width" | "volume">) {
  if (width === null) return [];
  return ALL.filter((strategy) => strategy !== "WEAKER_VOLUME" || volume !== null);
}

/** By which somebody is placed whom nobody places, unless the link asked for a side. */
export function ruling(tree: Pick<PlacementTreeFragment, "width" | "strategy" | "myPreference">): MlmPlacementStrategy {
  return tree.width === null ? "BREADTH_FIRST" : (tree.myPreference ?? tree.strategy);
}

/** "my-binary" as "My binary": trees have the names that plans give them. */
export function treeName(name: string): string {
  const words = name.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
