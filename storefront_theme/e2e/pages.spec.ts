/**
 * Every page at two widths: nothing to complain of for axe, no scrolling sideways, no error in the
 * console. With PICTURES set each is also kept in docs/pictures/theme.
 */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { BINARY, company } from "./company";
import { hasMails, NO_MAILS, withMails } from "./mail";
import { CLOSED_URL } from "./places";
import {
  addToBag,
  chooseDelivery,
  fillAddress,
  fillRegistration,
  openGoods,
  pay,
  signIn,
} from "./shopper";
import { ask, invite } from "./store";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "pictures", "theme");
const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const MONTH = new Date().toISOString().slice(0, 7);
const DANA = `{ user(email: "dana@example.com") { id } }`;

for (const [name, viewport] of Object.entries(WIDTHS)) {
  test.describe(name, () => {
    test.use({ viewport });

    test("the shop", async ({ page }) => {
      const { seller } = company();
      const look = looker(page, name);
      await page.goto(`/us/r/${seller.code}`);
      await look("home");
      await page.goto("/us/products");
      await look("products");
      await openGoods(page);
      await look("product");
      await addToBag(page);
      await look("cart");
      await page.goto("/us/checkout");
      await look("checkout-address");
      await page.getByLabel("Bill to another address").check();
      await look("checkout-billing");
      await page.getByLabel("Bill to another address").uncheck();
      await fillAddress(page);
      await look("checkout-delivery");
      await chooseDelivery(page);
      await look("checkout-payment");
      await pay(page);
      await look("thanks");
      await page.goto("/us/cart");
      await look("cart-empty");
    });

    test("when something is missing", async ({ page }) => {
      const look = looker(page, name);
      await page.goto("/us/r/NOBODY99");
      await look("unknown-link");
      await page.goto("/us/nothing-here");
      await look("not-found");
      await page.goto(`${CLOSED_URL}/us`);
      await look("store-down");
      await page.goto("/us/login?expired=1");
      await look("login-expired");
    });

    test("a distributor's account", async ({ page }) => {
      const look = looker(page, name);
      await signIn(page, await busiest());
      await look("account");
      await page.goto("/us/account/earnings");
      await look("earnings");
      const months = page.getByRole("table").getByRole("link");
      if (await months.count()) {
        await months.first().click();
        await page.waitForURL("**/earnings/*");
        await page.getByText("Why this amount").first().click();
        await look("earnings-why");
      }
      await page.goto("/us/account/link");
      await look("link");
    });

    test("a team", async ({ page }) => {
      const look = looker(page, name);
      await signIn(page, await leading());
      await page.goto("/us/account/team");
      await look("team");
      await page.goto("/us/account/team?q=zzz&active=yes");
      await look("team-nobody-matches");
      await page.goto("/us/account/team/tree");
      await look("tree");
      await page.goto(`/us/account/team/tree?in=${BINARY}`);
      await look("tree-binary");
      await page.goto("/us/account/team/waiting");
      await look("waiting");
      await page.getByRole("link", { name: /^Choose a place for/ }).first().click();
      await page.waitForURL("**/place?**");
      await look("place");
      await page.getByRole("link", { name: "Choose in the tree" }).click();
      await page.waitForURL("**/tree?**");
      await look("tree-placing");
      await page.getByRole("link", { name: /: place / }).first().click();
      await page.waitForURL("**/place?**");
      await look("place-confirm");
    });

    test("joining", async ({ page }) => {
      const { seller } = company();
      const look = looker(page, name);
      await page.goto(`/us/join?find=${seller.name}`);
      await look("join-search");
      await page.goto(`/us/r/${seller.code}`);
      await page.goto("/us/join");
      await look("join");
      await page.getByLabel("The name that others see").fill("Kim");
      await page.getByLabel("E-mail").fill(company().customer.email);
      await page.getByLabel("Password").fill("too short");
      await page.getByLabel("Date of birth").fill("2015-01-01");
      await page.getByLabel("I have read the agreement").check();
      await page.getByRole("button", { name: "Start selling" }).click();
      await expect(page.getByText("what is marked below")).toBeVisible();
      await look("join-refused");
      await page.goto("/us/join?invitation=cut-off");
      await look("join-invitation-over");
      await page.goto("/us/join/sent");
      await look("join-sent");
      await signIn(page, seller.email);
      await page.goto("/us/account?joined=1");
      await look("joined");
    });

    test("by an invitation", async ({ page }) => {
      test.skip(!hasMails, NO_MAILS);
      const { seller } = company();
      const email = `kim-${name}-${Date.now().toString(36)}@example.com`;
      await withMails(async (linkTo) => {
        await invite(seller.email, email);
        await page.goto(await linkTo(email, "/us/join"));
        await looker(page, name)("join-invited");
      });
    });

    test("an account with nothing in it", async ({ page }) => {
      const { seller, head } = company();
      const look = looker(page, name);
      await signIn(page, head.email);
      await page.goto("/us/account");
      await look("account-new");
      await page.goto(`/us/account/earnings/${MONTH}`);
      await look("earnings-unmet");
      await page.goto("/us/account/earnings/2020-01");
      await look("earnings-unknown");
      await page.goto("/us/account/orders");
      await look("orders-empty");
      await page.goto("/us/account/addresses");
      await look("addresses-empty");
      await page.goto(`/us/account/team?of=${seller.code}`);
      await look("team-empty");
      await page.getByRole("button", { name: "Sign out" }).click();
      await signIn(page, seller.email);
      await page.goto("/us/account/team/waiting");
      await look("waiting-empty");
    });

    test("an account of one's own", async ({ page }) => {
      const look = looker(page, name);
      await page.goto("/us/login");
      await look("login");
      await page.goto("/us/register");
      await look("register");
      await fillRegistration(page, "kim@example.com", "short");
      await expect(page.getByText("too short")).toBeVisible();
      await look("register-refused");
      await page.goto("/us/register/sent");
      await look("register-sent");
      await page.goto("/us/confirm?email=kim@example.com&token=old-one");
      await look("confirm");
    });

    test("in Japanese", async ({ page }) => {
      const look = looker(page, name);
      await page.goto("/jp");
      await look("home-jp");
      await page.goto("/jp/login");
      await look("login-jp");
      await page.goto("/jp/join");
      await look("join-jp");
    });
  });
}

/** Checks the page as it is now and keeps its picture under a name. */
function looker(page: Page, width: string) {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  return async (title: string) => {
    await page.waitForLoadState("load");
    await page.evaluate(() => document.fonts.ready);
    const found = await new AxeBuilder({ page }).analyze();
    const complaints = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft({ title, complaints, sideways, problems }).toEqual({
      title,
      complaints: [],
      sideways: 0,
      problems: [],
    });
    if (process.env.PICTURES) await keep(page, `${title}-${width}`);
  };
}

async function keep(page: Page, name: string) {
  const path = join(FOLDER, `${name}.jpg`);
  await page.screenshot({ path, fullPage: true, type: "jpeg", quality: 62, animations: "disabled" });
}

/** Whose team has most to show, with somebody who waits for a place. */
async function leading(): Promise<string> {
  return (await ask<object | null>(DANA)) ? "dana@example.com" : company().head.email;
}

/** Who has most to show: somebody of the demonstration's company where there is one. */
async function busiest(): Promise<string> {
  return (await ask<object | null>(DANA)) ? "dana@example.com" : company().seller.email;
}
