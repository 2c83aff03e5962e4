"use server";

import { redirect } from "next/navigation";
import { cookies } from "next/headers";
import { attachReferral, checkoutId, currentCheckout } from "@/cart/checkout";
import { findChannel } from "@/channels";
import {
  BillingAddressUpdateDocument,
  DeliveryUpdateDocument,
  EmailUpdateDocument,
  ShippingAddressUpdateDocument,
} from "@/graphql/documents";
import { paths } from "@/paths";
import { ask, StoreUnreachable } from "@/saleor/client";
import { CART_SECONDS, cartCookie, cookieOptions, lastOrderCookie } from "@/saleor/cookies";
import { accessToken } from "@/saleor/session";
import { ADDRESS_FIELDS, type AddressState, type AddressValues } from "./address";
import { complete, payWithDemoCard } from "./payment";

type Refusals = { field: string | null; message: string | null; code: string }[];

/** Who buys and where it goes; what the store refuses comes back beside its field. */
export async function saveAddress(_before: AddressState, form: FormData): Promise<AddressState> {
  const channel = channelIn(form);
  const values = valuesOf(form);
  const checkout = await currentCheckout(channel).catch(unreachable);
  if (checkout === "unreachable") return { values, errors: {}, problem: "unreachable" };
  if (!checkout) redirect(paths.cart(channel));
  const refused = await store(checkout.id, checkout.isShippingRequired, values).catch(unreachable);
  if (refused === "unreachable") return { values, errors: {}, problem: "unreachable" };
  if (refused.length) return { values, errors: errorsOf(refused), problem: "refused" };
  redirect(paths.checkout(channel));
}

async function store(id: string, hasParcel: boolean, values: AddressValues): Promise<Refusals> {
  const { email, ...address } = values;
  const token = await accessToken();
  const mail = (await ask(EmailUpdateDocument, { id, email }, token)).checkoutEmailUpdate;
  if (mail?.errors.length) return mail.errors.map((error) => ({ ...error, field: "email" }));
  if (hasParcel) {
    const sent = await ask(ShippingAddressUpdateDocument, { id, address }, token);
    if (sent.checkoutShippingAddressUpdate?.errors.length) {
      return sent.checkoutShippingAddressUpdate.errors;
    }
  }
  const billed = await ask(BillingAddressUpdateDocument, { id, address }, token);
  return billed.checkoutBillingAddressUpdate?.errors ?? [];
}

function valuesOf(form: FormData): AddressValues {
  const pairs = ADDRESS_FIELDS.map((name) => [name, String(form.get(name) ?? "").trim()]);
  return Object.fromEntries(pairs) as AddressValues;
}

function errorsOf(refused: Refusals): AddressState["errors"] {
  const pairs = refused.map(({ field, code }) => [field ?? "", code]);
  return Object.fromEntries(pairs) as AddressState["errors"];
}

export async function chooseDelivery(form: FormData) {
  const channel = channelIn(form);
  const id = await checkoutId(channel);
  if (!id) redirect(paths.cart(channel));
  const wanted = { id, method: String(form.get("method")) };
  const answer = (await ask(DeliveryUpdateDocument, wanted, await accessToken()))
    .checkoutDeliveryMethodUpdate;
  const problem = answer?.errors[0]?.code;
  redirect(problem ? problemAt(channel, "delivery", problem) : paths.checkout(channel));
}

/** Pay and order. Pressed twice, the second finds the order of the first. */
export async function placeOrder(form: FormData) {
  const channel = channelIn(form);
  const checkout = await currentCheckout(channel);
  const jar = await cookies();
  if (!checkout) redirect(jar.get(lastOrderCookie(channel)) ? paths.thanks(channel) : paths.cart(channel));
  await attachReferral(channel, checkout.id);
  const unpaid = await payWithDemoCard(checkout);
  if (unpaid) redirect(problemAt(channel, "payment", unpaid));
  const { order, problem } = await complete(checkout.id, await accessToken());
  if (!order) redirect(problemAt(channel, "payment", problem));
  jar.set(lastOrderCookie(channel), order.id, cookieOptions(CART_SECONDS));
  jar.delete(cartCookie(channel));
  redirect(paths.thanks(channel));
}

function problemAt(channel: string, step: string, problem: string) {
  return `${paths.checkout(channel)}?step=${step}&problem=${encodeURIComponent(problem)}`;
}

function channelIn(form: FormData): string {
  const slug = String(form.get("channel"));
  return findChannel(slug) ? slug : redirect("/");
}

function unreachable(error: unknown): "unreachable" {
  if (error instanceof StoreUnreachable) return "unreachable";
  throw error;
}
