import { getTranslations } from "next-intl/server";
import type { RanksFragment } from "@/graphql/documents";
import { RequirementList } from "./requirement-list";
import { singly } from "./requirements";

type Props = { me: RanksFragment; month: string };

/** The rank of this period, the title, and what the next rank asks for. A plan may have no ranks. */
export async function YourRank({ me, month }: Props) {
  if (!me.rank && !me.title && !me.nextRank) return null;
  return (
    <section
      aria-labelledby="rank"
      className="mt-16 grid gap-x-20 gap-y-10 border-t border-ink/70 pt-8 md:mt-20 lg:grid-cols-[1fr_1.6fr]"
    >
      <Now me={me} month={month} />
      <Next me={me} />
    </section>
  );
}

async function Now({ me, month }: Props) {
  const t = await getTranslations("rank");
  const kept = me.title && me.title.key !== me.rank?.key ? me.title : null;
  return (
    <div>
      <h2 id="rank" className="label font-sans text-soft">
        {t("yours", { month })}
      </h2>
      <p className="text-title mt-4 font-serif">{me.rank?.name ?? t("none")}</p>
      <p className="mt-3 max-w-sm leading-relaxed text-soft">
        {kept ? t("title", { title: kept.name }) : me.rank ? t("estimate", { month }) : t("noneText")}
      </p>
    </div>
  );
}

async function Next({ me: { nextRank } }: { me: RanksFragment }) {
  const t = await getTranslations("rank");
  if (!nextRank) return <p className="max-w-md self-center leading-relaxed text-soft">{t("top")}</p>;
  return (
    <div>
      <h3 className="text-heading mb-5">{t("next", { rank: nextRank.rank.name })}</h3>
      <RequirementList asked={singly(nextRank.requirements)} />
    </div>
  );
}
