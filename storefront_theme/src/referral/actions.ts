"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { CheckoutDetachDocument } from "@/graphql/documents";
import { localPath, paths } from "@/paths";
import { ask } from "@/saleor/client";
import { cartCookie, visitCookie } from "@/saleor/cookies";

/** The visitor does not want to shop with anybody: forgotten here and on the cart. */
export async function leaveReferral(form: FormData) {
  const channel = String(form.get("channel"));
  const jar = await cookies();
  jar.delete(visitCookie(channel));
  const checkoutId = jar.get(cartCookie(channel))?.value;
  // The cart must not fail for it; without the cookie nothing is attached again.
  if (checkoutId) await ask(CheckoutDetachDocument, { checkoutId }).catch(() => null);
  redirect(localPath(form.get("next"), paths.home(channel)));
}
