import { getTranslations } from "next-intl/server";
import type { Checkout } from "@/cart/checkout";
import { Notice } from "@/ui/notice";
import { Price } from "@/ui/price";
import { SubmitButton } from "@/ui/submit-button";
import { chooseDelivery } from "./actions";

type Method = Checkout["shippingMethods"][number];

export async function DeliveryStep({ checkout, channel }: { checkout: Checkout; channel: string }) {
  const t = await getTranslations("checkout");
  const { shippingMethods, shippingMethod } = checkout;
  const possible = shippingMethods.filter((method) => method.active);
  if (!possible.length) return <Notice tone="bad">{t("noDelivery")}</Notice>;
  const chosen = possible.find((method) => method.id === shippingMethod?.id) ?? possible[0];
  return (
    <form action={chooseDelivery}>
      <input type="hidden" name="channel" value={channel} />
      <fieldset>
        <legend className="sr-only">{t("steps.delivery")}</legend>
        <div className="border-t border-line">
          {shippingMethods.map((method) => (
            <Choice key={method.id} method={method} isChosen={method === chosen} />
          ))}
        </div>
      </fieldset>
      <SubmitButton className="mt-7" pendingText={t("pending")}>
        {t("toNext")}
      </SubmitButton>
    </form>
  );
}

async function Choice({ method, isChosen }: { method: Method; isChosen: boolean }) {
  const t = await getTranslations("checkout");
  const { minimumDeliveryDays: least, maximumDeliveryDays: most } = method;
  return (
    <label className="flex min-h-14 cursor-pointer items-center gap-4 border-b border-line py-3">
      <input
        type="radio"
        name="method"
        value={method.id}
        defaultChecked={isChosen}
        disabled={!method.active}
        required
        className="size-4 accent-moss"
      />
      <span className="grow">
        {method.name}
        {most ? (
          <span className="block text-sm text-soft">{t("days", { least: least ?? 1, most })}</span>
        ) : null}
        {!method.active && method.message && (
          <span className="block text-sm text-soft">{method.message}</span>
        )}
      </span>
      {method.price.amount ? <Price money={method.price} /> : t("free")}
    </label>
  );
}
