import "server-only";
import { ProductListDocument, type ProductListQuery } from "@/graphql/documents";
import { ask } from "@/saleor/client";

const PAGE_SIZE = 12;

/** The ways of sorting, by the word in the address. */
export const SORTS = {
  name: { field: "NAME", direction: "ASC" },
  low: { field: "MINIMAL_PRICE", direction: "ASC" },
  high: { field: "MINIMAL_PRICE", direction: "DESC" },
} as const;

export type Sort = keyof typeof SORTS;
export type Wish = { sort: Sort; search?: string; after?: string; before?: string };
type SearchParams = Record<string, string | string[] | undefined>;

/** What somebody wants to see, from the address; unknown words count as not said. */
export function wishOf(params: SearchParams): Wish {
  const sort = String(params.sort ?? "");
  return {
    sort: sort in SORTS ? (sort as Sort) : "name",
    search: text(params.q)?.slice(0, 80),
    after: text(params.after),
    before: text(params.before),
  };
}

function text(value: string | string[] | undefined) {
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}

export type Listing = NonNullable<ProductListQuery["products"]>;

/** One page of products; null where the address names a place in a list that is no more. */
export async function listing(
  channel: string,
  wish: Wish,
  category?: string,
): Promise<Listing | null> {
  const { after, before, search, sort } = wish;
  const page = before ? { last: PAGE_SIZE, before } : { first: PAGE_SIZE, after };
  const answer = await ask(ProductListDocument, {
    channel,
    categories: category ? [category] : undefined,
    search,
    sort: { ...SORTS[sort], channel },
    ...page,
  });
  return answer.products;
}

/** The address of a list with this wish; the page's place is left out unless it is given. */
export function listAddress(path: string, { sort, search, after, before }: Partial<Wish>): string {
  const query = new URLSearchParams();
  if (search) query.set("q", search);
  if (sort && sort !== "name") query.set("sort", sort);
  if (after) query.set("after", after);
  if (before) query.set("before", before);
  return query.size ? `${path}?${query}` : path;
}
