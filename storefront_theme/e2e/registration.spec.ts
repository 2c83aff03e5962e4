import { expect, test } from "@playwright/test";
import { company } from "./company";
import { hasMails, NO_MAILS, withMails } from "./mail";
import { fillBag, fillRegistration } from "./shopper";
import { PASSWORD, confirmByMail } from "./store";

const fresh = () => `kim-${Date.now().toString(36)}@example.com`;

test("somebody new opens an account on the way to the checkout and is there with it", async ({ page }) => {
  const email = fresh();
  await fillBag(page);
  await page.goto("/us/checkout");
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("main").getByRole("link", { name: "Open an account" }).click();
  await page.waitForURL("**/register**");
  await fillRegistration(page, email, "short");
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/too short/);
  await expect(page.getByLabel("First name")).toHaveValue("Kim");

  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Open the account" }).click();

  await expect(page).toHaveURL("/us/checkout");
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("where the shop confirms addresses, the link in the mail opens the account", async ({ page }) => {
    test.skip(!hasMails, NO_MAILS);
    const email = fresh();
    await withMails(async (linkTo) => {
      await confirmByMail(true);
      try {
        await page.goto("/us/register");
        await fillRegistration(page, email, PASSWORD);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("One more step");

        await page.goto(await linkTo(email, "/us/confirm"));
        await expect(page.getByLabel("E-mail")).toHaveValue(email);
        await page.getByLabel("Password").fill(PASSWORD);
        await page.getByRole("button", { name: "Confirm and sign in" }).click();
        await expect(page).toHaveURL("/us/account");
        await expect(page.getByRole("heading", { level: 1 })).toContainText("Kim");
      } finally {
        await confirmByMail(false);
      }
    });
  });
});

test("a link of a mail that is no longer good says so, and what to do", async ({ page }) => {
  await page.goto("/us/confirm?email=nobody@example.com&token=old-one");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("no longer good");
});

test("an address that has an account is told so only as far as a password tells", async ({ page }) => {
  await page.goto("/us/register");
  await fillRegistration(page, company().customer.email, "another-password");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("There may be an account");
});
