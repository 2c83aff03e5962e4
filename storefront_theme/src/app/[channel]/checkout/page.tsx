import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { currentCheckout, type Checkout } from "@/cart/checkout";
import { PromoCode } from "@/cart/promo-code";
import { Problem } from "@/cart/problem";
import { CheckoutSums } from "@/cart/sums";
import { AddressStep } from "@/checkout/address-step";
import { DeliveryStep } from "@/checkout/delivery-step";
import { DoneStep } from "@/checkout/done-step";
import { PaymentStep } from "@/checkout/payment-step";
import { stepOf, stepsOf, type Step } from "@/checkout/steps";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { guarded } from "@/saleor/guarded";
import { Container } from "@/ui/container";
import { PageTitle } from "@/ui/page-title";
import { Price } from "@/ui/price";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("checkout");
  return { title: t("title"), robots: { index: false } };
}

const FORMS = { address: AddressStep, delivery: DeliveryStep, payment: PaymentStep };

async function CheckoutPage(props: PageProps<"/[channel]/checkout">) {
  const { channel } = await props.params;
  const { step: wanted, problem } = await props.searchParams;
  const checkout = await currentCheckout(channel);
  if (!checkout?.lines.length) redirect(paths.cart(channel));
  const now = stepOf(checkout, wanted);
  const t = await getTranslations("checkout");
  return (
    <Container>
      <PageTitle>{t("title")}</PageTitle>
      <div className="grid gap-12 lg:grid-cols-[1fr_24rem] lg:gap-20">
        <div>
          <Problem code={problem} className="mb-8" />
          <ol className="border-b border-line">
            {stepsOf(checkout).map((step, index) => (
              <StepItem key={step} {...{ step, now, checkout, channel }} number={index + 1} />
            ))}
          </ol>
        </div>
        <Summary checkout={checkout} channel={channel} />
      </div>
    </Container>
  );
}

type StepProps = { step: Step; now: Step; number: number; checkout: Checkout; channel: string };

async function StepItem({ step, now, number, checkout, channel }: StepProps) {
  const t = await getTranslations("checkout");
  const steps = stepsOf(checkout);
  const isDone = steps.indexOf(step) < steps.indexOf(now);
  const Form = FORMS[step];
  return (
    <li className="border-t border-line py-7" aria-current={step === now ? "step" : undefined}>
      <h2 className={`text-heading flex gap-4 ${step === now || isDone ? "" : "text-soft"}`}>
        <span aria-hidden="true" className="w-6 tabular-nums">
          {number}
        </span>
        {t(`steps.${step}`)}
      </h2>
      {step === now && (
        <div className="mt-6 max-w-xl sm:pl-10">
          <Form checkout={checkout} channel={channel} />
        </div>
      )}
      {isDone && (
        <div className="mt-3 max-w-xl pl-10">
          <DoneStep step={step} checkout={checkout} channel={channel} />
        </div>
      )}
    </li>
  );
}

async function Summary({ checkout, channel }: { checkout: Checkout; channel: string }) {
  const t = await getTranslations("checkout");
  return (
    <section aria-labelledby="summary" className="h-fit bg-bone p-6 md:p-8 lg:sticky lg:top-8">
      <h2 id="summary" className="text-heading">
        {t("summary")}
      </h2>
      <ul className="my-6 space-y-4">
        {checkout.lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[3.5rem_1fr_auto] gap-4 text-[0.9375rem]">
            <ProductPicture product={line.variant.product} />
            <p>
              {line.variant.product.name}
              <span className="block text-sm text-soft">
                {t("lineOf", { size: line.variant.name, quantity: line.quantity })}
              </span>
            </p>
            <Price money={line.totalPrice.gross} />
          </li>
        ))}
      </ul>
      <div className="border-t border-line pt-5">
        <CheckoutSums checkout={checkout} />
      </div>
      <PromoCode checkout={checkout} channel={channel} back={paths.checkout(channel)} />
    </section>
  );
}

export default guarded(CheckoutPage);
