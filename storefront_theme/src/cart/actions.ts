"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import {
  LinesAddDocument,
  LinesUpdateDocument,
  PromoAddDocument,
  PromoRemoveDocument,
} from "@/graphql/documents";
import { localPath, paths } from "@/paths";
import { ask } from "@/saleor/client";
import { accessToken } from "@/saleor/session";
import { checkoutId, currentCheckout, startCheckout } from "./checkout";

const LARGEST = 99;

/** Into the bag; the bag is shown with it, or the product's page again with the problem. */
export async function addToBag(form: FormData) {
  const { channel, back } = placeOf(form);
  const line = { variantId: String(form.get("variant")), quantity: quantityOf(form) };
  const problem = await add(channel, line);
  revalidatePath(`/${channel}`, "layout"); // the header counts what is in the bag
  redirect(problem ? `${back}?problem=${problem}` : `${paths.cart(channel)}?added=1`);
}

async function add(channel: string, line: { variantId: string; quantity: number }) {
  const checkout = await currentCheckout(channel);
  if (!checkout) return startCheckout(channel, line);
  const wanted = { id: checkout.id, lines: [line] };
  const answer = (await ask(LinesAddDocument, wanted, await accessToken())).checkoutLinesAdd;
  return answer?.errors[0]?.code ?? null;
}

/** Another quantity of a line; none takes it out. */
export async function changeLine(form: FormData) {
  const { channel } = placeOf(form);
  const id = await checkoutId(channel);
  if (!id) redirect(paths.cart(channel));
  revalidatePath(`/${channel}`, "layout");
  const lines = [{ lineId: String(form.get("line")), quantity: quantityOf(form) }];
  const answer = (await ask(LinesUpdateDocument, { id, lines }, await accessToken()))
    .checkoutLinesUpdate;
  back(paths.cart(channel), answer?.errors[0]?.code);
}

export async function addPromo(form: FormData) {
  const { channel, back: page } = placeOf(form);
  const id = await checkoutId(channel);
  const code = String(form.get("code") ?? "").trim();
  if (!id || !code) redirect(page);
  const answer = (await ask(PromoAddDocument, { id, code }, await accessToken()))
    .checkoutAddPromoCode;
  back(page, answer?.errors.length ? "PROMO" : undefined);
}

export async function removePromo(form: FormData) {
  const { channel, back: page } = placeOf(form);
  const id = await checkoutId(channel);
  if (!id) redirect(page);
  await ask(PromoRemoveDocument, { id, code: String(form.get("code")) }, await accessToken());
  back(page);
}

function back(page: string, problem?: string | null): never {
  redirect(problem ? `${page}?problem=${problem}` : page);
}

function placeOf(form: FormData) {
  const channel = String(form.get("channel"));
  return { channel, back: localPath(form.get("back"), paths.cart(channel)) };
}

function quantityOf(form: FormData) {
  const wanted = Number.parseInt(String(form.get("quantity") ?? "1"), 10);
  return Number.isNaN(wanted) ? 1 : Math.min(Math.max(wanted, 0), LARGEST);
}
