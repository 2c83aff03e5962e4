/**
 * The sales channels that this storefront serves. Add yours here: the slug is the one in Saleor.
 * Currency and prices come from Saleor with each answer; this says how they are written.
 */
export type Channel = {
  slug: string;
  name: string;
  locale: string;
  language: "en" | "ja";
  timeZone: string;
  /** The countries to which it delivers, the first being the one that forms begin with. */
  countries: readonly [string, ...string[]];
};

export const CHANNELS: readonly [Channel, ...Channel[]] = [
  {
    slug: "us",
    name: "United States",
    locale: "en-US",
    language: "en",
    timeZone: "America/New_York",
    countries: ["US", "JP"],
  },
  {
    slug: "jp",
    name: "日本",
    locale: "ja-JP",
    language: "ja",
    timeZone: "Asia/Tokyo",
    countries: ["JP", "US"],
  },
];

export function findChannel(slug: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.slug === slug);
}

/** The channel of a slug, or the first one. */
export function channelOf(slug: string): Channel {
  return findChannel(slug) ?? CHANNELS[0];
}
