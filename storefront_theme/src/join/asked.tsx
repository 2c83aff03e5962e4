import "server-only";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { channelOf } from "@/channels";
import type { JoinPageQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { PageLink } from "@/ui/page-link";
import type { Asked, JoinWords } from "./asking";

type Rules = NonNullable<JoinPageQuery["mlmEnrolmentRules"]>;

/** What the form asks for: no more than the channel's rules do. */
export async function askedOf(channel: string, page: JoinPageQuery, rules: Rules): Promise<Asked> {
  const names = new Intl.DisplayNames(await getLocale(), { type: "region" });
  // By the rule of the nearest a country helps to find somebody; it can be left open then.
  const nearest = rules.sponsorRule === "NEAREST" ? channelOf(channel).countries : [];
  const codes = rules.countries.length ? rules.countries : nearest;
  return {
    account: page.me ? "none" : page.mlmInvitation ? "invited" : "new",
    birthDate: rules.ageMin > 0,
    enroller: rules.sponsorRule === "REFUSE",
    countries: codes.map((code) => ({ code, name: names.of(code) ?? code })),
    countryNeeded: rules.countries.length > 0,
    agreementVersion: page.mlmAgreement?.version ?? null,
  };
}

const PLAIN = [
  ...(["REQUIRED", "CODE_UNKNOWN", "CODE_ENDED", "NO_SPONSOR", "ALREADY_ENROLLED", "INVALID_EMAIL"] as const),
  ...(["PASSWORD_REFUSED", "COUNTRY_REFUSED", "AGREEMENT_REQUIRED", "AGREEMENT_OUTDATED"] as const),
  ...(["INVITATION_EXPIRED", "INVITATION_USED", "INVITATION_WITHDRAWN", "INVITATION_OF_ANOTHER"] as const),
  ...(["WAITING_TIME", "TOO_MANY", "COMMIT_UNDER_WAY", "UNREACHABLE", "OTHER"] as const),
];

export async function wordsOf(channel: string, here: string, rules: Rules): Promise<JoinWords> {
  const t = await getTranslations("join");
  const login = (words: ReactNode) => (
    <PageLink href={paths.login(channel, here)} className="quiet-link">
      {words}
    </PageLink>
  );
  const errors = Object.fromEntries(PLAIN.map((code) => [code, t(`errors.${code}`)]));
  return {
    introducer: t("introducer"),
    you: t("you"),
    agreement: t("agreement"),
    enrollerCode: t("enrollerCode"),
    enrollerCodeHint: t("enrollerCodeHint"),
    optional: t("optional"),
    displayName: t("displayName"),
    displayNameHint: t("displayNameHint"),
    email: t("email"),
    emailInvited: t("emailInvited"),
    password: t("password"),
    passwordHint: t("passwordHint"),
    birthDate: t("birthDate"),
    birthDateHint: t("birthDateHint", { age: rules.ageMin }),
    country: t("country"),
    choose: t("chooseCountry"),
    accept: t("accept"),
    submit: t("submit"),
    pending: t("pending"),
    look: t("look"),
    errors: {
      ...errors,
      TOO_YOUNG: t("errors.TOO_YOUNG", { age: rules.ageMin }),
      LOGIN_REQUIRED: t.rich("errors.LOGIN_REQUIRED", { a: login }),
    },
  };
}
