import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { OverviewQuery, SumsFragment } from "@/graphql/documents";
import type { Money } from "@/money";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Notice } from "@/ui/notice";
import { PageTitle } from "@/ui/page-title";
import { Price } from "@/ui/price";
import { byCurrency, earned, periodName, points, volume } from "./figures";
import { History } from "./history";
import { absolute } from "./link";
import { YourRank } from "./your-rank";

export type Me = NonNullable<OverviewQuery["mlmMe"]>;
type Period = OverviewQuery["mlmPeriods"][number] | undefined;
type Props = { channel: string; me: Me; period: Period; children?: ReactNode };

/** `children`: what there is to say on top today. */
export async function DistributorOverview({ channel, me, period, children }: Props) {
  const t = await getTranslations("overview");
  const locale = await getLocale();
  const month = period ? periodName(period.key, locale) : "";
  return (
    <>
      <PageTitle under={await since(me)}>{t("hello", { name: me.displayName })}</PageTitle>
      {children}
      {me.status === "SUSPENDED" && <Notice className="mb-8">{t("suspended")}</Notice>}
      {me.status === "ENDED" && <Notice className="mb-8">{t("ended")}</Notice>}
      <div className="grid gap-5 lg:grid-cols-[1.35fr_1fr]">
        <SoFar channel={channel} month={month} rows={me.earnings.filter((row) => row.period.key === period?.key)} />
        <Balances rows={me.earnings} />
      </div>
      <div className="mt-5 grid gap-5 lg:grid-cols-2">
        <Volumes me={me} month={month} />
        <Share channel={channel} me={me} />
      </div>
      <YourRank me={me} month={month} />
      <History rows={me.earnings} />
    </>
  );
}

async function since(me: Me) {
  const t = await getTranslations("overview");
  const when = { month: "long", year: "numeric" } as const;
  const date = new Date(me.joinedAt).toLocaleDateString(await getLocale(), when);
  return me.enroller
    ? t("since", { date, name: me.enroller.displayName })
    : t("sinceHead", { date });
}

/** What the running period has brought until now: the page's one large figure. */
async function SoFar({ channel, month, rows }: { channel: string; month: string; rows: SumsFragment[] }) {
  const t = await getTranslations("overview");
  const sums = rows.map(earned);
  return (
    <section aria-labelledby="so-far" className="flex flex-col bg-moss p-7 text-paper md:p-10">
      <h2 id="so-far" className="label font-sans text-sage">
        {t("soFar", { month })}
      </h2>
      {sums.length ? (
        <p className="mt-6 flex flex-wrap items-baseline gap-x-8 gap-y-1 font-serif lining-nums">
          {sums.map((money, index) => (
            <Price key={money.currency} money={money} className={index ? "text-title" : "text-display"} />
          ))}
        </p>
      ) : (
        <p className="text-title mt-6 font-serif">{t("nothingYet")}</p>
      )}
      <p className="mt-6 max-w-md leading-relaxed text-sage">
        {sums.length ? t("estimate", { month }) : t("nothingText")}
      </p>
      <ButtonLink
        look="quiet"
        href={paths.earnings(channel)}
        className="mt-auto self-start pt-6 text-paper! focus-visible:outline-paper"
      >
        {t("seeEarnings")}
      </ButtonLink>
    </section>
  );
}

async function Balances({ rows }: { rows: SumsFragment[] }) {
  const t = await getTranslations("overview");
  const locale = await getLocale();
  const settled = rows.filter((row) => row.period.state === "COMMITTED");
  const last = settled.filter((row) => row.period.key === settled[0]?.period.key);
  const name = last[0] ? `${t("last")}: ${periodName(last[0].period.key, locale)}` : t("last");
  return (
    <Card>
      <dl className="divide-y divide-line">
        <Balance term={t("available")} sums={byCurrency(settled.map((row) => row.available))} large />
        <Balance term={t("pending")} sums={byCurrency(settled.map((row) => row.pending))} />
        <Balance term={name} sums={byCurrency(last.map(earned))} />
      </dl>
    </Card>
  );
}

type BalanceProps = { term: string; sums: Money[]; large?: boolean };

async function Balance({ term, sums, large }: BalanceProps) {
  const t = await getTranslations("overview");
  return (
    <div className="py-5 first:pt-0 last:pb-0">
      <dt className="text-sm text-soft">{term}</dt>
      <dd className={`mt-2.5 flex flex-wrap gap-x-6 font-serif lining-nums ${large ? "text-title" : "text-heading"}`}>
        {sums.length ? sums.map((money) => <Price key={money.currency} money={money} />) : t("none")}
      </dd>
    </div>
  );
}

async function Volumes({ me, month }: { me: Me; month: string }) {
  const t = await getTranslations("overview");
  const own = volume(me.volumes, "personal QV");
  return (
    <Section id="volume" title={t("volume", { month })}>
      <dl className="grid grid-cols-2 gap-6">
        <Figure term={t("own")} value={own} />
        <Figure term={t("group")} value={volume(me.volumes, "group QV")} />
      </dl>
      {!me.frontline.edges.length && <p className="mt-6 text-sm text-soft">{t("noTeam")}</p>}
    </Section>
  );
}

async function Figure({ term, value }: { term: string; value: string }) {
  const t = await getTranslations("overview");
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="mt-1 text-sm text-soft">{term}</dt>
      <dd className="text-heading font-serif tabular-nums lining-nums">
        {t("points", { value: points(value, await getLocale()) })}
      </dd>
    </div>
  );
}

async function Share({ channel, me }: { channel: string; me: Me }) {
  const t = await getTranslations("overview");
  return (
    <Section id="share" title={t("share")}>
      <p className="border border-line bg-paper px-4 py-3 font-mono text-sm break-all select-all">{absolute(me.referralUrl)}</p>
      <p className="mt-4 text-sm text-soft">{t("shareText")}</p>
      <ButtonLink look="quiet" href={paths.link(channel)} className="mt-2">
        {t("seeLink")}
      </ButtonLink>
    </Section>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Card tone="bone">
      <section aria-labelledby={id}>
        <h2 id={id} className="text-heading mb-5">
          {title}
        </h2>
        {children}
      </section>
    </Card>
  );
}
