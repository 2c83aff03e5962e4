import { getLocale, getTranslations } from "next-intl/server";
import type { Checkout } from "@/cart/checkout";
import { formatMoney } from "@/money";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { placeOrder } from "./actions";
import { canPay } from "./payment";

/** The demonstration's card, named as what it is; without it, what the merchant has to connect. */
export async function PaymentStep({ checkout, channel }: { checkout: Checkout; channel: string }) {
  const t = await getTranslations("checkout");
  if (!canPay(checkout)) {
    return (
      <Notice>
        <p className="font-medium">{t("noPayment")}</p>
        <p className="mt-1 text-soft">{t("noPaymentText")}</p>
      </Notice>
    );
  }
  const price = formatMoney(checkout.totalPrice.gross, await getLocale());
  const isFree = checkout.totalPrice.gross.amount === 0;
  return (
    <form action={placeOrder}>
      <input type="hidden" name="channel" value={channel} />
      {!isFree && (
        <div className="border border-line bg-white p-5 md:p-6">
          <p className="label text-clay">{t("demo")}</p>
          <p className="mt-2 text-lg tabular-nums">{t("demoCard")}</p>
          <p className="mt-1 text-[0.9375rem] text-soft">{t("demoText")}</p>
        </div>
      )}
      <SubmitButton className="mt-7 w-full sm:w-auto" pendingText={t("ordering")}>
        {isFree ? t("order") : t("payWithDemo", { price })}
      </SubmitButton>
    </form>
  );
}
