import { describe, expect, it } from "vitest";
import { begin, missing, valuesOf } from "@/checkout/address";

const home = { firstName: "Ann", city: "Springfield", country: { code: "US" } };
const office = { ...home, city: "Shelbyville" };

describe("the address form", () => {
  it("begins with two addresses only where they differ", () => {
    const elsewhere = begin("a@example.com", { delivery: home, billing: office }, "US").values;
    const same = begin("a@example.com", { delivery: home, billing: { ...home } }, "US").values;

    expect([elsewhere.isBilledElsewhere, elsewhere.billing.city]).toEqual([true, "Shelbyville"]);
    expect([same.isBilledElsewhere, same.billing.city]).toEqual([false, ""]);
  });

  it("begins with the address of a bill where nothing else is known, and in the shop's country", () => {
    expect(begin(null, { delivery: null, billing: home }, "JP").values.delivery.city).toBe("Springfield");
    expect(begin(null, { delivery: null, billing: null }, "JP").values.delivery.country).toBe("JP");
  });

  it("asks for the second address only when it is ticked", () => {
    const form = new FormData();
    form.set("billing.city", " Shelbyville ");
    expect(missing(valuesOf(form))).toEqual({});

    form.set("isBilledElsewhere", "on");
    const errors = missing(valuesOf(form));
    expect(errors["billing.streetAddress1"]).toBe("REQUIRED");
    expect(Object.keys(errors)).not.toContain("billing.city");
    expect(Object.keys(errors)).not.toContain("billing.phone");
  });
});
