/** What somebody wants to see of a team: from the address, to the store, and back into an address. */
import type { MlmDistributorStatus, TeamListQueryVariables } from "@/graphql/documents";
import { withQuery } from "@/paths";

export const PAGE_SIZE = 25;
export const STATUSES = ["APPLIED", "ACTIVE", "SUSPENDED", "ENDED"] as const satisfies MlmDistributorStatus[];

/** The ways of sorting, each with the direction that people want first. */
export const SORTS = {
  level: { field: "LEVEL", isDown: false },
  joined: { field: "JOINED", isDown: true },
  volume: { field: "VOLUME", isDown: true },
  rank: { field: "RANK", isDown: true },
  name: { field: "NAME", isDown: false },
} as const;
export type Sort = keyof typeof SORTS;

/** Conditions as they stand in the address; what is empty is no condition. */
export const CONDITIONS = ["q", "from", "to", "status", "rank", "active", "since", "country"] as const;
export type Condition = (typeof CONDITIONS)[number];
export type Wish = Record<Condition, string> & {
  /** Whose team; empty: one's own. */
  of: string;
  sort: Sort;
  isDown: boolean;
  after: string;
  before: string;
};
type SearchParams = Record<string, string | string[] | undefined>;

const USUAL: Sort = "level";
const LONGEST = 80;

/** Unknown words count as not said. */
export function wishOf(params: SearchParams): Wish {
  const text = (name: string) => String(params[name] ?? "").trim().slice(0, LONGEST);
  const [, minus, word = ""] = /^(-?)(.*)$/.exec(text("sort")) ?? [];
  const sort = word in SORTS ? (word as Sort) : USUAL;
  const conditions = Object.fromEntries(CONDITIONS.map((name) => [name, known(name, text(name))]));
  return {
    ...(conditions as Record<Condition, string>),
    of: text("of"),
    sort,
    isDown: minus ? !SORTS[sort].isDown : SORTS[sort].isDown,
    after: String(params.after ?? ""),
    before: String(params.before ?? ""),
  };
}

const PATTERNS: Partial<Record<Condition, RegExp>> = {
  from: /^[1-9]\d{0,4}$/,
  to: /^[1-9]\d{0,4}$/,
  status: new RegExp(`^(${STATUSES.join("|")})$`),
  active: /^yes$/,
  since: /^\d{4}-\d{2}-\d{2}$/,
  country: /^[A-Z]{2}$/,
};

function known(name: Condition, text: string): string {
  if (name === "since" && Number.isNaN(Date.parse(text))) return "";
  return PATTERNS[name]?.test(text) === false ? "" : text;
}

/** How many conditions beside the search are asked for. */
export function conditionsIn(wish: Wish): number {
  return CONDITIONS.filter((name) => name !== "q" && wish[name]).length;
}

export function isFiltered(wish: Wish): boolean {
  return CONDITIONS.some((name) => wish[name]);
}

/** The question to the store; a day begins at midnight UTC. */
export function question(code: string, wish: Wish): TeamListQueryVariables {
  const { after, before } = wish;
  const page = before ? { last: PAGE_SIZE, before } : { first: PAGE_SIZE, after: after || null };
  return {
    code,
    ...page,
    sort: { field: SORTS[wish.sort].field, direction: wish.isDown ? "DESC" : "ASC" },
    filter: {
      levelFrom: wish.from ? Number(wish.from) : null,
      levelTo: wish.to ? Number(wish.to) : null,
      status: wish.status ? [wish.status as MlmDistributorStatus] : null,
      rank: wish.rank ? [wish.rank] : null,
      active: wish.active ? true : null,
      joinedSince: wish.since ? `${wish.since}T00:00:00Z` : null,
      country: wish.country ? [wish.country] : null,
      text: wish.q || null,
    },
  };
}

/** The word of a sort in the address; nothing for the usual one. */
export function sortWord({ sort, isDown }: Pick<Wish, "sort" | "isDown">): string {
  const word = isDown === SORTS[sort].isDown ? sort : `-${sort}`;
  return word === USUAL ? "" : word;
}

/** The address of a list with this wish, at its beginning unless a place is given. */
export function teamAddress(path: string, wish: Wish, place: Partial<Pick<Wish, "after" | "before">> = {}) {
  const said = { of: wish.of, ...pick(wish), sort: sortWord(wish), ...place };
  return withQuery(path, Object.fromEntries(Object.entries(said).filter(([, value]) => value)));
}

/** Sorted by this; by what it is sorted already, the other way round. */
export function sortedBy(wish: Wish, sort: Sort): Wish {
  return { ...wish, sort, isDown: wish.sort === sort ? !wish.isDown : SORTS[sort].isDown };
}

function pick(wish: Wish): Record<Condition, string> {
  return Object.fromEntries(CONDITIONS.map((name) => [name, wish[name]])) as Record<Condition, string>;
}
