/** What people do in the storefront, by what they see. */
import { expect, type Locator, type Page } from "@playwright/test";
import { company } from "./company";
import { PASSWORD } from "./store";

/** As often as it takes: after a wrong password Saleor lets nobody at this address sign in for a
 * while, whoever it was. */
export async function signIn(page: Page, email: string) {
  await page.goto("/us/login");
  await expect(async () => {
    await fillLogin(page, email);
    await page.waitForURL("**/us/account", { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}

export async function fillLogin(page: Page, email: string) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
}

export async function fillRegistration(page: Page, email: string, password: string) {
  await page.getByLabel("First name").fill("Kim");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Open the account" }).click();
}

/** From the list of products into the bag, five of it. */
export async function fillBag(page: Page) {
  await page.goto("/us/products");
  await openGoods(page);
  await addToBag(page);
  await page.getByLabel(/^How many of/).fill("5");
  await page.getByRole("button", { name: "Update" }).click();
  await expect(page.getByLabel(/^How many of/)).toHaveValue("5");
}

/** By a click where the list shows it; a long list has it on another page. */
export async function openGoods(page: Page) {
  const { goods } = company();
  const link = page.getByRole("main").locator(`a[href="${goods}"]`);
  if (await link.count()) await link.first().click();
  else await page.goto(goods);
  await page.waitForURL(`**${goods}`);
}

export async function addToBag(page: Page) {
  await page.getByRole("main").getByRole("button", { name: /add to bag/i }).click();
  await page.waitForURL("**/us/cart**");
}

const HOME = { street: "1600 Amphitheatre Pkwy", city: "Mountain View", postalCode: "94043" };
const OFFICE = { street: "1 Market St", city: "San Francisco", postalCode: "94105" };

export async function fillAddress(page: Page) {
  await page.goto("/us/checkout");
  await page.getByLabel("E-mail").fill("ann@example.com");
  await fill(page.getByRole("group", { name: "Delivery address" }), HOME);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("radio").first()).toBeVisible();
}

/** Another address for the bill, after the one for the parcel. */
export async function fillBillingAddress(page: Page) {
  await page.goto("/us/checkout?step=address");
  await page.getByLabel("Bill to another address").check();
  await fill(page.getByRole("group", { name: "Billing address" }), OFFICE);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function fill(address: Locator, { street, city, postalCode }: typeof HOME) {
  await address.getByLabel("First name").fill("Ann");
  await address.getByLabel("Last name").fill("Buyer");
  await address.getByLabel("Street and number").fill(street);
  await address.getByLabel("City").fill(city);
  await address.getByLabel("State or prefecture").fill("CA");
  await address.getByLabel("Postal code").fill(postalCode);
}

export async function chooseDelivery(page: Page) {
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/^Demo card/)).toBeVisible();
}

/** Pays; the number of the order. */
export async function pay(page: Page): Promise<string> {
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.waitForURL("**/thanks");
  const words = await page.getByText(/^Order \d+/).first().innerText();
  return words.replace(/\D/g, "");
}
