import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { listAddress, SORTS, type Listing, type Sort, type Wish } from "./listing";
import { ProductGrid } from "./product-grid";

type Props = { channel: string; path: string; wish: Wish; products: Listing | null };

/** Search, order, products and pages; links and a form that asks, nothing that needs a script. */
export async function ProductList({ channel, path, wish, products }: Props) {
  const t = await getTranslations("products");
  const found = products?.edges.map((edge) => edge.node) ?? [];
  return (
    <>
      <Tools path={path} wish={wish} count={products?.totalCount ?? found.length} />
      {found.length ? (
        <ProductGrid products={found} channel={channel} />
      ) : (
        <EmptyState
          as="h2"
          title={wish.search ? t("nothingFound", { search: wish.search }) : t("empty")}
          text={wish.search ? t("nothingFoundText") : t("emptyText")}
        >
          <ButtonLink look="outline" href={paths.products(channel)}>
            {t("seeAll")}
          </ButtonLink>
        </EmptyState>
      )}
      {products && <Pages path={path} wish={wish} info={products.pageInfo} />}
    </>
  );
}

async function Tools({ path, wish, count }: { path: string; wish: Wish; count: number }) {
  const t = await getTranslations("products");
  return (
    <div className="mb-8 flex flex-wrap items-center justify-between gap-x-8 gap-y-4 border-y border-line py-3 text-[0.9375rem] md:mb-12">
      <p className="text-soft">{t("count", { count })}</p>
      <nav aria-label={t("sort")} className="flex gap-5">
        {(Object.keys(SORTS) as Sort[]).map((sort) => (
          <PageLink
            key={sort}
            href={listAddress(path, { ...wish, sort, after: undefined, before: undefined })}
            aria-current={sort === wish.sort ? "true" : undefined}
            className="py-2 text-soft hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-1 aria-[current]:underline-offset-8"
          >
            {t(`sorts.${sort}`)}
          </PageLink>
        ))}
      </nav>
      <form action={path} role="search" className="flex w-full border-b border-edge sm:w-64">
        {wish.sort !== "name" && <input type="hidden" name="sort" value={wish.sort} />}
        <input
          name="q"
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          defaultValue={wish.search}
          className="min-h-10 w-full min-w-0 bg-transparent text-base placeholder:text-soft focus:outline-none"
        />
        <button className="min-h-10 cursor-pointer pl-3 whitespace-nowrap hover:text-clay">{t("find")}</button>
      </form>
    </div>
  );
}

type Info = Listing["pageInfo"];

async function Pages({ path, wish, info }: { path: string; wish: Wish; info: Info }) {
  const t = await getTranslations("products");
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = info;
  if (!hasPreviousPage && !hasNextPage) return null;
  const to = (place: Partial<Wish>) =>
    listAddress(path, { ...wish, after: undefined, before: undefined, ...place });
  return (
    <nav aria-label={t("pages")} className="mt-14 flex justify-between gap-6">
      {hasPreviousPage ? (
        <ButtonLink look="outline" href={to({ before: startCursor ?? undefined })}>
          {t("previous")}
        </ButtonLink>
      ) : (
        <span />
      )}
      {hasNextPage && (
        <ButtonLink look="outline" href={to({ after: endCursor ?? undefined })}>
          {t("next")}
        </ButtonLink>
      )}
    </nav>
  );
}

