import { getLocale, getTranslations } from "next-intl/server";
import type { SumsFragment } from "@/graphql/documents";
import { formatMoney } from "@/money";
import { earned, mainCurrency, periodName } from "./figures";

const PERIODS_MAX = 12;
const HEIGHT = 120;
const WIDTH = 64;

/** A bar for each period, oldest first. One bar would say nothing, so there are two at least. */
export async function History({ rows }: { rows: readonly SumsFragment[] }) {
  const t = await getTranslations("overview");
  const currency = mainCurrency(rows);
  const shown = rows.filter((row) => row.currency === currency).slice(0, PERIODS_MAX).reverse();
  if (!currency || shown.length < 2) return null;
  const most = Math.max(...shown.map((row) => earned(row).amount), 0.01);
  return (
    <section aria-labelledby="history" className="mt-16 md:mt-20">
      <h2 id="history" className="text-heading">
        {t("history")}
      </h2>
      <p className="mt-2 text-soft">{t("historyText", { currency })}</p>
      <ol className="mt-8 flex flex-wrap items-end gap-y-8">
        {shown.map((row) => (
          <Bar key={row.period.key} row={row} share={Math.max(0, earned(row).amount) / most} />
        ))}
      </ol>
    </section>
  );
}

async function Bar({ row, share }: { row: SumsFragment; share: number }) {
  const locale = await getLocale();
  const height = Math.max(6, Math.round(share * HEIGHT));
  const isOpen = row.period.state !== "COMMITTED";
  return (
    <li className="flex min-w-28 flex-col items-start md:min-w-40">
      <span className="font-serif text-lg tabular-nums lining-nums">{formatMoney(earned(row), locale)}</span>
      <svg aria-hidden="true" width={WIDTH} height={height} className="mt-2 block">
        <rect
          width={WIDTH}
          height={height}
          className={isOpen ? "fill-sage stroke-moss [stroke-dasharray:4_3]" : "fill-moss"}
        />
      </svg>
      <span className="w-full border-t border-ink/70 pt-2 pr-3 text-sm text-soft">{periodName(row.period.key, locale)}</span>
    </li>
  );
}
