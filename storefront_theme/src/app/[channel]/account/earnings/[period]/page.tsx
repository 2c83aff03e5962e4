import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { bySale, earned, periodName } from "@/account/figures";
import { Missing } from "@/account/missing";
import { NotDistributor } from "@/account/not-distributor";
import { OtherAmount } from "@/account/other-amount";
import { SaleLines } from "@/account/sale-lines";
import { AccountShell } from "@/account/shell";
import { PeriodEarningsDocument, type PeriodEarningsQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageTitle } from "@/ui/page-title";
import { Price } from "@/ui/price";

const LINES = 50;

type Me = NonNullable<PeriodEarningsQuery["mlmMe"]>;
type Row = Me["earnings"][number];
type Place = { channel: string; period: string };

export async function generateMetadata(
  props: PageProps<"/[channel]/account/earnings/[period]">,
): Promise<Metadata> {
  const { period } = await props.params;
  return { title: periodName(decodeURIComponent(period), await getLocale()), robots: { index: false } };
}

async function PeriodPage(props: PageProps<"/[channel]/account/earnings/[period]">) {
  const params = await props.params;
  const place = { channel: params.channel, period: decodeURIComponent(params.period) };
  const { currency, after } = await props.searchParams;
  const token = await requireToken(place.channel, paths.period(place.channel, place.period));
  const chosen = { period: place.period, first: LINES, after: typeof after === "string" ? after : null };
  const { mlmMe, mlmPeriods } = await ask(PeriodEarningsDocument, chosen, token);
  if (!mlmMe) return <NotDistributor channel={place.channel} current="earnings" />;
  const period = mlmPeriods.find(({ key }) => key === place.period) ?? mlmMe.earnings[0]?.period;
  const rows = mlmMe.earnings.filter((row) => !currency || row.currency === currency);
  return (
    <AccountShell channel={place.channel} current="earnings" distributor>
      {period ? <Period {...{ place, rows, me: mlmMe, state: period.state }} /> : <Unknown {...place} />}
    </AccountShell>
  );
}

type Props = { place: Place; rows: Row[]; me: Me; state: Row["period"]["state"] };

async function Period({ place, rows, me, state }: Props) {
  const t = await getTranslations("period");
  const month = periodName(place.period, await getLocale());
  const about = { OPEN: t("estimateText"), CLOSING: t("closingText"), COMMITTED: t("committedText") };
  const back = (
    <Link href={paths.earnings(place.channel)} className="hover:text-ink">
      ← {t("over")}
    </Link>
  );
  return (
    <>
      <PageTitle over={back} under={rows.length ? about[state] : t("emptyTitle", { month })}>
        {month}
      </PageTitle>
      <div className="grid gap-16 lg:grid-cols-[1fr_22rem] lg:gap-20">
        <div className="space-y-14">
          {rows.map((row) => (
            <CurrencyPart key={row.currency} row={row} place={place} />
          ))}
          {!rows.length && (
            <ButtonLink look="outline" href={paths.link(place.channel)}>
              {t("toLink")}
            </ButtonLink>
          )}
        </div>
        <Missing me={me} month={month} />
      </div>
    </>
  );
}

async function CurrencyPart({ row, place }: { row: Row; place: Place }) {
  const t = await getTranslations("period");
  const { edges, pageInfo } = row.lines;
  const more = new URLSearchParams({ currency: row.currency, after: pageInfo.endCursor ?? "" });
  return (
    <section aria-labelledby={row.currency}>
      <div className="flex items-baseline justify-between border-b border-ink/70 pb-3">
        <h2 id={row.currency} className="label font-sans text-soft">
          {t("sum", { currency: row.currency })}
        </h2>
        <Price money={earned(row)} className="text-heading font-serif lining-nums" />
      </div>
      <ol>
        {bySale(edges.map((edge) => edge.node)).map((sale) =>
          sale.lines[0]?.part === "SALE" ? (
            <SaleLines key={sale.key} sale={sale} />
          ) : (
            <OtherAmount key={sale.key} sale={sale} />
          ),
        )}
      </ol>
      {pageInfo.hasNextPage && (
        <ButtonLink
          look="outline"
          className="mt-6"
          href={`${paths.period(place.channel, place.period)}?${more}`}
        >
          {t("more")}
        </ButtonLink>
      )}
    </section>
  );
}

async function Unknown({ channel }: Place) {
  const t = await getTranslations("period");
  return (
    <div className="py-20 md:py-28">
      <EmptyState title={t("unknown")} text={t("unknownText")}>
        <ButtonLink href={paths.earnings(channel)}>{t("back")}</ButtonLink>
      </EmptyState>
    </div>
  );
}

export default guarded(PeriodPage);
