import { expect, test } from "@playwright/test";
import { company } from "./company";
import { CLOSED_URL } from "./places";
import {
  addToBag,
  chooseDelivery,
  fillAddress,
  fillBag,
  fillLogin,
  openGoods,
  pay,
  signIn,
} from "./shopper";
import { sellerOf, send, until } from "./store";

const MONTH = new Date().toISOString().slice(0, 7);

test("a buyer comes by a link and orders; the seller's account says what it pays, and why", async ({
  page,
  browser,
}) => {
  const { seller } = company();
  await page.goto(`/us/r/${seller.code}`);
  await expect(page).toHaveURL("/us");
  await expect(page.getByRole("complementary")).toContainText(`You are shopping with ${seller.name}`);

  await fillBag(page);
  await fillAddress(page);
  await chooseDelivery(page);
  const number = await pay(page);
  await expect(page.getByRole("main")).toContainText(`${seller.name} introduced you`);
  await send(number);

  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, seller.email);
  const sale = hers.getByRole("listitem").filter({ hasText: `Order ${number}` });
  await until(async () => {
    await hers.goto(`/us/account/earnings/${MONTH}`);
    return sale.count();
  });
  await expect(sale).toContainText(`Sale of ${seller.name} · Level 1`);
  await sale.getByText("Why this amount").click();
  await expect(sale).toContainText(/10% of [\d,.]+ CV/);
  await expect(sale).toContainText("one step below you");
  await hers.goto("/us/account");
  await expect(hers.getByRole("region", { name: /so far$/ })).toContainText(/\$\d/);
});

test("the referral can be removed, and is not there any more", async ({ page }) => {
  const { seller } = company();
  await page.goto(`/us/products?ref=${seller.code}`);
  await expect(page).toHaveURL("/us/products");
  await page.getByRole("button", { name: `Remove: stop shopping with ${seller.name}` }).click();
  await expect(page.getByText("You are shopping with")).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("You are shopping with")).toHaveCount(0);
});

test("a link that is followed with a full bag makes the bag the seller's at once", async ({
  page,
  context,
}) => {
  const { seller } = company();
  await page.goto("/us/products");
  await openGoods(page);
  await addToBag(page);
  await page.goto(`/us/r/${seller.code}`);
  await expect(page).toHaveURL("/us");

  const bag = (await context.cookies()).find(({ name }) => name === "cart_us");
  expect(await sellerOf(bag!.value)).toBe(seller.code);
});

test("an unknown code says so and leads on to the shop", async ({ page }) => {
  await page.goto("/us/r/NOBODY99");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We don’t recognise this link");
  await page.getByRole("link", { name: "Go on to the shop" }).click();
  await expect(page).toHaveURL("/us");
});

for (const path of ["/us", "/us/products", "/us/r/ANYBODY", "/us/cart"]) {
  test(`while the store does not answer, ${path} says so and how to go on`, async ({ page }) => {
    await page.goto(CLOSED_URL + path);
    const main = page.getByRole("main");
    if (path === "/us/cart") return expect(main).toContainText(/bag is empty|closed for a moment/i);
    await expect(main.getByRole("heading", { level: 1 })).toHaveText("We are closed for a moment");
    await expect(main.getByRole("link", { name: "Try again" })).toBeVisible();
  });
}

test("signing in while the store does not answer keeps what was typed", async ({ page }) => {
  await page.goto(`${CLOSED_URL}/us/login`);
  await fillLogin(page, "marie@example.com");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("does not answer right now");
  await expect(page.getByLabel("E-mail")).toHaveValue("marie@example.com");
});

test("a session that ended asks to sign in, kindly, and comes back", async ({ page, context }) => {
  const { seller } = company();
  await signIn(page, seller.email);
  await context.clearCookies({ name: "session" });
  const [refresh] = (await context.cookies()).filter(({ name }) => name === "session_refresh");
  await context.addCookies([{ ...refresh!, value: "no-longer-good" }]);

  await page.goto("/us/account/link");

  await expect(page.getByRole("main").getByRole("status")).toContainText("You were away for a while");
  await fillLogin(page, seller.email);
  await expect(page).toHaveURL("/us/account/link");
});

test("a wrong password is said beside the form; signing out ends the account", async ({ page }) => {
  const { seller } = company();
  await page.goto("/us/login");
  await page.getByLabel("E-mail").fill(seller.email);
  await page.getByLabel("Password").fill("not-this-one");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("do not belong together");

  // Saleor lets nobody try again within the next second.
  await expect(async () => {
    await fillLogin(page, seller.email);
    await expect(page).toHaveURL("/us/account", { timeout: 3_000 });
  }).toPass();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/us");
  await page.goto("/us/account");
  await expect(page).toHaveURL(/\/us\/login\?next=/);
});

test("a team of nobody is no empty table; the enroller finds the seller in hers", async ({ page }) => {
  const { head, seller } = company();
  await signIn(page, seller.email);
  await page.goto("/us/account/team");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nobody in your team yet");

  await page.goto(`/us/account/team?of=${head.code}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This person is not in your team");

  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, head.email);
  await page.goto("/us/account/team");
  await expect(page.getByRole("table", { name: "Your team" })).toContainText(seller.name);
});
