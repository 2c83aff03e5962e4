import { describe, expect, it } from "vitest";
import { read, written } from "@/referral/visit";
import { secondsLeft } from "@/saleor/session";

describe("who referred a visitor", () => {
  it("comes back from the cookie as it went in", () => {
    const visit = { token: "signed", code: "CAROL", name: "Carol 葵" };
    expect(read(written(visit))).toEqual(visit);
  });

  it("keeps the side that the link asked for, and nothing else that somebody wrote there", () => {
    const visit = { token: "signed", code: "CAROL", name: "Carol" };
    expect(read(written({ ...visit, place: "LEFT" }))?.place).toBe("LEFT");
    expect(read(written({ ...visit, place: "TOP" as never }))?.place).toBeUndefined();
  });

  it.each([undefined, "", "nonsense", written({ token: "", code: "A", name: "B" })])(
    "is nobody by the cookie %s",
    (value) => {
      expect(read(value)).toBeNull();
    },
  );
});

describe("an access token", () => {
  const until = (exp: number) =>
    `head.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.signature`;

  it("is used until half a minute before its end", () => {
    expect(secondsLeft(until(1_300), 1_000_000)).toBe(270);
    expect(secondsLeft(until(1_010), 1_000_000)).toBe(0);
  });

  it("that says no end is not kept", () => {
    expect(secondsLeft("head", 1_000_000)).toBe(0);
  });
});
