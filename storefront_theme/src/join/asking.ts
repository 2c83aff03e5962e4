/** What the form asks for and says, from the page that the server makes. */
import type { ReactNode } from "react";
import type { Errors, Said } from "./newcomer";

type Labels =
  | "introducer" | "you" | "agreement" | "displayName" | "displayNameHint" | "email" | "emailInvited"
  | "password" | "passwordHint" | "birthDate" | "birthDateHint" | "country" | "choose" | "accept"
  | "enrollerCode" | "enrollerCodeHint" | "optional" | "submit" | "pending" | "look";
export type JoinWords = Record<Labels, string> & { errors: Record<string, ReactNode> };
export type Asked = {
  account: "none" | "new" | "invited";
  birthDate: boolean;
  /** Whether somebody has to be named who introduced them. */
  enroller: boolean;
  countries: { code: string; name: string }[];
  countryNeeded: boolean;
  /** The version to accept; null where the channel has no agreement. */
  agreementVersion: string | null;
};
/** What a group of fields is given: what was typed, what was refused, and the words for both. */
export type FieldsProps = {
  asked: Asked;
  said: Said;
  errors: Errors;
  words: JoinWords;
  told: (code?: string) => ReactNode;
};
