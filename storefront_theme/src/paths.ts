/** Every address of the storefront; nobody else puts one together. */
export const CHANNEL_HEADER = "x-channel";

export const paths = {
  home: (channel: string) => `/${channel}`,
  products: (channel: string) => `/${channel}/products`,
  category: (channel: string, slug: string) => `/${channel}/categories/${slug}`,
  product: (channel: string, slug: string) => `/${channel}/products/${slug}`,
  cart: (channel: string) => `/${channel}/cart`,
  checkout: (channel: string) => `/${channel}/checkout`,
  thanks: (channel: string) => `/${channel}/checkout/thanks`,
  referral: (channel: string, code: string) => `/${channel}/r/${encodeURIComponent(code)}`,
  login: (channel: string, next?: string) => withNext(`/${channel}/login`, next),
  register: (channel: string, next?: string) => withNext(`/${channel}/register`, next),
  registered: (channel: string) => `/${channel}/register/sent`,
  confirm: (channel: string) => `/${channel}/confirm`,
  account: (channel: string) => `/${channel}/account`,
  join: (channel: string, from: Query = {}) => withQuery(`/${channel}/join`, from),
  joinSent: (channel: string) => `/${channel}/join/sent`,
  joined: (channel: string) => `/${channel}/account?joined=1`,
  earnings: (channel: string) => `/${channel}/account/earnings`,
  period: (channel: string, key: string) =>
    `/${channel}/account/earnings/${encodeURIComponent(key)}`,
  team: (channel: string, wanted: Query = {}) => withQuery(`/${channel}/account/team`, wanted),
  tree: (channel: string, wanted: Query = {}) => withQuery(`/${channel}/account/team/tree`, wanted),
  waiting: (channel: string, placed: Query = {}) =>
    withQuery(`/${channel}/account/team/waiting`, placed),
  place: (channel: string, wanted: Query) =>
    withQuery(`/${channel}/account/team/waiting/place`, wanted),
  link: (channel: string) => `/${channel}/account/link`,
  orders: (channel: string) => `/${channel}/account/orders`,
  addresses: (channel: string) => `/${channel}/account/addresses`,
};

/** What is not said is left out; what is said to be nothing stays, empty. */
export type Query = Record<string, string | number | null | undefined>;

export function withQuery(path: string, query: Query): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const written = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return written.size ? `${path}?${written}` : path;
}

function withNext(path: string, next?: string) {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/** A path of this storefront, or the fallback: a link from outside may not lead elsewhere. */
export function localPath(path: unknown, fallback: string): string {
  const isLocal = typeof path === "string" && /^\/(?![/\\])[^\s\\]*$/.test(path);
  return isLocal ? path : fallback;
}
