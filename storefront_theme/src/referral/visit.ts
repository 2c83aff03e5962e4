import "server-only";
import { CheckoutAttachDocument, ReferralVisitDocument } from "@/graphql/documents";
import { ask } from "@/saleor/client";

/** Who referred a visitor to a channel, and the signed token that says so to the store. */
export type Visit = { token: string; code: string; name: string };

/** The visit of somebody who followed a link, or null where the store knows no such code. */
export async function visit(channel: string, code: string): Promise<Visit | null> {
  const answer = (await ask(ReferralVisitDocument, { channel, code })).mlmReferralVisit;
  if (!answer?.token || !answer.referral) return null;
  return { token: answer.token, code: answer.referral.code, name: answer.referral.displayName };
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
    const { token, code, name } = found;
    return token && code && name ? { token, code, name } : null;
  } catch {
    return null;
  }
}
