import { getTranslations } from "next-intl/server";
import { addToBag } from "@/cart/actions";
import { KitGoodsDocument, StarterKitDocument, type KitGoodsQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { ask } from "@/saleor/client";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";
import { Price } from "@/ui/price";
import { SubmitButton } from "@/ui/submit-button";

/** Just enrolled: said once, with the starter kit where the channel has one to offer. */
export async function Joined({ channel }: { channel: string }) {
  const t = await getTranslations("joined");
  const { mlmEnrolmentRules: rules } = await ask(StarterKitDocument, { channel });
  const wanted = rules?.starterKit && { id: rules.starterKit, channel };
  const kit = wanted ? (await ask(KitGoodsDocument, wanted)).productVariant : null;
  return (
    <div className="mb-8">
      <Notice tone="good">{t("done")}</Notice>
      {kit?.pricing?.price && <Kit channel={channel} kit={kit} />}
    </div>
  );
}

type KitProps = { channel: string; kit: NonNullable<KitGoodsQuery["productVariant"]> };

/** An ordinary product, to leave or to take. */
async function Kit({ channel, kit }: KitProps) {
  const t = await getTranslations("joined");
  const { product, pricing, quantityAvailable } = kit;
  const isThere = quantityAvailable === null || quantityAvailable > 0;
  if (!pricing?.price || !isThere) return null;
  return (
    <section aria-labelledby="kit" className="mt-5 grid grid-cols-[6rem_1fr] items-start bg-bone sm:grid-cols-[13rem_1fr]">
      <ProductPicture product={product} />
      <div className="self-center p-5 md:p-9">
        <p className="label text-soft">{t("kit")}</p>
        <h2 id="kit" className="text-heading mt-2">
          <PageLink href={paths.product(channel, product.slug)} className="hover:text-clay">
            {product.name}
          </PageLink>
        </h2>
        <p className="mt-2 max-w-md leading-relaxed text-soft">{t("kitText")}</p>
        <form action={addToBag} className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-3">
          <input type="hidden" name="channel" value={channel} />
          <input type="hidden" name="back" value={paths.product(channel, product.slug)} />
          <input type="hidden" name="variant" value={kit.id} />
          <SubmitButton look="outline" pendingText={t("adding")}>
            {t("add")}
          </SubmitButton>
          <Price money={pricing.price.gross} className="text-lg" />
        </form>
      </div>
    </section>
  );
}
