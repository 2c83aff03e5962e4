import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { earned, periodName } from "@/account/figures";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import { EarningsDocument, type SumsFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageTitle } from "@/ui/page-title";
import { Price } from "@/ui/price";
import { Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("earnings");
  return { title: t("title"), robots: { index: false } };
}

async function Earnings(props: PageProps<"/[channel]/account/earnings">) {
  const { channel } = await props.params;
  const token = await requireToken(channel, paths.earnings(channel));
  const { mlmMe } = await ask(EarningsDocument, {}, token);
  if (!mlmMe) return <NotDistributor channel={channel} current="earnings" />;
  const t = await getTranslations("earnings");
  return (
    <AccountShell channel={channel} current="earnings" distributor>
      {mlmMe.earnings.length ? (
        <>
          <PageTitle under={t("under")}>{t("title")}</PageTitle>
          <Periods rows={mlmMe.earnings} channel={channel} />
        </>
      ) : (
        <div className="py-20 md:py-28">
          <EmptyState title={t("empty")} text={t("emptyText")}>
            <ButtonLink href={paths.link(channel)}>{t("toLink")}</ButtonLink>
          </EmptyState>
        </div>
      )}
    </AccountShell>
  );
}

async function Periods({ rows, channel }: { rows: SumsFragment[]; channel: string }) {
  const t = await getTranslations("earnings");
  const locale = await getLocale();
  const state = (row: SumsFragment) => t(`states.${row.period.state}`);
  const settled = (row: SumsFragment, part: "pending" | "available") =>
    row.period.state === "COMMITTED" ? <Price money={row[part]} /> : "–";
  return (
    <Table
      caption={t("caption")}
      rows={rows}
      rowKey={(row) => row.period.key + row.currency}
      columns={[
        {
          heading: t("period"),
          cell: (row) => (
            <>
              <Link href={paths.period(channel, row.period.key)} className="quiet-link font-serif text-lg">
                {periodName(row.period.key, locale)}
              </Link>
              <span className="mt-0.5 block text-sm text-soft md:hidden">{state(row)}</span>
            </>
          ),
        },
        { heading: t("state"), wideOnly: true, cell: state },
        { heading: t("pending"), align: "right", wideOnly: true, cell: (row) => settled(row, "pending") },
        { heading: t("available"), align: "right", wideOnly: true, cell: (row) => settled(row, "available") },
        {
          heading: t("total"),
          align: "right",
          cell: (row) => <Price money={earned(row)} className="text-lg" />,
        },
      ]}
    />
  );
}

export default guarded(Earnings);
