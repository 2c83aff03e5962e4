import { describe, expect, it } from "vitest";
import { listAddress, wishOf } from "@/catalogue/listing";
import { drawingOf } from "@/picture/drawing";

describe("the wish in an address", () => {
  it("is what is known of it", () => {
    expect(wishOf({ q: " soap ", sort: "low", after: "abc" })).toMatchObject({
      search: "soap",
      sort: "low",
      after: "abc",
    });
    expect(wishOf({ q: ["a", "b"], sort: "nonsense" })).toMatchObject({ sort: "name" });
  });

  it("is written back, the usual left out", () => {
    expect(listAddress("/us/products", { sort: "name" })).toBe("/us/products");
    expect(listAddress("/us/products", { sort: "high", search: "a b" })).toBe(
      "/us/products?q=a+b&sort=high",
    );
  });
});

describe("the drawing of a product", () => {
  it("follows the words of its metadata", () => {
    expect(drawingOf("any", "dropper amber blush arch")).toEqual({
      shape: "dropper",
      material: "amber",
      ground: "blush",
      backdrop: "arch",
    });
  });

  it("is the same every time for a product without words", () => {
    expect(drawingOf("product-01", null)).toEqual(drawingOf("product-01", "unknown"));
    expect(drawingOf("product-01", null)).not.toEqual(drawingOf("product-02", null));
  });
});
