/** What the form of who wants to enrol says, and where the store's errors belong in it. */
import type { JoinPageQuery, MlmDistributorEnrollInput } from "@/graphql/documents";
import type { Place } from "@/referral/visit";

export type Said = {
  displayName: string;
  enrollerCode: string;
  email: string;
  birthDate: string;
  country: string;
  /** The version of the agreement that was ticked; empty where none was. */
  agreementVersion: string;
};
export type Field = keyof Said | "password";
/** The store's error codes by field; of "" for what the form has no field for. */
export type Errors = Partial<Record<Field | "", string>>;
export type JoinState = { said: Said; errors: Errors };

/** What comes along beside what is typed: from the address, the visit, and who is signed in. */
export type Way = {
  channel: string;
  password: string;
  invitation: string;
  isVisitor: boolean;
  place?: Place;
};
type Account = Pick<MlmDistributorEnrollInput, "redirectUrl" | "languageCode">;

const FIELDS: Record<Field, true> = {
  displayName: true,
  enrollerCode: true,
  email: true,
  password: true,
  birthDate: true,
  country: true,
  agreementVersion: true,
};

/** What nobody has to ask the store for. */
export function missing(said: Said, way: Way): Errors {
  const needed: [Field, string][] = [["displayName", said.displayName]];
  if (way.isVisitor) needed.push(["password", way.password]);
  if (way.isVisitor && !way.invitation) needed.push(["email", said.email]);
  return Object.fromEntries(needed.filter(([, value]) => !value).map(([name]) => [name, "REQUIRED"]));
}

/** An empty field is nothing said; an account is opened for visitors alone. */
export function inputOf(said: Said, way: Way, account: Account): MlmDistributorEnrollInput {
  const { email, displayName, ...others } = said;
  const given = Object.entries(others).filter(([, value]) => value);
  return {
    displayName,
    ...Object.fromEntries(given),
    channel: way.channel,
    ...(way.place ? { place: way.place } : {}),
    ...(way.invitation ? { invitationToken: way.invitation } : {}),
    ...(way.isVisitor ? { ...account, ...(email ? { email } : {}), password: way.password } : {}),
  };
}

/** The first error of each field; Saleor's own, of which it gives no code here, by their field. */
export function placed(errors: readonly { field: string | null; code: string }[]): Errors {
  const found: Errors = {};
  for (const { field, code } of errors) {
    const place = field !== null && field in FIELDS ? (field as Field) : "";
    found[place] ??= code === "ACCOUNT_REFUSED" ? refusal(place) : code;
  }
  return found;
}

function refusal(place: Field | ""): string {
  if (place === "password") return "PASSWORD_REFUSED";
  return place === "email" ? "INVALID_EMAIL" : "OTHER";
}

type Page = Pick<JoinPageQuery, "me" | "mlmMe" | "mlmInvitation" | "mlmEnrolmentRules">;
export type Arrival =
  | "closed"
  | "member"
  | "invitation-over"
  | "other-account"
  | "customer"
  | "invited"
  | "visitor";

/** As what somebody comes to the page; `isInvited`: with the link of an invitation. */
export function arrival({ me, mlmMe, mlmInvitation, mlmEnrolmentRules }: Page, isInvited: boolean): Arrival {
  if (!mlmEnrolmentRules) return "closed";
  if (mlmMe && mlmMe.status !== "ENDED") return "member";
  if (isInvited && mlmInvitation?.state !== "OPEN") return "invitation-over";
  if (!me) return isInvited ? "invited" : "visitor";
  const isTheirs = !mlmInvitation || isSame(mlmInvitation.email, me.email);
  return isTheirs ? "customer" : "other-account";
}

function isSame(one: string, other: string) {
  return one.toLowerCase() === other.toLowerCase();
}

/** What is known before anything is typed. */
export function saidAtFirst({ me, mlmInvitation }: Page): Said {
  return {
    displayName: mlmInvitation?.displayName || (me?.firstName ?? ""),
    enrollerCode: "",
    email: mlmInvitation?.email ?? "",
    birthDate: "",
    country: "",
    agreementVersion: "",
  };
}
