import { getTranslations } from "next-intl/server";
import { addToBag } from "@/cart/actions";
import type { ProductPageQuery } from "@/graphql/documents";
import type { Money } from "@/money";
import { paths } from "@/paths";
import { Price } from "@/ui/price";
import { SubmitButton } from "@/ui/submit-button";

type Product = NonNullable<ProductPageQuery["product"]>;
type Variant = NonNullable<Product["variants"]>[number];

/** Which size, how many, into the bag: a form, so it works before and without any script. */
export async function BuyForm({ product, channel }: { product: Product; channel: string }) {
  const t = await getTranslations("product");
  const variants = (product.variants ?? []).filter((variant) => variant.pricing?.price);
  const inStock = variants.filter(isInStock);
  if (!variants.length || !product.isAvailableForPurchase) {
    return <p className="mt-8 border-t border-line pt-6 text-soft">{t("notSold")}</p>;
  }
  return (
    <form action={addToBag} className="mt-8">
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="back" value={paths.product(channel, product.slug)} />
      <fieldset>
        <legend className="label mb-3 text-soft">{t("size")}</legend>
        <div className="border-t border-line">
          {variants.map((variant) => (
            <Choice key={variant.id} variant={variant} isFirst={variant === inStock[0]} />
          ))}
        </div>
      </fieldset>
      <div className="mt-6 flex gap-3">
        <label className="sr-only" htmlFor="quantity">
          {t("quantity")}
        </label>
        <select
          id="quantity"
          name="quantity"
          defaultValue="1"
          className="min-h-12 border border-edge bg-white px-3 text-base tabular-nums"
        >
          {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => (
            <option key={number}>{number}</option>
          ))}
        </select>
        <SubmitButton className="grow" pendingText={t("adding")} disabled={!inStock.length}>
          {inStock.length ? t("add") : t("soldOut")}
        </SubmitButton>
      </div>
    </form>
  );
}

function isInStock(variant: Variant) {
  return variant.quantityAvailable === null || variant.quantityAvailable > 0;
}

async function Choice({ variant, isFirst }: { variant: Variant; isFirst: boolean }) {
  const t = await getTranslations("product");
  const { price, priceUndiscounted } = variant.pricing ?? {};
  const hasStock = isInStock(variant);
  return (
    <label
      className={`flex min-h-14 items-center gap-4 border-b border-line py-2 ${hasStock ? "cursor-pointer" : "text-soft"}`}
    >
      <input
        type="radio"
        name="variant"
        value={variant.id}
        defaultChecked={isFirst}
        disabled={!hasStock}
        required
        className="size-4 accent-moss"
      />
      <span className="grow">
        {variant.name || variant.sku}
        {!hasStock && <span className="ml-2 text-sm">{t("soldOut")}</span>}
      </span>
      {price && <BothPrices now={price.gross} before={priceUndiscounted?.gross} />}
    </label>
  );
}

async function BothPrices({ now, before }: { now: Money; before?: Money }) {
  const t = await getTranslations("product");
  const isReduced = before && before.amount > now.amount;
  return (
    <span className="flex gap-3">
      {isReduced && (
        <del className="text-soft">
          <span className="sr-only">{t("before")} </span>
          <Price money={before} />
        </del>
      )}
      <Price money={now} />
    </span>
  );
}
