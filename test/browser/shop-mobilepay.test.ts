import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPsp } from "../../examples/shop/psp/psp.ts";
import { createShop } from "../../examples/shop/shop.ts";
import { phone as phoneDevice, screenshot } from "../support/browser.ts";
import { type Kassa, openKassa, secret } from "../support/kassa.ts";
import { devices, newVisit, orderIn, problemsOf, title } from "./scene.ts";
import { enterPhone, newPhone, openPhone, swipe } from "./wallet-scene.ts";

/** Kassa, a PSP and a shop, as three sites. */
let scene: { kassa: Kassa; kassaUrl: string; shopUrl: string; close(): Promise<void> };

beforeAll(async () => {
  const kassa = await openKassa();
  const kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  const psp = createPsp({ kassaUrl, shopKey: "shop", host: "localhost" });
  const { port: pspPort } = new URL(await psp.listen({ port: 0, host: "127.0.0.1" }));
  const shop = await createShop({
    kassaUrl,
    storeId: "1",
    secretKey: secret,
    psp: { baseUrl: `http://127.0.0.1:${pspPort}`, key: "shop" },
    host: "localhost",
    port: 0,
    currency: "PLN",
    holdHours: 0,
  });
  const { port } = new URL(await shop.listen({ port: 0, host: "127.0.0.1" }));
  const close = async () => {
    await shop.close();
    await psp.close();
    await kassa.close();
  };
  scene = { kassa, kassaUrl, shopUrl: `http://localhost:${port}`, close };
}, 60_000);

afterAll(() => scene?.close());

