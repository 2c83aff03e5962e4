/** Enrolment: by a link, by an invitation's mail, by looking for a name; with and without a script. */
import { expect, test, type Page } from "@playwright/test";
import { company } from "./company";
import { hasMails, NO_MAILS, withMails } from "./mail";
import { signIn } from "./shopper";
import { PASSWORD, confirmByMail, invite, register, withdraw } from "./store";

let count = 0;
const fresh = () => `eve-${Date.now().toString(36)}-${(count += 1)}@example.com`;

/** Another one who is no distributor. */
async function customer() {
  const email = fresh();
  await register(email);
  return email;
}

async function fillAccount(page: Page, email: string, password = PASSWORD) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
}

async function fillPerson(page: Page, name: string, born = "1990-02-28") {
  await page.getByLabel("The name that others see").fill(name);
  await page.getByLabel("Date of birth").fill(born);
  await page.getByLabel("I have read the agreement").check();
}

const start = (page: Page) => page.getByRole("button", { name: "Start selling" });
const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("a visitor enrols by a link: what is refused stands beside its field, and the account is there at once", async ({
  page,
}) => {
  const { recruiter } = company();
  await page.goto(`/us/r/${recruiter.code}?place=left`);
  await page.getByRole("contentinfo").getByRole("link", { name: "Become a distributor" }).click();
  await expect(page.getByRole("region", { name: "Who introduced you" })).toContainText(recruiter.name);
  await fillPerson(page, "Eve", "2015-01-01");
  await fillAccount(page, company().customer.email, "short");
  await start(page).click();
  await expect(page.getByLabel("Date of birth")).toHaveAccessibleDescription(/You have to be 18 to sell with us\./);
  await expect(page.getByLabel("I have read the agreement")).toBeChecked();
  await expect(page.getByLabel("The name that others see")).toHaveValue("Eve");

  await fillPerson(page, "Eve");
  await fillAccount(page, company().customer.email);
  await start(page).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/There is an account with this address/);

  await fillAccount(page, fresh());
  await start(page).click();

  await expect(page).toHaveURL("/us/account?joined=1");
  await expect(page.getByText(`introduced by ${recruiter.name}`)).toBeVisible();
  await expect(page.getByRole("main").getByRole("status")).toContainText("You are in");
  await page.getByRole("button", { name: "Add to bag" }).click();
  await expect(page).toHaveURL(/\/us\/cart/);
});

test("a customer looks for a name, and becomes a distributor below whom it is", async ({ page }) => {
  const { recruiter, customer } = company();
  await signIn(page, customer.email);
  await page.getByRole("region", { name: "Pass it on yourself" }).getByRole("link").click();
  await page.getByLabel("Code of the person who introduced you").fill("NOBODY99");
  await fillPerson(page, "Robin");
  await start(page).click();
  await expect(page.getByLabel("Code of the person who introduced you")).toHaveAccessibleDescription(
    /We know nobody with this code/,
  );

  await page.getByText("You only know the name?").click();
  await page.getByLabel("Name", { exact: true }).fill("Nobodyofthatname");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText("Nobody found");
  await page.getByLabel("Name", { exact: true }).fill(recruiter.code);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("list", { name: "People found" }).getByRole("link", { name: recruiter.name }).click();
  await expect(page.getByRole("link", { name: "Somebody else" })).toBeVisible();
  await fillPerson(page, "Robin");
  await start(page).click();

  await expect(page.getByText(`introduced by ${recruiter.name}`)).toBeVisible();
  await page.goto("/us/join");
  await expect(title(page)).toHaveText("You are with us already");
});

test.describe("by an invitation", () => {
  test.skip(!hasMails, NO_MAILS);

  test("the mail's link enrols whom it was written to, once", async ({ page, browser }) => {
    const { recruiter } = company();
    const email = fresh();
    await withMails(async (linkTo) => {
      await invite(recruiter.email, email);
      const link = await linkTo(email, "/us/join");

      const others = await (await browser.newContext()).newPage();
      await signIn(others, await customer());
      await others.goto(link);
      await expect(title(others)).toHaveText("This invitation is for somebody else");
      await others.getByRole("button", { name: "Sign out and accept it" }).click();
      await expect(title(others)).toHaveText(`${recruiter.name} invites you`);

      await page.goto(link);
      await expect(title(page)).toHaveText(`${recruiter.name} invites you`);
      await expect(page.getByLabel("E-mail")).toHaveValue(email);
      await expect(page.getByLabel("E-mail")).not.toBeEditable();
      await page.getByLabel("Password").fill(PASSWORD);
      await fillPerson(page, "Eve");
      await start(page).click();
      await expect(page.getByText(`introduced by ${recruiter.name}`)).toBeVisible();
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page).toHaveURL("/us");

      await page.goto(link);
      await expect(title(page)).toHaveText("This invitation was used already");
    });
  });

  test("one that was withdrawn says so, and the way without it", async ({ page }) => {
    const { recruiter } = company();
    const email = fresh();
    await withMails(async (linkTo) => {
      const id = await invite(recruiter.email, email);
      const link = await linkTo(email, "/us/join");
      await withdraw(recruiter.email, id);

      await page.goto(link);

      await expect(title(page)).toHaveText("This invitation was withdrawn");
      await page.getByRole("link", { name: `Join with ${recruiter.name}` }).click();
      await expect(page.getByRole("region", { name: "Who introduced you" })).toContainText(recruiter.name);
    });
  });
});

test("an invitation that nobody wrote is no error", async ({ page }) => {
  await page.goto("/us/join?invitation=cut-off");
  await expect(title(page)).toHaveText("We don’t recognise this invitation");
  await page.getByRole("link", { name: "Join without it" }).click();
  await expect(title(page)).toHaveText("Sell what you love");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a visitor enrols by a link, and what is refused keeps what was typed", async ({ page }) => {
    const { recruiter } = company();
    await page.goto(`/us/r/${recruiter.code}`);
    await page.goto("/us/join");
    await fillPerson(page, "Eve", "2015-01-01");
    await fillAccount(page, fresh());
    await start(page).click();
    await expect(page.getByLabel("Date of birth")).toHaveAccessibleDescription(/You have to be 18 to sell with us\./);
    await expect(page.getByLabel("The name that others see")).toHaveValue("Eve");

    await fillPerson(page, "Eve");
    await page.getByLabel("Password").fill(PASSWORD);
    await start(page).click();

    await expect(page.getByText(`introduced by ${recruiter.name}`)).toBeVisible();
  });

  test("where the shop confirms addresses, the link in the mail leads into the distributor's account", async ({
    page,
  }) => {
    test.skip(!hasMails, NO_MAILS);
    const { recruiter } = company();
    const email = fresh();
    await withMails(async (linkTo) => {
      await confirmByMail(true);
      try {
        await page.goto(`/us/join?enroller=${recruiter.code}`);
        await fillPerson(page, "Eve");
        await fillAccount(page, email);
        await start(page).click();
        await expect(title(page)).toHaveText("One more step");

        await page.goto(await linkTo(email, "/us/confirm"));
        await page.getByLabel("Password").fill(PASSWORD);
        await page.getByRole("button", { name: "Confirm and sign in" }).click();
        await expect(page.getByText(`introduced by ${recruiter.name}`)).toBeVisible();
      } finally {
        await confirmByMail(false);
      }
    });
  });
});
