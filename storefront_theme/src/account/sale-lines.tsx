import { getLocale, getTranslations } from "next-intl/server";
import type { EarningLineFragment } from "@/graphql/documents";
import { Price } from "@/ui/price";
import { percent, points, type Sale } from "./figures";

/** One sale and what it paid: the sum, then for each amount how it came about. */
export async function SaleLines({ sale }: { sale: Sale }) {
  const t = await getTranslations("period");
  const first = sale.lines[0];
  const source = first?.source?.displayName;
  return (
    <li className="border-b border-line py-5">
      <div className="flex items-baseline justify-between gap-6">
        <h3 className="font-serif text-lg">
          {sale.order ? t("order", { number: sale.order }) : t("orderUnknown")}
        </h3>
        <Price money={sale.sum} className="text-lg" />
      </div>
      <p className="mt-0.5 flex justify-between gap-6 text-sm text-soft">
        <span>
          {first?.level === 0 || !source ? t("fromSelf") : t("from", { name: source })}
          {first?.paidLevel != null && ` · ${t("level", { level: first.paidLevel })}`}
        </span>
        {first && <span>{t(`states.${first.state}`)}</span>}
      </p>
      <details className="group mt-1.5">
        <summary className="inline-flex min-h-9 items-center text-sm text-clay quiet-link">
          {t("why")}
        </summary>
        <ul className="mt-2 mb-1 space-y-4 border-l-2 border-sage pl-4 text-[0.9375rem] leading-relaxed">
          {sale.lines.map((line) => (
            <Reason key={line.id} line={line} />
          ))}
        </ul>
      </details>
    </li>
  );
}

async function Reason({ line }: { line: EarningLineFragment }) {
  const t = await getTranslations("period");
  const locale = await getLocale();
  return (
    <li>
      <p className="flex justify-between gap-6 tabular-nums">
        <span>
          {t("formula", { rate: percent(line.rate ?? "0", locale), base: points(line.base, locale) })}
        </span>
        <Price money={line.amount} />
      </p>
      <p className="text-soft">
        {line.state === "REVERSED" && `${t("reversed")} `}
        {line.level != null && t("place", { level: line.level })}{" "}
        {line.skipped.map((skip, index) => (
          <span key={index}>{t(`skip.${reason(skip.reason)}`, { name: skip.distributor?.displayName ?? "" })} </span>
        ))}
        {line.paidLevel != null && t("paidLevel", { paidLevel: line.paidLevel })}
      </p>
    </li>
  );
}

function reason(code: string) {
  return code === "inactive" || code === "ended" ? code : "other";
}
