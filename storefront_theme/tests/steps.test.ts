import { describe, expect, it } from "vitest";
import { firstOpen, stepOf, stepsOf } from "@/checkout/steps";

const address = { city: "Springfield" };
const none = { shippingAddress: null, billingAddress: null, shippingMethod: null };
const empty = { email: null, isShippingRequired: true, ...none };
const billed = { ...empty, email: "a@example.com", billingAddress: address };
const addressed = { ...billed, shippingAddress: address };
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
    const byMail = { ...billed, isShippingRequired: false };
    expect(stepsOf(byMail)).toEqual(["address", "payment"]);
    expect(firstOpen(byMail)).toBe("payment");
  });

  it("ask where a parcel goes that came into the bag later", () => {
    expect(firstOpen(billed)).toBe("address");
  });
});
