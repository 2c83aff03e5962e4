/** Whose shop it is. The words of the pages are in messages/. */
export const BRAND = {
  name: "Alder & Fen",
  since: 2016,
  /** Products on the first page, by slug; where none is there, the shop's first ones are shown. */
  featured: ["night-oil", "cleansing-balm", "meadow-body-milk", "alder-eau-de-parfum"],
} as const;
