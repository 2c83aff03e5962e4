/** The store behind the storefront, asked as staff do and as an app does. */
import { API_URL } from "./places";

export const APP_TOKEN = process.env.STORE_APP_TOKEN ?? "scenarios-app-token-0123456789";
export const PASSWORD = "demo-password";

const REGISTER = `mutation ($input: AccountRegisterInput!) {
  accountRegister(input: $input) { errors { field message } } }`;
const USER = "query ($email: String) { user(email: $email) { id } }";
const TOKEN = `mutation ($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) { token errors { message } } }`;
const ORDER = `query ($filter: OrderFilterInput) { orders(first: 1, filter: $filter) {
  edges { node { id lines { id quantity } } } } }`;
const ADDRESSES = `query ($filter: OrderFilterInput) { orders(first: 1, filter: $filter) {
  edges { node { shippingAddress { city } billingAddress { city } } } } }`;
const WAREHOUSES = "{ warehouses(first: 1) { edges { node { id } } } }";
const FULFILL = `mutation ($order: ID!, $input: OrderFulfillInput!) {
  orderFulfill(order: $order, input: $input) { errors { field message } } }`;

const SELLER = `query ($bag: ID) { checkout(id: $bag) {
  mlmAttribution { distributor { code } } } }`;
const SHOP = `mutation ($input: ShopSettingsInput!) {
  shopSettingsUpdate(input: $input) { errors { message } } }`;
const SPOT = `query ($code: String!, $tree: String!) {
  mlmDistributor(code: $code) { positions(tree: $tree) { id parent { distributor { code } } slot } } }`;
const PLACE = `mutation ($position: ID!) {
  mlmPositionPlace(position: $position) { errors { message } } }`;
const INVITE = `mutation ($email: String!) {
  mlmEnrolmentInvite(channel: "us", email: $email, displayName: "Eve") {
    invitation { id } errors { message } } }`;
const WITHDRAW = `mutation ($id: ID!) {
  mlmInvitationWithdraw(id: $id) { errors { message } } }`;
const CHANNEL = `{ channel(slug: "us") { id } }`;
const MAILS = `mutation ($channel: ID, $input: PluginUpdateInput!) {
  pluginUpdate(id: "mirumee.notifications.user_email", channelId: $channel, input: $input) {
    errors { message } } }`;

type Payload = { errors?: { message: string }[] };

/** The one root field of an answer; an answer with errors is an exception. */
export async function ask<Value>(
  query: string,
  variables: object = {},
  token: string | null = APP_TOKEN,
): Promise<Value> {
  const answer = await fetch(API_URL, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as Payload & { data: Record<string, Payload> };
  const value = body.errors ? undefined : Object.values(body.data)[0];
  const errors = body.errors ?? value?.errors ?? [];
  if (errors.length) throw new Error(errors.map((error) => error.message).join("; "));
  return value as Value;
}

/** A customer who can sign in; the id of the user. Saleor finishes an account a moment later. */
export async function register(email: string): Promise<string> {
  await ask(REGISTER, { input: { email, password: PASSWORD, channel: "us" } }, null);
  return until(async () => (await ask<{ id: string } | null>(USER, { email }))?.id);
}

export async function staffToken(): Promise<string> {
  return tokenOf("admin@example.com", "admin");
}

async function tokenOf(email: string, password = PASSWORD): Promise<string> {
  return (await ask<{ token: string }>(TOKEN, { email, password }, null)).token;
}

type Spot = { id: string; slot: number | null; parent: { distributor: { code: string } } | null };

/** Where somebody stands in a tree, or waits. */
export async function spotOf(code: string, tree: string): Promise<Spot> {
  const { positions } = await ask<{ positions: [Spot] }>(SPOT, { code, tree });
  return positions[0];
}

/** By staff, where the tree finds a place. */
export async function placeAnywhere(position: string) {
  await ask(PLACE, { position });
}

/** An invitation by mail of somebody to somebody; its id. */
export async function invite(by: string, email: string): Promise<string> {
  type Made = { invitation: { id: string } };
  return (await ask<Made>(INVITE, { email }, await tokenOf(by))).invitation.id;
}

export async function withdraw(by: string, id: string) {
  await ask(WITHDRAW, { id }, await tokenOf(by));
}

/** The code of the person whose sale a bag would be; null for nobody's. */
export async function sellerOf(bag: string): Promise<string | null> {
  type Found = { mlmAttribution: { distributor: { code: string } | null } | null } | null;
  return (await ask<Found>(SELLER, { bag }))?.mlmAttribution?.distributor?.code ?? null;
}

/** Whether people confirm their address before they can sign in. */
export async function confirmByMail(isOn: boolean) {
  const input = { enableAccountConfirmationByEmail: isOn, allowLoginWithoutConfirmation: !isOn };
  await ask(SHOP, { input }, await staffToken());
  await sendMails(isOn).catch((error: Error) => {
    // A store whose mails are sent by something else has no such plugin.
    if (!error.message.includes("Plugin doesn't exist")) throw error;
  });
}

/** Saleor's own plugin for customers' mails is off until a merchant switches it on. */
async function sendMails(active: boolean) {
  const { id } = await ask<{ id: string }>(CHANNEL);
  const sender = { name: "sender_address", value: "shop@example.com" };
  await ask(MAILS, { channel: id, input: { active, configuration: [sender] } }, await staffToken());
}

/** Send everything of an order: what it pays is earned from then on. */
export async function send(number: string) {
  const warehouses = await ask<Connection<{ id: string }>>(WAREHOUSES);
  const warehouse = warehouses.edges[0]?.node.id;
  const found = await ask<Connection<Order>>(ORDER, { filter: { numbers: [number] } });
  const order = found.edges[0]?.node;
  const lines = order?.lines.map(({ id, quantity }) => ({
    orderLineId: id,
    stocks: [{ warehouse, quantity }],
  }));
  await ask(FULFILL, { order: order?.id, input: { lines, notifyCustomer: false } });
}

/** The cities to which an order's parcel and bill go. */
export async function citiesOf(number: string): Promise<string[]> {
  type Addressed = Record<"shippingAddress" | "billingAddress", { city: string }>;
  const found = await ask<Connection<Addressed>>(ADDRESSES, { filter: { numbers: [number] } });
  const order = found.edges[0]!.node;
  return [order.shippingAddress.city, order.billingAddress.city];
}

type Order = { id: string; lines: { id: string; quantity: number }[] };
type Connection<Node> = { edges: { node: Node }[] };

/** What `look` finds, as soon as it finds something; a store does much of its work afterwards. */
export async function until<Found>(look: () => Promise<Found | null | undefined>): Promise<Found> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("waited a minute for nothing");
}
