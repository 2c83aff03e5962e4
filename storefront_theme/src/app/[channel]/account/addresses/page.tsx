import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AccountShell } from "@/account/shell";
import { MyAddressesDocument, type MyAddressesQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { PageTitle } from "@/ui/page-title";

type Address = NonNullable<MyAddressesQuery["me"]>["addresses"][number];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("addresses");
  return { title: t("title"), robots: { index: false } };
}

async function Addresses(props: PageProps<"/[channel]/account/addresses">) {
  const { channel } = await props.params;
  const token = await requireToken(channel, paths.addresses(channel));
  const { me, mlmMe } = await ask(MyAddressesDocument, {}, token);
  if (!me) redirect(`${paths.login(channel, paths.addresses(channel))}&expired=1`);
  const t = await getTranslations("addresses");
  return (
    <AccountShell channel={channel} current="addresses" distributor={Boolean(mlmMe)}>
      {me.addresses.length ? (
        <>
          <PageTitle>{t("title")}</PageTitle>
          <ul className="grid gap-5 md:grid-cols-2 lg:grid-cols-3">
            {me.addresses.map((address) => (
              <li key={address.id}>
                <Written address={address} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <div className="py-20 md:py-28">
          <EmptyState title={t("empty")} text={t("emptyText")}>
            <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
          </EmptyState>
        </div>
      )}
    </AccountShell>
  );
}

async function Written({ address }: { address: Address }) {
  const t = await getTranslations("addresses");
  const { isDefaultShippingAddress: parcels, isDefaultBillingAddress: invoices } = address;
  const use = parcels ? (invoices ? t("both") : t("shipping")) : invoices && t("billing");
  return (
    <Card className="h-full">
      <address className="leading-relaxed not-italic">
        {linesOf(address).map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </address>
      {use && <p className="mt-4 text-sm text-soft">{use}</p>}
    </Card>
  );
}

function linesOf(address: Address): string[] {
  const { firstName, lastName, companyName, streetAddress1, streetAddress2 } = address;
  const place = [address.postalCode, address.city, address.countryArea].filter(Boolean).join(" ");
  const name = `${firstName} ${lastName}`.trim();
  return [name, companyName, streetAddress1, streetAddress2, place, address.country.country].filter(Boolean);
}

export default guarded(Addresses);
