/** The few colours of every picture: what things are made of, and what they stand in front of. */
export type Tone = { base: string; shade: string };

export const MATERIALS = {
  amber: { base: "#8d5227", shade: "#703e1b" },
  moss: { base: "#5b6749", shade: "#465138" },
  cream: { base: "#f6f0e4", shade: "#e4d9c6" },
  clay: { base: "#b4694c", shade: "#96523a" },
  charcoal: { base: "#45443f", shade: "#323230" },
} satisfies Record<string, Tone>;

/** `wall` behind, `table` below, `form` for the arch or the disc, `shadow` on the table. */
export const GROUNDS = {
  sand: { wall: "#e6dccb", table: "#d6c8b1", form: "#efe7d9", shadow: "#b9a888" },
  sage: { wall: "#d3d7c5", table: "#bfc5ac", form: "#e2e5d6", shadow: "#9ea586" },
  blush: { wall: "#ead6c8", table: "#dcc0ad", form: "#f3e4d9", shadow: "#c19e88" },
  stone: { wall: "#dcdad3", table: "#c9c6bc", form: "#e9e7e1", shadow: "#a6a297" },
  ochre: { wall: "#e8d5ab", table: "#d9c08c", form: "#f1e3c3", shadow: "#b99d63" },
} as const;

export type Material = keyof typeof MATERIALS;
export type Ground = keyof typeof GROUNDS;

export const PAPER = "#f8f3e9";
export const INK = "#2b2e26";
export const CORK: Tone = { base: "#c49a6c", shade: "#a97f53" };
export const DARK: Tone = { base: "#33352e", shade: "#23251f" };
export const LEAF: Tone = { base: "#6c7857", shade: "#566145" };
