import { getLocale, getTranslations } from "next-intl/server";
import type { PeriodEarningsQuery } from "@/graphql/documents";
import { points, volume } from "./figures";
import { RequirementList } from "./requirement-list";
import { unmet } from "./requirements";

type Me = NonNullable<PeriodEarningsQuery["mlmMe"]>;

/** The answer to "why not paid", with the figures that decide it. */
export async function Missing({ me, month }: { me: Me; month: string }) {
  const t = await getTranslations("period");
  const value = points(volume(me.volumes, "personal QV"), await getLocale());
  return (
    <aside aria-labelledby="missing" className="self-start bg-bone p-6 md:p-8">
      <h2 id="missing" className="text-heading">
        {t("missing")}
      </h2>
      <p className="mt-3 leading-relaxed text-soft">{t("missingText")}</p>
      <p className="mt-5 border-t border-line pt-5 leading-relaxed">
        {t.rich("missingOwn", { month, value, b: (words) => <b className="font-medium tabular-nums">{words}</b> })}
      </p>
      <Unmet me={me} month={month} />
    </aside>
  );
}

/** The conditions on which bonuses pay somebody, as far as they were not met. */
async function Unmet({ me, month }: { me: Me; month: string }) {
  const t = await getTranslations("period");
  const asked = me.requirements.some(({ bonuses }) => bonuses.length > 0);
  const missed = unmet(me.requirements);
  if (!asked) return null;
  if (!missed.length) return <p className="mt-5 border-t border-line pt-5 leading-relaxed">{t("allMet", { month })}</p>;
  return (
    <section aria-labelledby="unmet" className="mt-5 border-t border-line pt-5">
      <h3 id="unmet" className="mb-4 font-serif text-lg">
        {t("unmet", { month })}
      </h3>
      <RequirementList asked={missed} />
      <p className="mt-5 text-sm leading-relaxed text-soft">{t("unmetText")}</p>
    </section>
  );
}
