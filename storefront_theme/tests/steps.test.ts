import { describe, expect, it } from "vitest";
import { firstOpen, stepOf, stepsOf } from "@/checkout/steps";

const address = { city: "Springfield" } as never;
const empty = { email: null, billingAddress: null, isShippingRequired: true, shippingMethod: null };
const addressed = { ...empty, email: "a@example.com", billingAddress: address };
const ready = { ...addressed, shippingMethod: {} };

describe("the steps of a checkout", () => {
  it("go on with what lacks first", () => {
    expect([empty, addressed, ready].map(firstOpen)).toEqual(["address", "delivery", "payment"]);
  });

  it("can be gone back to, and not jumped over", () => {
    expect(stepOf(ready, "address")).toBe("address");
    expect(stepOf(addressed, "payment")).toBe("delivery");
    expect(stepOf(ready, "nonsense")).toBe("payment");
  });

  it("leave delivery out where nothing is delivered", () => {
    const byMail = { ...addressed, isShippingRequired: false };
    expect(stepsOf(byMail)).toEqual(["address", "payment"]);
    expect(firstOpen(byMail)).toBe("payment");
  });
});
