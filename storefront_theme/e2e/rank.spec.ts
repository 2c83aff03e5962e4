import { expect, test } from "@playwright/test";
import { company } from "./company";
import { signIn } from "./shopper";

const MONTH = new Date().toISOString().slice(0, 7);

/** Nobody buys from the head of these tests' company. */
test("an account says which rank it has and what the next one asks for", async ({ page }) => {
  await signIn(page, company().head.email);
  await page.goto("/us/account");

  const rank = page.getByRole("region", { name: /^Your rank in/ });
  await expect(rank).toContainText("No rank yet");
  await expect(rank.getByRole("heading", { name: "What Bronze asks for" })).toBeVisible();
  await expect(rank.getByRole("listitem")).toHaveText("Volume of your own and your customers’0 of 50not yet");
});

test("a month says what was not met", async ({ page }) => {
  await signIn(page, company().head.email);
  await page.goto(`/us/account/earnings/${MONTH}`);

  const unmet = page.getByRole("region", { name: /^What was not met in/ });
  await expect(unmet.getByRole("listitem")).toHaveText("Volume of your own and your customers’0 of 50not yet");
});
