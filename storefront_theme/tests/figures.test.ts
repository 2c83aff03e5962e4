import { expect, test } from "vitest";
import { byCurrency, bySale, earned, mainCurrency, percent, periodName, points } from "@/account/figures";
import type { EarningLineFragment, SumsFragment } from "@/graphql/documents";

const money = (amount: number, currency = "USD") => ({ amount, currency, minor: "" });

function row(key: string, state: "OPEN" | "COMMITTED", currency = "USD"): SumsFragment {
  return {
    period: { key, startsAt: "", endsAt: "", state },
    currency,
    estimated: money(1.1, currency),
    pending: money(0.1, currency),
    available: money(0.2, currency),
    paid: money(0, currency),
  };
}

function line(orderNumber: string | null, amount: number): EarningLineFragment {
  return {
    id: `${orderNumber}${amount}`, state: "ESTIMATED", part: orderNumber ? "SALE" : "RANK", rank: null, level: 1, paidLevel: 1, base: "1", rate: "0.1",
    amount: money(amount), source: null, orderNumber, skipped: [],
  };
}

test("an open period comes to its estimate, a settled one to what was posted", () => {
  expect(earned(row("2026-11", "OPEN")).amount).toBe(1.1);
  expect(earned(row("2026-10", "COMMITTED")).amount).toBe(0.3);
});

test("sums stay apart by currency and show no binary fractions", () => {
  expect(byCurrency([money(0.1), money(5, "JPY"), money(0.2)])).toEqual([
    { currency: "USD", amount: 0.3 },
    { currency: "JPY", amount: 5 },
  ]);
});

test("the main currency is the one of most periods", () => {
  expect(mainCurrency([row("b", "OPEN", "JPY"), row("b", "OPEN"), row("a", "COMMITTED")])).toBe("USD");
  expect(mainCurrency([])).toBeNull();
});

test("lines of an order stand together", () => {
  const sales = bySale([line("7", 1.2), line("8", 2), line("7", -0.2)]);

  expect(sales.map((sale) => [sale.order, sale.lines.length, sale.sum.amount])).toEqual([
    ["7", 2, 1],
    ["8", 1, 2],
  ]);
});

test("amounts of no order stand by themselves", () => {
  const sales = bySale([line("7", 1), line(null, 50), line(null, 200)]);

  expect(sales.map((sale) => [sale.order, sale.sum.amount])).toEqual([
    ["7", 1],
    [null, 50],
    [null, 200],
  ]);
});

test("months, rates and volumes are written as people write them", () => {
  expect(periodName("2026-11", "en-US")).toBe("November 2026");
  expect(periodName("2026-11", "ja-JP")).toBe("2026年11月");
  expect(periodName("2026-W07", "en-US")).toBe("2026-W07");
  expect(percent("0.025", "en-US")).toBe("2.5%");
  expect(points("1250", "en-US")).toBe("1,250.00");
});
