import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { screenshot } from "../support/browser.ts";
import { travelTo } from "../support/shop.ts";
import { devices, newVisit, title, useScene } from "./scene.ts";

const scene = useScene();

const garanti = "5269 5511 2222 3339";
const akbank = "5127 5411 2222 3332";
/** Pays nothing once it is charged without its holder: code 002. */
const empty = "9792 0699 9100 2005";

describe.each(devices)("on a %s", (size, device) => {
  let page: Page;

  beforeEach(async () => {
    page = await newVisit(device);
    // In the morning, so that no run comes while a test is under way.
    const now = Temporal.Instant.from(
      JSON.parse((await scene.kassa.server.inject("/sandbox/clock")).body).now,
    );
    const morning = now.toZonedDateTimeISO("Europe/Istanbul").add({ days: 1 }).with({ hour: 8 });
    await travelTo(scene.kassa, morning.toInstant().toString());
  });

  const shot = async (name: string) => {
    await screenshot(page, `${size}-moka-${name}`);
    const [scroll, width] = await page
      .locator("html")
      .evaluate((html) => [html.scrollWidth, html.clientWidth]);
    expect(scroll, name).toBe(width);
  };

  test("coffee is subscribed to, paid, declined, paid with another card, and ended", async () => {
    await page.goto(scene.shopUrl);
    await page.getByRole("link", { name: "See the coffee" }).click();
    await page.getByLabel("Name on the card").waitFor();
    await shot("offer");
    await page.getByRole("button", { name: "Subscribe" }).click();
    await page.getByText("A card number has 12 to 19 digits.").waitFor();
    await shot("offer-wrong");
    await fillCard(garanti);
    await page.getByRole("button", { name: "Subscribe" }).click();
    await title(page, /^Your coffee/).waitFor();
    expect(await states()).toEqual(["planned"]);
    await shot("waiting");
    const own = page.url();

    await chargeNow();
    await page.goto(own);
    expect(await states()).toEqual(["paid"]);
    await page.getByText(/^Charged \d+ \w+ \d{4}, \d\d:\d\d\./).waitFor();
    await shot("paid");

    // The next month, with a card that has no money by then.
    await page.locator("#replace").click();
    await fillCard(empty);
    await page.getByRole("button", { name: "Use this card" }).click();
    await page.getByText(/^Your card is now .*•••• 2005\.$/).waitFor();
    await nextMonth();
    await chargeNow();
    await shot("staff-list");
    await page.goto(own);
    expect(await states()).toEqual(["retrying", "paid"]);
    const declined = page.getByRole("alert");
    await declined.getByText("Your bank says that there is not enough money on the card.").waitFor();
    await shot("declined");

    await declined.getByRole("link", { name: "Replace the card" }).click();
    await fillCard(empty);
    await page.getByRole("button", { name: "Use this card" }).click();
    await page.getByText("This is the card that we already have.").waitFor();
    await page.locator("#card-number:focus").waitFor();
    expect(await page.getByLabel("Card number").inputValue()).toBe("");
    await shot("same-card");
    await fillCard(akbank);
    await page.getByRole("button", { name: "Use this card" }).click();
    await page.getByText("What is open is charged to it with the next run, at noon or at six.").waitFor();
    await shot("replaced");
    await chargeNow();
    await page
      .getByRole("link", { name: /Ayşe Yılmaz/ })
      .first()
      .click();
    expect(await states()).toEqual(["paid", "paid"]);
    await page.getByText("The card from before was deleted at Moka").first().waitFor();
    await shot("staff");

    await nextMonth();
    await page.goto(own);
    expect(await states()).toEqual(["planned", "paid", "paid"]);
    await page.getByText("End the subscription").click();
    await shot("end");
    await page.getByRole("button", { name: "End it now" }).click();
    await page.getByText("The subscription has ended. Nothing more is charged").waitFor();
    expect(await states()).toEqual(["canceled", "paid", "paid"]);
    await shot("ended");
    expect(await page.getByText("Replace the card").count()).toBe(0);
    expect(await scene.kassa.problems()).toEqual([]);
  });

  test("a page that is open follows what happens at Moka, and leaves a half-written card alone", async () => {
    await page.clock.install();
    await subscribe(garanti);
    await page.locator("#replace").click();
    await page.getByLabel("Card number").fill("5127");
    const office = await newVisit(device);
    await office.goto(`${scene.shopUrl}/subscribers`);
    await office.getByRole("button", { name: "Charge what is due now" }).click();
    await office.getByText("Moka has charged what was planned for today.").waitFor();
    const asked: string[] = [];
    page.on("request", (request) => void asked.push(request.url()));
    await page.clock.runFor(20_000);
    expect(asked).toEqual([]);
    expect(await page.getByLabel("Card number").inputValue()).toBe("5127");
    await page.getByLabel("Card number").fill("");
    await page.clock.runFor(5_000);
    await expect.poll(states).toEqual(["paid"]);
  });

  test("all of it works without scripts, and by keyboard", async () => {
    page = await newVisit({ ...device, javaScriptEnabled: false });
    const own = await subscribe(empty);
    await chargeNow();
    await page.goto(own);
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("This is how it stands now.").waitFor();
    expect(await states()).toEqual(["retrying"]);
    // The form is open, because there is something to do.
    await fillCard(akbank);
    await page.getByLabel("Name on the card").press("Enter");
    await page.getByText(/^Your card is now/).waitFor();
    await chargeNow();
    await page.goto(own);
    expect(await states()).toEqual(["paid"]);
    const end = page.getByText("End the subscription");
    await end.focus();
    await end.press("Enter");
    await page.getByRole("button", { name: "End it now" }).press("Enter");
    await page.getByText("The subscription has ended.").waitFor();
  });

  async function subscribe(card: string): Promise<string> {
    await page.goto(`${scene.shopUrl}/coffee`);
    await fillCard(card);
    await page.getByRole("button", { name: "Subscribe" }).click();
    await title(page, /^Your coffee/).waitFor();
    return page.url();
  }

  async function fillCard(number: string): Promise<void> {
    await page.getByLabel("Card number").fill(number);
    await page.getByLabel("Month", { exact: true }).fill("12");
    await page.getByLabel("Year").fill("2030");
    await page.getByLabel("Name on the card").fill("Ayşe Yılmaz");
  }

  /** How the invoices on the page stand, the newest first. */
  function states(): Promise<(string | null)[]> {
    return page
      .locator("[data-invoice]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-state")));
  }

  async function chargeNow(): Promise<void> {
    await page.goto(`${scene.shopUrl}/subscribers`);
    await page.getByRole("button", { name: "Charge what is due now" }).click();
    await page.getByText("Moka has charged what was planned for today.").waitFor();
  }

  async function nextMonth(): Promise<void> {
    await page.goto(`${scene.shopUrl}/subscribers`);
    await page.getByRole("button", { name: "Move the clock a month" }).click();
    await page.getByText("A month has passed at Moka.").waitFor({ timeout: 20_000 });
  }
});
