import { getLocale, getTranslations } from "next-intl/server";
import type { ProductTileFragment } from "@/graphql/documents";
import { formatMoney } from "@/money";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { PageLink } from "@/ui/page-link";

type Props = { product: ProductTileFragment; channel: string; as?: "h2" | "h3" };

/** A product among others: picture, name, price; one link, large enough for a thumb. */
export async function ProductTile({ product, channel, as: Heading = "h2" }: Props) {
  return (
    <article className="group relative">
      <div className="overflow-hidden">
        <ProductPicture
          product={product}
          className="transition-transform duration-500 ease-out group-hover:scale-[1.025]"
        />
      </div>
      <div className="mt-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
        <Heading className="text-lg leading-snug md:text-xl">
          <PageLink
            href={paths.product(channel, product.slug)}
            className="after:absolute after:inset-0 group-hover:text-clay"
          >
            {product.name}
          </PageLink>
        </Heading>
        <p className="text-[0.9375rem] text-soft tabular-nums">
          <TilePrice product={product} />
        </p>
      </div>
    </article>
  );
}

async function TilePrice({ product }: { product: ProductTileFragment }) {
  const [t, locale] = await Promise.all([getTranslations("products"), getLocale()]);
  const { start, stop } = product.pricing?.priceRange ?? {};
  if (!start) return t("noPrice");
  const price = formatMoney(start.gross, locale);
  return stop && stop.gross.amount > start.gross.amount ? t("from", { price }) : price;
}
