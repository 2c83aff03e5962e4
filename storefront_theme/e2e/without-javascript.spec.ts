import { expect, test } from "@playwright/test";
import { company } from "./company";
import { chooseDelivery, fillAddress, fillBag, fillBillingAddress, pay, signIn } from "./shopper";
import { citiesOf } from "./store";

test.use({ javaScriptEnabled: false });

test("from a link to the order without JavaScript", async ({ page }) => {
  const { seller } = company();
  await page.goto(`/us/r/${seller.code}`);
  await expect(page.getByText(`You are shopping with ${seller.name}`)).toBeVisible();
  await fillBag(page);
  await fillAddress(page);
  await chooseDelivery(page);
  expect(await pay(page)).toMatch(/^\d+$/);
});

test("a bill to another address than the parcel's, without JavaScript", async ({ page }) => {
  await fillBag(page);
  await fillAddress(page);
  await page.goto("/us/checkout?step=address");
  await expect(page.getByRole("group", { name: "Billing address" })).toBeHidden();
  await page.getByLabel("Bill to another address").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Bill to another address")).toBeChecked();
  const bill = page.getByRole("group", { name: "Billing address" });
  await expect(bill.getByLabel("City")).toHaveAccessibleDescription("Please fill this in.");

  await fillBillingAddress(page);
  await chooseDelivery(page);

  await expect(page.getByRole("main")).toContainText("Billed to");
  const cities = await citiesOf(await pay(page));
  expect(cities.map((city) => city.toUpperCase())).toEqual(["MOUNTAIN VIEW", "SAN FRANCISCO"]);
});

test("the account without JavaScript: sign in, the link as text, sign out", async ({ page }) => {
  const { seller } = company();
  await signIn(page, seller.email);
  await page.goto("/us/account/link");
  await expect(page.getByLabel("Link to share")).toHaveValue(new RegExp(`/us/r/${seller.code}$`));
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/us");
});
