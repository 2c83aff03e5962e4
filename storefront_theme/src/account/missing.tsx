import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { PeriodEarningsQuery } from "@/graphql/documents";
import { points, volume } from "./figures";
import { RequirementList } from "./requirement-list";
import { unmet, type Requirement } from "./requirements";

type Me = NonNullable<PeriodEarningsQuery["mlmMe"]>;

/** The answer to "why not paid", with the figures that decide it. */
export async function Missing({ me, month }: { me: Me; month: string }) {
  const t = await getTranslations("period");
  const missed = unmet(me.requirements);
  return (
    <aside aria-labelledby="missing" className="self-start bg-bone p-6 md:p-8">
      <h2 id="missing" className="text-heading">
        {t("missing")}
      </h2>
      <p className="mt-3 leading-relaxed text-soft">{t("missingText")}</p>
      <div className="mt-6 border-t border-line pt-6 leading-relaxed">
        {missed.length ? <Unmet missed={missed} month={month} /> : <Own me={me} month={month} />}
      </div>
    </aside>
  );
}

/** The conditions on which bonuses pay somebody, as far as they were not met. */
async function Unmet({ missed, month }: { missed: readonly Requirement[]; month: string }) {
  const t = await getTranslations("period");
  return (
    <section aria-labelledby="unmet">
      <h3 id="unmet" className="mb-4 font-serif text-lg">
        {t("unmet", { month })}
      </h3>
      <RequirementList asked={missed} />
      <p className="mt-5 text-sm text-soft">{t("unmetText")}</p>
    </section>
  );
}

async function Own({ me, month }: { me: Me; month: string }) {
  const t = await getTranslations("period");
  const value = points(volume(me.volumes, "personal QV"), await getLocale());
  const asked = me.requirements.some(({ bonuses }) => bonuses.length > 0);
  const b = (words: ReactNode) => <b className="font-medium tabular-nums">{words}</b>;
  return (
    <>
      <p>{t.rich("missingOwn", { month, value, b })}</p>
      {asked && <p className="mt-3">{t("allMet", { month })}</p>}
    </>
  );
}
