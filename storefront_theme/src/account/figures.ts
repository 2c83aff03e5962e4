import type { EarningLineFragment, SumsFragment } from "@/graphql/documents";
import type { Money } from "@/money";

/** What a row of earnings comes to: as posted, or as estimated while its period is not settled. */
export function earned(row: SumsFragment): Money {
  const { period, estimated, pending, available, paid, currency } = row;
  if (period.state !== "COMMITTED") return estimated;
  return { currency, amount: added([pending, available, paid]) };
}

/** One sum for each currency, in the order in which currencies first come. */
export function byCurrency(amounts: readonly Money[]): Money[] {
  const currencies = [...new Set(amounts.map((money) => money.currency))];
  return currencies.map((currency) => ({
    currency,
    amount: added(amounts.filter((money) => money.currency === currency)),
  }));
}

/** Amounts are exact to four decimals at most; adding binary fractions must not show. */
function added(amounts: readonly Money[]): number {
  return amounts.reduce((sum, money) => sum + Math.round(money.amount * 10_000), 0) / 10_000;
}

/** The currency in which somebody has earned in most periods. */
export function mainCurrency(rows: readonly SumsFragment[]): string | null {
  const counted = new Map<string, number>();
  for (const row of rows) counted.set(row.currency, (counted.get(row.currency) ?? 0) + 1);
  return [...counted].sort((a, b) => b[1] - a[1] || b[0].localeCompare(a[0]))[0]?.[0] ?? null;
}

export type Sale = { key: string; order: string | null; lines: EarningLineFragment[]; sum: Money };

/** Lines of one order beside each other, orders as they come; amounts of no order by themselves. */
export function bySale(lines: readonly EarningLineFragment[]): Sale[] {
  const keys = [...new Set(lines.map(saleKey))];
  return keys.map((key) => {
    const own = lines.filter((line) => saleKey(line) === key);
    const currency = own[0]?.amount.currency ?? "";
    const sum = { currency, amount: added(own.map((line) => line.amount)) };
    return { key, order: own[0]?.orderNumber ?? null, lines: own, sum };
  });
}

function saleKey({ id, part, orderNumber }: EarningLineFragment): string {
  return part === "SALE" ? `order ${orderNumber ?? ""}` : id;
}

/** "2026-11" as "November 2026"; weeks and days stay as the plan calls them. */
export function periodName(key: string, locale: string): string {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(key) ?? [];
  if (!year || !month) return key;
  const first = new Date(Date.UTC(Number(year), Number(month) - 1, 1));
  return first.toLocaleDateString(locale, { month: "long", year: "numeric", timeZone: "UTC" });
}

/** "0.025" as "2.5%". */
export function percent(rate: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(
    Number(rate),
  );
}

/** A volume of at most four decimals: "24.70", "1,250.00". */
export function points(value: string, locale: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 4 };
  return new Intl.NumberFormat(locale, digits).format(Number(value));
}

export function volume(volumes: readonly { name: string; value: string }[], name: string): string {
  return volumes.find((volume) => volume.name === name)?.value ?? "0";
}
