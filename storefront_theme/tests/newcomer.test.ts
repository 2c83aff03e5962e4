import { describe, expect, it } from "vitest";
import { arrival, inputOf, missing, placed, type Said, type Way } from "@/join/newcomer";

const SAID: Said = {
  displayName: "Eve",
  enrollerCode: "MARIE",
  email: "eve@example.com",
  birthDate: "",
  country: "",
  agreementVersion: "2026-1",
};
const VISITOR: Way = { channel: "us", password: "a b c", invitation: "", isVisitor: true };
const ACCOUNT = { languageCode: "EN", redirectUrl: "https://shop.example/us/confirm" };
const OPEN = { email: "eve@example.com", displayName: "Eve", state: "OPEN" } as const;
const RULES = { ageMin: 0, countries: [], sponsorRule: "REFUSE", coolingOffDays: 14 } as const;
const MARIE = { code: "MARIE", displayName: "Marie", active: true };

describe("what is sent of a newcomer", () => {
  it("is an account for a visitor, and nothing of what was left open", () => {
    expect(inputOf(SAID, VISITOR, ACCOUNT)).toEqual({
      displayName: "Eve",
      enrollerCode: "MARIE",
      agreementVersion: "2026-1",
      channel: "us",
      email: "eve@example.com",
      password: "a b c",
      ...ACCOUNT,
    });
  });

  it("is no account for a customer, and the side that the link asked for", () => {
    const way: Way = { ...VISITOR, isVisitor: false, invitation: "secret", place: "LEFT" };
    expect(inputOf(SAID, way, ACCOUNT)).toEqual({
      displayName: "Eve",
      enrollerCode: "MARIE",
      agreementVersion: "2026-1",
      channel: "us",
      invitationToken: "secret",
      place: "LEFT",
    });
  });
});

describe("what is missing", () => {
  const empty = { ...SAID, displayName: "", email: "" };
  const no = { ...VISITOR, password: "" };

  it.each([
    [no, { displayName: "REQUIRED", email: "REQUIRED", password: "REQUIRED" }],
    [{ ...no, invitation: "secret" }, { displayName: "REQUIRED", password: "REQUIRED" }],
    [{ ...no, isVisitor: false }, { displayName: "REQUIRED" }],
  ])("depends on who comes", (way, errors) => expect(missing(empty, way)).toEqual(errors));
});

describe("the store's errors", () => {
  it("stand beside their fields, the rest above all, the first of each", () => {
    const errors = [
      { field: "country", code: "REQUIRED" },
      { field: "country", code: "COUNTRY_REFUSED" },
      { field: "password", code: "ACCOUNT_REFUSED" },
      { field: "email", code: "ACCOUNT_REFUSED" },
      { field: "invitationToken", code: "INVITATION_EXPIRED" },
      { field: null, code: "COMMIT_UNDER_WAY" },
    ];
    expect(placed(errors)).toEqual({
      country: "REQUIRED",
      password: "PASSWORD_REFUSED",
      email: "INVALID_EMAIL",
      "": "INVITATION_EXPIRED",
    });
  });
});

describe("as what somebody comes", () => {
  const me = { email: "Eve@example.com", firstName: "Eve" };
  const nobody = { me: null, mlmMe: null, mlmInvitation: null, mlmEnrolmentRules: { ...RULES, countries: [] } };
  const invitation = { ...OPEN, enroller: MARIE };
  const past = { ...invitation, state: "WITHDRAWN" as const };
  const other = { ...me, email: "other@example.com" };

  it.each([
    ["visitor", nobody, false],
    ["closed", { ...nobody, mlmEnrolmentRules: null }, false],
    ["customer", { ...nobody, me }, false],
    ["member", { ...nobody, me, mlmMe: { code: "EVE", status: "ACTIVE" as const } }, false],
    ["customer", { ...nobody, me, mlmMe: { code: "EVE", status: "ENDED" as const } }, false],
    ["invited", { ...nobody, mlmInvitation: invitation }, true],
    ["customer", { ...nobody, me, mlmInvitation: invitation }, true],
    ["other-account", { ...nobody, me: other, mlmInvitation: invitation }, true],
    ["invitation-over", { ...nobody, mlmInvitation: past }, true],
    ["invitation-over", nobody, true],
  ])("%s", (expected, page, isInvited) => expect(arrival(page, isInvited)).toBe(expected));
});
