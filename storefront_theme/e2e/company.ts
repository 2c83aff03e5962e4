/**
 * Before the tests: a company on whatever store there is, with one who introduced a seller, the
 * seller, who has nobody below, a recruiter, below whom tests enrol people, two newcomers who wait
 * for a place, and a plain customer. What the store has already stays.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SHOP_URL } from "./places";
import { ask, register, staffToken } from "./store";

const PLAN = join(import.meta.dirname, "..", "..", "plans", "ladder.yaml");
const ACTIVATE = `mutation { pluginUpdate(id: "mlm.network", input: { active: true }) {
  errors { message } } }`;
const SETTINGS = `mutation ($channel: String!, $input: MlmChannelSettingsInput!) {
  mlmChannelSettingsUpdate(channel: $channel, input: $input) { errors { message } } }`;
const PERIODS = "{ mlmPeriods(first: 1) { key } }";
const PUBLISH = `mutation ($document: String!, $day: Date!) {
  mlmPlanPublish(document: $document, effectiveFrom: $day) { errors { message } } }`;
const GOODS = `{ productVariant(sku: "SKU-02", channel: "us") { product { slug } } }`;
const KIT = `{ productVariant(sku: "SKU-16", channel: "us") { id } }`;
const AGREEMENT = `query ($channel: String!) { mlmAgreement(channel: $channel) { version } }`;
const AGREE = `mutation ($channel: String!) {
  mlmAgreementPublish(channel: $channel, version: "1", text: "You sell honestly.") {
    errors { message } } }`;
const TREES = "{ mlmTrees { name } }";
const TREE = `mutation ($name: String!) {
  mlmTreeCreate(name: $name, width: 2) { errors { message } } }`;
const WINDOW = `mutation ($name: String!, $days: Int!) {
  mlmTreeUpdate(name: $name, input: { windowDays: $days }) { errors { message } } }`;
const ENROLL = `mutation ($input: MlmDistributorEnrollInput!) {
  mlmDistributorEnroll(input: $input) { distributor { code } errors { message } } }`;

export const BINARY = "binary";
export type Person = { email: string; name: string; code: string };
export type Company = {
  head: Person;
  seller: Person;
  recruiter: Person;
  /** Enrolled by the head; without a place in the binary. */
  newcomers: Person[];
  customer: { email: string };
  /** The address of something that comes in a parcel. */
  goods: string;
};

export default async function found() {
  await ask(ACTIVATE, {}, await staffToken());
  const settings = { active: true, cvPercent: "100", qvPercent: "100", storefrontUrl: SHOP_URL };
  for (const channel of ["us", "jp"]) await ask(SETTINGS, { channel, input: settings });
  const periods = await ask<{ key: string }[]>(PERIODS);
  if (!periods.length) {
    const day = `${new Date().toISOString().slice(0, 7)}-01`;
    await ask(PUBLISH, { document: readFileSync(PLAN, "utf8"), day });
  }
  await askNewcomers();
  await placeWithin(0);
  const head = await enrolled("Ingrid", null);
  const seller = await enrolled("Marie", head.code);
  const recruiter = await enrolled("Paula", head.code);
  await placeWithin(7);
  const newcomers = [await enrolled("Nora", head.code), await enrolled("Otto", head.code)];
  const customer = { email: email("robin") };
  await register(customer.email);
  const variant = await ask<{ product: { slug: string } }>(GOODS);
  const goods = `/us/products/${variant.product.slug}`;
  const company: Company = { head, seller, recruiter, newcomers, customer, goods };
  process.env.E2E_COMPANY = JSON.stringify(company);
}

/** Tests run in processes of their own, which inherit the environment. */
export function company(): Company {
  return JSON.parse(process.env.E2E_COMPANY ?? "null") as Company;
}

/** What the form of who joins asks for: grown-up, an agreement, and a kit to offer. */
async function askNewcomers() {
  const kit = await ask<{ id: string }>(KIT);
  const rules = { enrolmentAgeMin: 18, coolingOffDays: 14, starterKit: kit.id };
  for (const channel of ["us", "jp"]) {
    await ask(SETTINGS, { channel, input: rules });
    if (!(await ask<object | null>(AGREEMENT, { channel }))) await ask(AGREE, { channel });
  }
}

/** Whoever enrols from now on waits for so many days in the binary, which is made where there is none. */
async function placeWithin(days: number) {
  const trees = await ask<{ name: string }[]>(TREES);
  if (!trees.some(({ name }) => name === BINARY)) await ask(TREE, { name: BINARY });
  await ask(WINDOW, { name: BINARY, days });
}

async function enrolled(name: string, enrollerCode: string | null): Promise<Person> {
  const address = email(name.toLowerCase());
  const input = { user: await register(address), displayName: name, enrollerCode };
  const { distributor } = await ask<{ distributor: { code: string } }>(ENROLL, { input });
  return { email: address, name, code: distributor.code };
}

/** Another with every run, so that one store serves many. */
function email(name: string) {
  return `${name}-${Date.now().toString(36)}@example.com`;
}
