import { getLocale, getTranslations } from "next-intl/server";
import { checkoutId, type Checkout } from "@/cart/checkout";
import { channelOf } from "@/channels";
import { CustomerAttachDocument, MyAddressDocument, type MyAddressQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { accessToken } from "@/saleor/session";
import { PageLink } from "@/ui/page-link";
import { ADDRESS_FIELDS, begin, fieldOrder, type AddressField, type KnownAddresses } from "./address";
import { AddressForm, type AddressWords } from "./address-form";

/** Who buys. Somebody signed in finds their address there already. */
export async function AddressStep({ checkout, channel }: { checkout: Checkout; channel: string }) {
  const t = await getTranslations("checkout");
  const me = await person(checkout, channel);
  const { countries } = channelOf(channel);
  const email = checkout.email || me?.email || null;
  const initial = begin(email, addressesOf(checkout, me), countries[0]);
  return (
    <>
      {!me && (
        <p className="mb-6 text-[0.9375rem] text-soft">
          {t("haveAccount")}{" "}
          <PageLink href={paths.login(channel, paths.checkout(channel))} className="quiet-link text-ink">
            {t("signIn")}
          </PageLink>
        </p>
      )}
      <AddressForm
        channel={channel}
        hasParcel={checkout.isShippingRequired}
        initial={initial}
        order={fieldOrder(countries[0])}
        countries={await named(countries)}
        words={await words()}
      />
    </>
  );
}

/** Who is signed in; a bag that they filled before becomes theirs, and the sale goes their way. */
async function person(checkout: Checkout, channel: string) {
  const token = await accessToken();
  if (!token) return null;
  const { me } = await ask(MyAddressDocument, {}, token);
  const id = await checkoutId(channel);
  if (me && !checkout.user && id) await ask(CustomerAttachDocument, { id }, token).catch(() => null);
  return me;
}

/** What the checkout has, or else what the person's account has. */
function addressesOf(checkout: Checkout, me: MyAddressQuery["me"]): KnownAddresses {
  const { shippingAddress, billingAddress } = checkout;
  const known =
    shippingAddress || billingAddress
      ? { delivery: shippingAddress, billing: billingAddress }
      : {
          delivery: me?.defaultShippingAddress ?? me?.addresses[0] ?? null,
          billing: me?.defaultBillingAddress ?? null,
        };
  if (checkout.isShippingRequired) return known;
  return { delivery: known.billing ?? known.delivery, billing: null };
}

async function named(codes: readonly string[]) {
  const names = new Intl.DisplayNames(await getLocale(), { type: "region" });
  return codes.map((code) => ({ code, name: names.of(code) ?? code }));
}

async function words(): Promise<AddressWords> {
  const t = await getTranslations("checkout");
  const labels = ADDRESS_FIELDS.map((name) => [name, t(`fields.${name}`)]);
  const codes = ["REQUIRED", "INVALID", "OTHER"] as const;
  return {
    labels: Object.fromEntries(labels) as Record<AddressField, string>,
    errors: Object.fromEntries(codes.map((code) => [code, t(`errors.${code}`)])),
    problems: { refused: t("refused"), unreachable: t("unreachable") },
    optional: t("optional"),
    email: t("fields.email"),
    emailHint: t("emailHint"),
    delivery: t("deliveryAddress"),
    billing: t("billingAddress"),
    elsewhere: t("billElsewhere"),
    submit: t("toNext"),
    pending: t("pending"),
  };
}
