import { getLocale } from "next-intl/server";
import { formatMoney, type Money } from "@/money";

/** An amount as the channel's people write it; figures stand in columns. */
export async function Price({ money, className = "" }: { money: Money; className?: string }) {
  return (
    <span className={`tabular-nums ${className}`}>{formatMoney(money, await getLocale())}</span>
  );
}
