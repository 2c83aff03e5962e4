import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { DistributorOverview } from "@/account/distributor-overview";
import { OrderList } from "@/account/order-list";
import { AccountShell } from "@/account/shell";
import { Joined } from "@/join/joined";
import { OverviewDocument, type OverviewQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("name"), robots: { index: false } };
}

async function Overview(props: PageProps<"/[channel]/account">) {
  const { channel } = await props.params;
  const { joined } = await props.searchParams;
  const token = await requireToken(channel, joined ? paths.joined(channel) : paths.account(channel));
  const found = await ask(OverviewDocument, { channel }, token);
  if (!found.me) redirect(`${paths.login(channel, paths.account(channel))}&expired=1`);
  return (
    <AccountShell channel={channel} current="overview" distributor={Boolean(found.mlmMe)}>
      {found.mlmMe ? (
        <DistributorOverview channel={channel} me={found.mlmMe} period={found.mlmPeriods[0]}>
          {joined && <Joined channel={channel} />}
        </DistributorOverview>
      ) : (
        <CustomerOverview channel={channel} me={found.me} />
      )}
    </AccountShell>
  );
}

type Customer = { channel: string; me: NonNullable<OverviewQuery["me"]> };

async function CustomerOverview({ channel, me }: Customer) {
  const t = await getTranslations("overview");
  const orders = me.orders?.edges.map((edge) => edge.node) ?? [];
  return (
    <>
      <PageTitle under={me.email}>
        {me.firstName ? t("hello", { name: me.firstName }) : t("helloPlain")}
      </PageTitle>
      <div className="grid gap-16 lg:grid-cols-[1fr_26rem] lg:gap-24">
        <section aria-labelledby="orders">
          <h2 id="orders" className="text-heading mb-5">
            {t("orders")}
          </h2>
          {orders.length ? (
            <>
              <OrderList orders={orders} />
              <ButtonLink look="quiet" href={paths.orders(channel)} className="mt-4">
                {t("seeOrders")}
              </ButtonLink>
            </>
          ) : (
            <p className="text-soft">{t("noOrders")}</p>
          )}
        </section>
        <Join channel={channel} />
      </div>
    </>
  );
}

async function Join({ channel }: { channel: string }) {
  const t = await getTranslations("join");
  return (
    <Card tone="bone" className="self-start">
      <section aria-labelledby="join">
        <h2 id="join" className="text-heading">
          {t("passItOn")}
        </h2>
        <p className="mt-3 mb-7 leading-relaxed text-soft">{t("text")}</p>
        <ButtonLink href={paths.join(channel)}>{t("become")}</ButtonLink>
      </section>
    </Card>
  );
}

export default guarded(Overview);
