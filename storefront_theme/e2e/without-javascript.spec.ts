import { expect, test } from "@playwright/test";
import { company } from "./company";
import { chooseDelivery, fillAddress, fillBag, pay, signIn } from "./shopper";

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

test("the account without JavaScript: sign in, the link as text, sign out", async ({ page }) => {
  const { seller } = company();
  await signIn(page, seller.email);
  await page.goto("/us/account/link");
  await expect(page.getByLabel("Link to share")).toHaveValue(new RegExp(`/us/r/${seller.code}$`));
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/us");
});
