/** Money as Saleor answers it: in units of the currency, exact to its minor unit. */
export type Money = { amount: number; currency: string };

/** "$12.50", "￥1,250": as the channel's people write it, with the currency's own decimals. */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  const written = new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  return written.replace("￥", "¥");
}
