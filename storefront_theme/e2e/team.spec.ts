/** The team in three ways: listed, drawn, and those who wait for a place; all without a script. */
import { expect, test } from "@playwright/test";
import { BINARY, company } from "./company";
import { signIn } from "./shopper";
import { placeAnywhere, spotOf } from "./store";

test.use({ javaScriptEnabled: false });

test("the list is filtered and sorted by links and a form, and says when nobody matches", async ({ page }) => {
  const { head, seller, newcomers } = company();
  await signIn(page, head.email);
  await page.goto("/us/account/team");
  const table = page.getByRole("table", { name: "Your team" });
  const names = table.getByRole("row").locator("td:first-child a");
  const people = [seller, ...newcomers].map(({ name }) => name);
  await page.getByRole("navigation", { name: "Order" }).getByRole("link", { name: "Name" }).click();
  await expect(table.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  const down = (await names.allInnerTexts()).filter((name) => people.includes(name));
  await page.getByRole("navigation", { name: "Order" }).getByRole("link", { name: "Name" }).click();
  await expect(table.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  const up = (await names.allInnerTexts()).filter((name) => people.includes(name));
  expect([down, up]).toEqual([people.toSorted(), people.toSorted().reverse()]);

  await page.getByLabel("Name or code").fill(seller.name);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(names).toHaveText([seller.name]);
  await page.getByText("More filters").click();
  await page.getByLabel("Level from").fill("9");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText("Nobody in this team is like that");
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(table).toContainText(seller.name);
  await expect(page.getByText(/^Counted on /)).toBeVisible();

  await page.goto("/us/account/team?after=not-a-cursor");
  await expect(table).toContainText(seller.name);
});

test("the drawn tree opens down one person at a time, and leads back up", async ({ page }) => {
  const { head, seller } = company();
  await signIn(page, head.email);
  await page.goto("/us/account/team/tree");
  const tree = page.getByRole("list", { name: "Your tree" });
  await expect(tree.getByRole("list", { name: `Below ${head.name}` })).toContainText(seller.name);

  await page.getByRole("navigation", { name: "Tree" }).getByRole("link", { name: "Binary" }).click();
  await expect(tree).toContainText("free");
  await tree.getByRole("link", { name: new RegExp(`^${seller.name}: open`) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${seller.name}’s tree`);
  await page.getByRole("navigation", { name: "Where you are" }).getByRole("link", { name: "You" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your tree");

  // Where the drawing turns from lying to hanging, and just before.
  for (const width of [1280, 1279, 768]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }

  await page.goto("/us/account/team/tree?of=NOBODY99");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This person is not in your team");
});

test("whoever waits is placed where it was chosen in the drawing", async ({ page }) => {
  const { head, seller, newcomers } = company();
  const newcomer = newcomers[0]!;
  await signIn(page, head.email);
  await page.goto("/us/account/team/waiting");
  await page.getByRole("link", { name: `Choose a place for ${newcomer.name}` }).click();
  await page.getByLabel("Name or code of somebody in your team").fill(seller.code);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText(`1 person for “${seller.code}”`);
  await page.getByRole("link", { name: "Choose in the tree" }).click();
  const below = page.getByRole("list", { name: `Below ${seller.name}` });
  await below.getByRole("link", { name: `Right: place ${newcomer.name} here` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `Place ${newcomer.name} below ${seller.name}, on the right?`,
  );
  await page.getByRole("button", { name: `Yes, place ${newcomer.name}` }).click();

  await expect(page.getByRole("main").getByRole("status").first()).toContainText(
    `${newcomer.name} stands below ${seller.name} now, on the right.`,
  );
  expect(await spotOf(newcomer.code, BINARY)).toMatchObject({
    slot: 2,
    parent: { distributor: { code: seller.code } },
  });
});

test("a place that was given meanwhile is said, and a preference is kept", async ({ page }) => {
  const { head, newcomers } = company();
  const newcomer = newcomers[1]!;
  await signIn(page, head.email);
  await page.goto("/us/account/team/waiting");
  await page.getByLabel("Binary").selectOption({ label: "the left outer line" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText("Noted");
  await expect(page.getByLabel("Binary")).toHaveValue("LEFT_EDGE");
  await expect(page.getByText("foot of your left outer line")).toBeVisible();

  await page.getByRole("link", { name: `Choose a place for ${newcomer.name}` }).click();
  await placeAnywhere((await spotOf(newcomer.code, BINARY)).id);
  await page.getByRole("button", { name: "Place now" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nobody waits here");
});
