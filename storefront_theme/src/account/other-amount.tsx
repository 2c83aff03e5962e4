import { getTranslations } from "next-intl/server";
import { Price } from "@/ui/price";
import type { Sale } from "./figures";
import { plainName } from "./requirements";

/** An amount that belongs to no order: for a rank, or by a guarantee. */
export async function OtherAmount({ sale }: { sale: Sale }) {
  const t = await getTranslations("period");
  const [line] = sale.lines;
  if (!line) return null;
  const names = {
    SALE: t("orderUnknown"),
    RANK: t("forRank", { rank: plainName(line.rank ?? "") }),
    GUARANTEE_GIVEN: t("guaranteeGiven"),
    GUARANTEE_GOT: t("guaranteeGot"),
  };
  return (
    <li className="border-b border-line py-5">
      <div className="flex items-baseline justify-between gap-6">
        <h3 className="font-serif text-lg">{names[line.part]}</h3>
        <Price money={sale.sum} className="text-lg" />
      </div>
      <p className="mt-0.5 text-right text-sm text-soft">{t(`states.${line.state}`)}</p>
    </li>
  );
}
