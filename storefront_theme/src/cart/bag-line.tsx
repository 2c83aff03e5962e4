import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { PageLink } from "@/ui/page-link";
import { Price } from "@/ui/price";
import { SubmitButton } from "@/ui/submit-button";
import { changeLine } from "./actions";
import type { Checkout } from "./checkout";

type Line = Checkout["lines"][number];

export async function BagLine({ line, channel }: { line: Line; channel: string }) {
  const t = await getTranslations("cart");
  const { product, name } = line.variant;
  return (
    <li className="grid grid-cols-[5.5rem_1fr] gap-5 border-b border-line py-6 sm:grid-cols-[7.5rem_1fr] sm:gap-7">
      <ProductPicture product={product} />
      <div className="flex flex-col">
        <div className="flex justify-between gap-5">
          <div>
            <h2 className="text-xl leading-snug">
              <PageLink href={paths.product(channel, product.slug)} className="hover:text-clay">
                {product.name}
              </PageLink>
            </h2>
            <p className="mt-0.5 text-[0.9375rem] text-soft">{name}</p>
          </div>
          <Price money={line.totalPrice.gross} className="pt-0.5" />
        </div>
        {line.isGift ? (
          <p className="mt-auto pt-4 text-[0.9375rem] text-soft">{t("gift")}</p>
        ) : (
          <div className="mt-auto flex flex-wrap items-center gap-x-6 gap-y-2 pt-4 text-[0.9375rem]">
            <Quantity line={line} channel={channel} />
            <form action={changeLine}>
              <Hidden line={line} channel={channel} />
              <input type="hidden" name="quantity" value="0" />
              <SubmitButton
                look="quiet"
                className="min-h-11"
                pendingText={t("changing")}
                aria-label={t("removeNamed", { name: product.name })}
              >
                {t("remove")}
              </SubmitButton>
            </form>
          </div>
        )}
      </div>
    </li>
  );
}

async function Quantity({ line, channel }: { line: Line; channel: string }) {
  const t = await getTranslations("cart");
  return (
    <form action={changeLine} className="flex items-center gap-4">
      <Hidden line={line} channel={channel} />
      <input
        name="quantity"
        type="number"
        inputMode="numeric"
        min={0}
        max={99}
        // A changed bag is another field: what somebody typed before must not stay in it.
        key={line.quantity}
        defaultValue={line.quantity}
        aria-label={t("quantityOf", { name: line.variant.product.name })}
        className="min-h-11 w-16 border border-edge bg-white px-2 text-center text-base tabular-nums"
      />
      <SubmitButton look="quiet" className="min-h-11" pendingText={t("changing")}>
        {t("update")}
      </SubmitButton>
    </form>
  );
}

function Hidden({ line, channel }: { line: Line; channel: string }) {
  return (
    <>
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="line" value={line.id} />
    </>
  );
}
