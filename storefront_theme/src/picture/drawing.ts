import { GROUNDS, MATERIALS, type Ground, type Material } from "./palette";

export const SHAPES = [
  "bottle",
  "dropper",
  "pump",
  "jar",
  "tin",
  "tube",
  "candle",
  "diffuser",
  "perfume",
  "soap",
  "pouch",
  "textile",
  "set",
  "card",
] as const;
export const BACKDROPS = ["arch", "disc", "none"] as const;

export type ShapeName = (typeof SHAPES)[number];
export type Drawing = {
  shape: ShapeName;
  material: Material;
  ground: Ground;
  backdrop: (typeof BACKDROPS)[number];
};

/** What a stranger's product without a word on it may be: nothing that looks like something else. */
const ANYTHING = ["bottle", "jar", "pouch", "pump"] as const;

/**
 * How a product without a picture is drawn: by the words in its metadata ("dropper amber blush
 * arch"), and where they are missing by its slug; the same product is always drawn the same.
 */
export function drawingOf(slug: string, words: string | null | undefined): Drawing {
  const given = (words ?? "").split(" ");
  const seed = hash(slug);
  return {
    shape: named(SHAPES, given) ?? pick(ANYTHING, seed),
    material: named(keys(MATERIALS), given) ?? pick(keys(MATERIALS), seed >> 3),
    ground: named(keys(GROUNDS), given) ?? pick(keys(GROUNDS), seed >> 6),
    backdrop: named(BACKDROPS, given) ?? pick(BACKDROPS, seed >> 9),
  };
}

function keys<Name extends string>(table: Record<Name, unknown>) {
  return Object.keys(table) as Name[];
}

function named<Name extends string>(names: readonly Name[], given: string[]): Name | undefined {
  return names.find((name) => given.includes(name));
}

function pick<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item;
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
}
