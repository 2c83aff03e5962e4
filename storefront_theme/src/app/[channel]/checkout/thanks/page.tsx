import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { Sums } from "@/cart/sums";
import { ThanksOrderDocument, type ThanksOrderQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { read } from "@/referral/visit";
import { ask } from "@/saleor/client";
import { lastOrderCookie, visitCookie } from "@/saleor/cookies";
import { guarded } from "@/saleor/guarded";
import { accessToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";
import { Price } from "@/ui/price";

type Order = NonNullable<ThanksOrderQuery["order"]>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("thanks");
  return { title: t("title"), robots: { index: false } };
}

/** The order that this browser has just placed: its id is in a cookie, not in the address. */
async function Thanks(props: PageProps<"/[channel]/checkout/thanks">) {
  const { channel } = await props.params;
  const order = await lastOrder(channel);
  if (!order) return <NoOrder channel={channel} />;
  const t = await getTranslations("thanks");
  const visit = read((await cookies()).get(visitCookie(channel))?.value);
  return (
    <Container className="grid gap-12 py-12 md:py-20 lg:grid-cols-[1fr_27rem] lg:gap-20">
      <header className="max-w-xl">
        <p className="label text-soft">{t("number", { number: order.number })}</p>
        <h1 className="text-display mt-5">{t("title")}</h1>
        <p className="mt-7 text-lg leading-relaxed text-soft">{t("text")}</p>
        {visit && <p className="mt-4 text-lg leading-relaxed text-soft">{t("with", { name: visit.name })}</p>}
        <ButtonLink look="outline" href={paths.products(channel)} className="mt-9">
          {t("goOn")}
        </ButtonLink>
      </header>
      <Placed order={order} />
    </Container>
  );
}

async function lastOrder(channel: string): Promise<Order | null> {
  const id = (await cookies()).get(lastOrderCookie(channel))?.value;
  return id ? (await ask(ThanksOrderDocument, { id }, await accessToken())).order : null;
}

async function Placed({ order }: { order: Order }) {
  const t = await getTranslations("thanks");
  const delivery = order.shippingMethodName;
  return (
    <section aria-labelledby="placed" className="h-fit bg-bone p-6 md:p-8">
      <h2 id="placed" className="text-heading">
        {t("placed")}
      </h2>
      <ul className="my-6 space-y-4">
        {order.lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[3.5rem_1fr_auto] gap-4 text-[0.9375rem]">
            <ProductPicture
              product={{
                slug: line.variant?.product.slug ?? line.id,
                drawing: line.variant?.product.drawing,
                thumbnail: line.thumbnail,
              }}
            />
            <p>
              {line.productName}
              <span className="block text-sm text-soft">
                {t("lineOf", { size: line.variantName, quantity: line.quantity })}
              </span>
            </p>
            <Price money={line.totalPrice.gross} />
          </li>
        ))}
      </ul>
      <div className="border-t border-line pt-5">
        <Sums
          sums={[
            { name: t("subtotal"), money: order.subtotal.gross },
            ...(delivery ? [{ name: t("delivery"), money: order.shippingPrice.gross }] : []),
            { name: t("total"), money: order.total.gross, isTotal: true },
          ]}
        />
      </div>
    </section>
  );
}

async function NoOrder({ channel }: { channel: string }) {
  const t = await getTranslations("thanks");
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("none")} text={t("noneText")}>
        <ButtonLink href={paths.products(channel)}>{t("goOn")}</ButtonLink>
      </EmptyState>
    </Container>
  );
}

export default guarded(Thanks);
