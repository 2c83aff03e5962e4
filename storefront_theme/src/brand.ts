/** Whose shop it is. The words of the pages are in messages/. */
export const BRAND = {
  name: "Alder & Fen",
  since: 2016,
} as const;
