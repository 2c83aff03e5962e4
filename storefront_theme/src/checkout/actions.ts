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
import {
  missing,
  valuesOf,
  type AddressErrors,
  type AddressForm,
  type AddressState,
  type Section,
} from "./address";
import { complete, payWithDemoCard } from "./payment";

type Refusals = { field: string | null; code: string }[];

/** Who buys, where it goes and who is billed; what is refused comes back beside its field. */
export async function saveAddress(_before: AddressState, form: FormData): Promise<AddressState> {
  const channel = channelIn(form);
  const values = valuesOf(form);
  const lacking = missing(values);
  if (Object.keys(lacking).length) return { values, errors: lacking, problem: "refused" };
  const checkout = await currentCheckout(channel).catch(unreachable);
  if (checkout === "unreachable") return { values, errors: {}, problem: "unreachable" };
  if (!checkout) redirect(paths.cart(channel));
  const errors = await store(checkout.id, checkout.isShippingRequired, values).catch(unreachable);
  if (errors === "unreachable") return { values, errors: {}, problem: "unreachable" };
  if (Object.keys(errors).length) return { values, errors, problem: "refused" };
  redirect(paths.checkout(channel));
}

async function store(id: string, hasParcel: boolean, values: AddressForm): Promise<AddressErrors> {
  const { email, delivery, isBilledElsewhere } = values;
  const token = await accessToken();
  const mail = (await ask(EmailUpdateDocument, { id, email }, token)).checkoutEmailUpdate;
  if (mail?.errors[0]) return { email: mail.errors[0].code };
  if (hasParcel) {
    const sent = (await ask(ShippingAddressUpdateDocument, { id, address: delivery }, token))
      .checkoutShippingAddressUpdate;
    if (sent?.errors.length) return errorsOf("delivery", sent.errors);
  }
  const section = hasParcel && isBilledElsewhere ? "billing" : "delivery";
  const wanted = { id, address: values[section] };
  const billed = (await ask(BillingAddressUpdateDocument, wanted, token)).checkoutBillingAddressUpdate;
  return errorsOf(section, billed?.errors ?? []);
}

function errorsOf(section: Section, refused: Refusals): AddressErrors {
  return Object.fromEntries(refused.map(({ field, code }) => [`${section}.${field ?? ""}`, code]));
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
