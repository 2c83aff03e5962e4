import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { points } from "@/account/figures";
import type { TeamFiguresFragment } from "@/graphql/documents";

/** What is counted of a team, and when. */
export async function TeamFigures({ team }: { team: TeamFiguresFragment }) {
  const t = await getTranslations("team");
  const locale = await getLocale();
  const number = (value: number) => value.toLocaleString(locale);
  const figures = [
    [t("size"), number(team.size)],
    [t("activeOnes"), number(team.active)],
    [t("joinedThisPeriod"), number(team.joinedThisPeriod)],
    [t("depth"), number(team.depth)],
    [t("volume"), points(team.volume.value, locale)],
  ];
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 border-y border-ink/70 sm:grid-cols-3 lg:grid-cols-5">
        {figures.map(([term, value]) => (
          <div key={term} className="flex flex-col-reverse justify-end py-4 last:col-span-2 sm:py-5 sm:last:col-span-1">
            <dt className="mt-1 text-sm text-soft">{term}</dt>
            <dd className="text-heading font-serif tabular-nums lining-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <AsOf at={team.asOf} />
    </>
  );
}

/** The instant of the figures in words: they are of now, and say so. */
export async function AsOf({ at }: { at: string | null }) {
  const t = await getTranslations("team");
  if (!at) return <p className="mt-3 text-sm text-soft">{t("notCounted")}</p>;
  const format = await getFormatter();
  const date = format.dateTime(new Date(at), { dateStyle: "long" });
  const time = format.dateTime(new Date(at), { timeStyle: "short" });
  return (
    <p className="mt-3 text-sm text-soft">
      <time dateTime={at}>{t("asOf", { date, time })}</time>
    </p>
  );
}
