import { getTranslations } from "next-intl/server";
import { SubmitButton } from "@/ui/submit-button";
import { addPromo, removePromo } from "./actions";
import type { Checkout } from "./checkout";

type Props = { checkout: Checkout; channel: string; back: string };

/** A voucher or a gift card: one line until somebody has one. */
export async function PromoCode({ checkout, channel, back }: Props) {
  const t = await getTranslations("cart");
  const place = (
    <>
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="back" value={back} />
    </>
  );
  if (checkout.voucherCode) {
    return (
      <form action={removePromo} className="mt-5 flex items-center justify-between gap-4 text-[0.9375rem]">
        {place}
        <input type="hidden" name="code" value={checkout.voucherCode} />
        <p>{t("promoUsed", { code: checkout.voucherCode })}</p>
        <SubmitButton look="quiet" className="min-h-11" pendingText={t("changing")}>
          {t("remove")}
        </SubmitButton>
      </form>
    );
  }
  return (
    <details className="mt-5 text-[0.9375rem]">
      <summary className="quiet-link w-fit py-2">{t("promo")}</summary>
      <form action={addPromo} className="mt-2 flex gap-3">
        {place}
        <input
          name="code"
          required
          autoComplete="off"
          aria-label={t("promoCode")}
          className="min-h-12 w-full min-w-0 border border-edge bg-white px-3 text-base uppercase"
        />
        <SubmitButton look="outline" pendingText={t("changing")}>
          {t("apply")}
        </SubmitButton>
      </form>
    </details>
  );
}
