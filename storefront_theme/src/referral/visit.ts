import "server-only";
import { CheckoutAttachDocument, ReferralVisitDocument } from "@/graphql/documents";
import { ask } from "@/saleor/client";

/** The side of placement trees on which the link's owner wants those who join by it. */
export const PLACES = { left: "LEFT", right: "RIGHT" } as const;
export type Place = (typeof PLACES)[keyof typeof PLACES];

/** Who referred a visitor to a channel, and the signed token that says so to the store. */
export type Visit = { token: string; code: string; name: string; place?: Place };

/** The visit of somebody who followed a link, or null where the store knows no such code. */
export async function visit(
  channel: string,
  code: string,
  place: string | null = null,
): Promise<Visit | null> {
  const answer = (await ask(ReferralVisitDocument, { channel, code })).mlmReferralVisit;
  if (!answer?.token || !answer.referral) return null;
  const { code: current, displayName } = answer.referral;
  return { token: answer.token, code: current, name: displayName, place: placeOf(place) };
}

/** Tell the store whose visit a bag is of. It must never stand in the way of buying. */
export async function attach(visit: Visit, checkoutId: string, accessToken?: string): Promise<void> {
  const wanted = { checkoutId, token: visit.token };
  await ask(CheckoutAttachDocument, wanted, accessToken).catch(() => null);
}

export function written(visit: Visit): string {
  return Buffer.from(JSON.stringify(visit)).toString("base64url");
}

/** The visit of a cookie; whatever is not one counts as none. */
export function read(value: string | undefined): Visit | null {
  if (!value) return null;
  try {
    const found = JSON.parse(Buffer.from(value, "base64url").toString()) as Partial<Visit>;
    const { token, code, name, place } = found;
    return token && code && name ? { token, code, name, place: placeOf(place) } : null;
  } catch {
    return null;
  }
}

/** "left" of a link, "LEFT" of a cookie; whatever else somebody writes there is no wish. */
function placeOf(text: string | null | undefined): Place | undefined {
  return Object.values(PLACES).find((place) => place === text?.toUpperCase());
}
