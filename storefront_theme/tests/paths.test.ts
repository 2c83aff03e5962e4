import { describe, expect, it } from "vitest";
import { localPath, paths } from "@/paths";

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

describe("an address with a question", () => {
  it("leaves out what is not said, and keeps what is said to be nothing", () => {
    expect(paths.join("us", { enroller: "", invitation: undefined })).toBe("/us/join?enroller=");
    expect(paths.tree("us", { of: "KA TO", in: null })).toBe("/us/account/team/tree?of=KA+TO");
    expect(paths.team("us")).toBe("/us/account/team");
  });
});
