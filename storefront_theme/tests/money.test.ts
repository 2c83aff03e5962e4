import { describe, expect, it } from "vitest";
import { formatMoney } from "@/money";

describe("money", () => {
  it("has the decimals of its currency", () => {
    expect(formatMoney({ amount: 12.5, currency: "USD" }, "en-US")).toBe("$12.50");
    expect(formatMoney({ amount: 1250, currency: "JPY" }, "ja-JP")).toBe("¥1,250");
    expect(formatMoney({ amount: 1250, currency: "JPY" }, "en-US")).toBe("¥1,250");
  });
});
