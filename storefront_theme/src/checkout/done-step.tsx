import { getLocale, getTranslations } from "next-intl/server";
import type { Checkout } from "@/cart/checkout";
import { paths } from "@/paths";
import { PageLink } from "@/ui/page-link";
import { isSame } from "./address";
import type { Step } from "./steps";

/** What has been said in a step, and the way back to change it. */
export async function DoneStep({
  step,
  checkout,
  channel,
}: {
  step: Step;
  checkout: Checkout;
  channel: string;
}) {
  const t = await getTranslations("checkout");
  return (
    <div className="flex items-start justify-between gap-6 text-[0.9375rem] text-soft">
      <div>
        {step === "address" ? <Who checkout={checkout} /> : <p>{checkout.shippingMethod?.name}</p>}
      </div>
      <PageLink
        href={`${paths.checkout(channel)}?step=${step}`}
        aria-label={t("changeNamed", { step: t(`steps.${step}`) })}
        className="quiet-link py-1 text-ink"
      >
        {t("change")}
      </PageLink>
    </div>
  );
}

async function Who({ checkout }: { checkout: Checkout }) {
  const t = await getTranslations("checkout");
  const { shippingAddress, billingAddress } = checkout;
  const delivery = shippingAddress ?? billingAddress;
  const isElsewhere = delivery && billingAddress && !isSame(delivery, billingAddress);
  return (
    <>
      <p className="break-all">{checkout.email}</p>
      {delivery && <Written address={delivery} />}
      {isElsewhere && (
        <div className="mt-4">
          <p className="text-ink">{t("billTo")}</p>
          <Written address={billingAddress} />
        </div>
      )}
    </>
  );
}

type Address = NonNullable<Checkout["billingAddress"]>;

async function Written({ address }: { address: Address }) {
  return writtenAddress(address, await getLocale()).map((line) => <p key={line}>{line}</p>);
}

function writtenAddress(address: Address, locale: string): string[] {
  const { firstName, lastName, streetAddress1, streetAddress2, city, countryArea } = address;
  const { postalCode, country } = address;
  const lines =
    locale === "ja-JP"
      ? [`〒${postalCode}`, `${countryArea}${city}${streetAddress1}`, streetAddress2, `${lastName} ${firstName}`]
      : [
          `${firstName} ${lastName}`,
          [streetAddress1, streetAddress2].filter(Boolean).join(", "),
          `${city}, ${countryArea} ${postalCode}`,
          country.country,
        ];
  return lines.filter(Boolean);
}
