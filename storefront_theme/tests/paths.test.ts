import { describe, expect, it } from "vitest";
import { localPath } from "@/paths";

describe("the address to come back to", () => {
  it.each(["/us/cart", "/us/products?page=2"])("takes %s", (path) => {
    expect(localPath(path, "/us")).toBe(path);
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil.example", "us", "", null, undefined])(
    "does not leave the storefront by %s",
    (path) => {
      expect(localPath(path, "/us")).toBe("/us");
    },
  );
});
