import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { OrderList } from "@/account/order-list";
import { AccountShell } from "@/account/shell";
import { MyOrdersDocument } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageTitle } from "@/ui/page-title";

const ORDERS = 20;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("title"), robots: { index: false } };
}

async function Orders(props: PageProps<"/[channel]/account/orders">) {
  const { channel } = await props.params;
  const { after } = await props.searchParams;
  const token = await requireToken(channel, paths.orders(channel));
  const page = { first: ORDERS, after: typeof after === "string" ? after : null };
  const { me, mlmMe } = await ask(MyOrdersDocument, page, token);
  if (!me) redirect(`${paths.login(channel, paths.orders(channel))}&expired=1`);
  const t = await getTranslations("orders");
  const orders = me.orders?.edges.map((edge) => edge.node) ?? [];
  const next = me.orders?.pageInfo.hasNextPage ? me.orders.pageInfo.endCursor : null;
  return (
    <AccountShell channel={channel} current="orders" distributor={Boolean(mlmMe)}>
      {orders.length ? (
        <div className="max-w-3xl">
          <PageTitle>{t("title")}</PageTitle>
          <OrderList orders={orders} />
          {next && (
            <ButtonLink
              look="outline"
              className="mt-6"
              href={`${paths.orders(channel)}?after=${encodeURIComponent(next)}`}
            >
              {t("more")}
            </ButtonLink>
          )}
        </div>
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

export default guarded(Orders);
