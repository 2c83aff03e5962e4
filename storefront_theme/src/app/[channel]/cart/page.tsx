import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BagLine } from "@/cart/bag-line";
import { currentCheckout, type Checkout } from "@/cart/checkout";
import { Problem } from "@/cart/problem";
import { PromoCode } from "@/cart/promo-code";
import { CheckoutSums } from "@/cart/sums";
import { paths } from "@/paths";
import { guarded } from "@/saleor/guarded";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";
import { Notice } from "@/ui/notice";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("cart");
  return { title: t("title") };
}

async function Cart(props: PageProps<"/[channel]/cart">) {
  const { channel } = await props.params;
  const { problem, added } = await props.searchParams;
  const checkout = await currentCheckout(channel);
  const t = await getTranslations("cart");
  if (!checkout?.lines.length) return <EmptyBag channel={channel} />;
  return (
    <Container>
      <PageTitle>{t("title")}</PageTitle>
      <Problem code={problem} className="mb-8" />
      {added && <Notice tone="good" className="mb-8">{t("added")}</Notice>}
      <div className="grid gap-12 lg:grid-cols-[1fr_24rem] lg:gap-20">
        <section aria-label={t("lines")}>
          <ul className="border-t border-line">
            {checkout.lines.map((line) => (
              <BagLine key={line.id} line={line} channel={channel} />
            ))}
          </ul>
        </section>
        <Summary checkout={checkout} channel={channel} />
      </div>
    </Container>
  );
}

async function Summary({ checkout, channel }: { checkout: Checkout; channel: string }) {
  const t = await getTranslations("cart");
  return (
    <section aria-labelledby="summary" className="h-fit bg-bone p-6 md:p-8 lg:sticky lg:top-8">
      <h2 id="summary" className="text-heading mb-6">
        {t("summary")}
      </h2>
      <CheckoutSums checkout={checkout} />
      <PromoCode checkout={checkout} channel={channel} back={paths.cart(channel)} />
      <ButtonLink href={paths.checkout(channel)} className="mt-7 w-full">
        {t("toCheckout")}
      </ButtonLink>
      <p className="mt-4 text-sm text-soft">{t("taxIncluded")}</p>
    </section>
  );
}

async function EmptyBag({ channel }: { channel: string }) {
  const t = await getTranslations("cart");
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("empty")} text={t("emptyText")}>
        <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
      </EmptyState>
    </Container>
  );
}

export default guarded(Cart);
