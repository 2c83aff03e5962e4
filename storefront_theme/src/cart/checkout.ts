import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import {
  CheckoutByIdDocument,
  CheckoutStartDocument,
  type CheckoutPartsFragment,
} from "@/graphql/documents";
import { channelOf } from "@/channels";
import { attach, read } from "@/referral/visit";
import { ask, StoreRefused } from "@/saleor/client";
import { CART_SECONDS, cartCookie, cookieOptions, visitCookie } from "@/saleor/cookies";
import { accessToken } from "@/saleor/session";

export type Checkout = CheckoutPartsFragment;
type Line = { variantId: string; quantity: number };

export async function checkoutId(channel: string): Promise<string | undefined> {
  return (await cookies()).get(cartCookie(channel))?.value;
}

/** The visitor's checkout, which is the cart; null where there is none, or none any more. */
export const currentCheckout = cache(async (channel: string): Promise<Checkout | null> => {
  const id = await checkoutId(channel);
  if (!id) return null;
  try {
    return (await ask(CheckoutByIdDocument, { id }, await accessToken())).checkout;
  } catch (error) {
    // An id that is not one, of a cookie somebody changed.
    if (error instanceof StoreRefused && !error.needsLogin) return null;
    throw error;
  }
});

/** A new checkout with this line, its referral attached; answers the error's code, or null. */
export async function startCheckout(channel: string, line: Line): Promise<string | null> {
  const languageCode = channelOf(channel).language === "ja" ? ("JA" as const) : ("EN" as const);
  const input = { channel, languageCode, lines: [line] };
  const answer = (await ask(CheckoutStartDocument, { input }, await accessToken())).checkoutCreate;
  if (!answer?.checkout) return answer?.errors[0]?.code ?? "INVALID";
  (await cookies()).set(cartCookie(channel), answer.checkout.id, cookieOptions(CART_SECONDS));
  await attachReferral(channel, answer.checkout.id);
  return null;
}

/** Tell the store who referred the buyer: once more before the order, for when it did not answer. */
export async function attachReferral(channel: string, checkoutId: string): Promise<void> {
  const visit = read((await cookies()).get(visitCookie(channel))?.value);
  if (visit) await attach(visit, checkoutId, await accessToken());
}