describe.each(devices)("on a %s", (size, device) => {
  let page: Page;
  let wallet: Page;
  let number: string;

  beforeEach(async () => {
    page = await newVisit(device);
    wallet = await newVisit(phoneDevice);
    number = newPhone();
  });

  const shot = async (name: string, of = page) => {
    await screenshot(of, `${size}-shop-mobilepay-${name}`);
    expect(await problemsOf(of), name).toEqual([]);
  };

  test("an order is approved on the phone, then captured, released and returned by the staff", async () => {
    await fillCart();
    await shot("cart");
    await page.getByRole("button", { name: "Pay with MobilePay", exact: true }).click();
    await enterPhone(page, number);
    await title(page, /MobilePay/).waitFor();
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /613.00/ }).click();
    await swipe(wallet);
    await title(page, "Thank you, Anna.").waitFor();
    await page.getByText("Dankort •••• 9992").waitFor();
    await shot("thanks");

    // Where the app returns to may be another browser.
    const elsewhere = await newVisit(device);
    await elsewhere.goto(page.url());
    await title(elsewhere, "Thank you, Anna.").waitFor();

    await page.goto(`${scene.shopUrl}/orders/${orderIn(page.url())}`);
    await page.getByLabel("Amount to capture").fill("400.00");
    await page.getByRole("button", { name: "Capture" }).click();
    await page.getByText(/^Captured\. The bank pays DKK.400.00 to the shop\.$/).waitFor();
    await shot("captured");
    await page.getByRole("button", { name: "Let the rest go" }).click();
    await page.getByText(/213.00 is no longer reserved/).waitFor();
    await page.getByLabel("Amount to return").fill("50");
    await page.getByRole("button", { name: "Return", exact: true }).click();
    await page.getByText(/50.00 went back to the customer/).waitFor();
    await shot("returned");
    expect(await scene.kassa.problems()).toEqual([]);
  });

  test("the bank asks for 3-D Secure, on a page of its own inside the phone", async () => {
    await pay();
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /613.00/ }).click();
    await wallet.getByText("Mastercard •••• 8031").click();
    await swipe(wallet);
    const bank = wallet.frameLocator("[data-challenge]");
    await bank.getByRole("heading", { name: "Is this you?" }).waitFor();
    await bank.getByText(/pay DKK.613.00 at Brzoza, with your card ending in 8031/).waitFor();
    await shot("challenge", wallet);
    await bank.getByRole("button", { name: "Yes, approve" }).click();
    await title(page, "Thank you, Anna.").waitFor();
    await page.goto(`${scene.shopUrl}/orders/${orderIn(page.url())}`);
    await expect.poll(() => page.locator("#secured").textContent()).toBe("yes");
    await shot("secured");
  });

  test("who refuses at the bank pays with another card", async () => {
    await pay();
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /613.00/ }).click();
    await wallet.getByText("Mastercard •••• 8031").click();
    await swipe(wallet);
    const bank = wallet.frameLocator("[data-challenge]");
    await bank.getByRole("button", { name: "No, refuse" }).click();
    await wallet.getByText("Your bank has refused the card.").waitFor();
    await wallet.getByText("Visa •••• 1111").click();
    await swipe(wallet);
    await title(page, "Thank you, Anna.").waitFor();
    await page.getByText("Visa •••• 1111").waitFor();
  });

  test("who rejects on the phone is told that nothing was charged, and tries again", async () => {
    await pay();
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /613.00/ }).click();
    await wallet.getByRole("button", { name: "Reject" }).click();
    await title(page, "Not paid yet").waitFor();
    await shot("unpaid");
    await page.getByRole("button", { name: "Try again with MobilePay" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await openPhone(scene, wallet, number);
    await wallet
      .getByRole("link", { name: /613.00/ })
      .first()
      .click();
    await swipe(wallet);
    await title(page, "Thank you, Anna.").waitFor();
  });

  test("with checkout the wallet tells the shop who it is and where it goes", async () => {
    await fillCart();
    await page.getByLabel("First name").fill("");
    await page.getByRole("button", { name: "MobilePay Checkout" }).click();
    await enterPhone(page, number);
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /613.00/ }).click();
    await wallet.getByLabel("Delivery address").waitFor();
    await swipe(wallet);
    await title(page, /^Thank you, (?!MobilePay)/).waitFor();
    await page.getByText("8000 Aarhus C").waitFor();
    await shot("delivery");
    await page.goto(`${scene.shopUrl}/orders/${orderIn(page.url())}`);
    await page.getByText(`+45${number}`).waitFor();
    await expect.poll(() => page.locator("#delivery").textContent()).toContain("8000 Aarhus C");
    await shot("delivery-staff");
  });

  // Three months, and pages that look again every few seconds.
  test("tea: agreed to, charged after a month, declined, paid with another card, ended on the phone", async () => {
    await page.goto(`${scene.shopUrl}/tea`);
    await shot("tea");
    await page.getByRole("button", { name: "Subscribe with MobilePay" }).click();
    await enterPhone(page, number);
    await openPhone(scene, wallet, number, "/phone/cards/add");
    // Pays as long as its holder is there.
    await wallet.getByLabel("Card number").fill("4000 0000 0000 0341");
    await wallet.getByLabel("Expires").fill("12/39");
    await wallet.getByRole("button", { name: "Save the card" }).click();
    await wallet.goto(`${scene.kassaUrl}/phone`);
    await wallet.getByRole("link", { name: /89.00/ }).click();
    await wallet.getByText("Dankort •••• 9992").click();
    await wallet.getByText(/^I agree that Brzoza charges my card/).click();
    await swipe(wallet);
    await title(page, "Your tea, Freja").waitFor();
    await expect.poll(states).toEqual(["paid"]);
    await page.getByText("Dankort •••• 9992").waitFor();
    await shot("tea-active");
    const own = page.url();

    await nextMonth();
    await page.goto(own);
    expect(await states()).toEqual(["paid", "paid"]);

    await changeCard(/0341/);
    await expect.poll(() => page.locator("#card-now").textContent(), { timeout: 10_000 }).toContain("0341");
    await nextMonth();
    await page.goto(own);
    expect(await states()).toEqual(["declined", "paid", "paid"]);
    await page.getByText("There is not enough money on the card.").waitFor();
    await shot("tea-declined");
    await changeCard(/1111/);
    await expect.poll(states, { timeout: 10_000 }).toEqual(["paid", "paid", "paid"]);
    await page.goto(`${scene.shopUrl}/tea-drinkers`);
    await shot("tea-staff");

    await wallet.goto(`${scene.kassaUrl}/phone/agreements`);
    await wallet.getByRole("link", { name: /Brzoza/ }).click();
    await wallet.getByRole("link", { name: "End the agreement" }).click();
    await wallet.getByRole("button", { name: "Yes, end it" }).click();
    await page.goto(own);
    await page.getByText("You have ended this agreement in MobilePay.").waitFor({ timeout: 10_000 });
    await shot("tea-ended");
    expect(await scene.kassa.problems()).toEqual([]);
  }, 90_000);

  async function fillCart(): Promise<void> {
    await page.goto(scene.shopUrl);
    await page.locator("#add-desk-lamp").click();
    await page.getByLabel("First name").waitFor();
  }

  /** Orders, and enters the phone on the wallet's page. */
  async function pay(): Promise<void> {
    await fillCart();
    await page.getByRole("button", { name: "Pay with MobilePay", exact: true }).click();
    await enterPhone(page, number);
    await title(page, /MobilePay/).waitFor();
  }

  /** How the deliveries on the page stand, the newest first. */
  function states(): Promise<(string | null)[]> {
    return page
      .locator("[data-delivery]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-state")));
  }

  async function nextMonth(): Promise<void> {
    await page.goto(`${scene.shopUrl}/tea-drinkers`);
    await page.getByRole("button", { name: "Move the clock a month" }).click();
    await page.getByText("A month has passed, and the next tea is charged.").waitFor({ timeout: 20_000 });
  }

  async function changeCard(card: RegExp): Promise<void> {
    await openPhone(scene, wallet, number, "/phone/agreements");
    await wallet.getByRole("link", { name: /Brzoza/ }).click();
    await wallet.getByRole("link", { name: "Change the card" }).click();
    await wallet.getByText(card).click();
    await wallet.getByRole("button", { name: "Use this card" }).click();
    await wallet.getByText("The card is changed.").waitFor();
  }
});
