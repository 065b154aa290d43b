import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { screenshot } from "../support/browser.ts";
import { devices, newVisit, orderIn, title, useScene } from "./scene.ts";

const scene = useScene();

const visa = "4111 1111 1111 1111";
const challenged = "4000 0000 1000 0018";

describe.each(devices)("on a %s", (size, device) => {
  let page: Page;

  beforeEach(async () => {
    page = await newVisit(device);
  });

  const shot = async (name: string) => {
    await screenshot(page, `${size}-mondido-${name}`);
    const [scroll, width] = await page
      .locator("html")
      .evaluate((html) => [html.scrollWidth, html.clientWidth]);
    expect(scroll, name).toBe(width);
  };

  test("a card pays in the window, the staff capture it in parts and take goods back", async () => {
    const id = await goToWindow("Pay by card", ["desk-lamp", "enamel-mug"]);
    await shot("window");
    await payByCard(visa);
    await thanks("Thank you, Anna.");
    await page.getByText("VISA •••• 1111").waitFor();
    await shot("thanks");

    await openAsStaff(id);
    expect(await orderState()).toBe("hold");
    await shot("staff-reserved");
    await page.getByLabel("Amount to capture").fill("100");
    await page.getByRole("button", { name: "Capture" }).click();
    await page.getByText("Captured. Mondido pays PLN 100.00 to the shop.").waitFor();
    expect(await page.getByLabel("Amount to capture").inputValue()).toBe("294.99");
    await page.getByRole("button", { name: "Capture" }).click();
    await page.getByText("Captured. Mondido pays PLN 294.99 to the shop.").waitFor();
    expect(await page.locator("#order-captured").textContent()).toBe("PLN\u00a0394.99");
    expect(await page.getByRole("button", { name: "Capture" }).count()).toBe(0);
    expect(await orderState()).toBe("finished");

    await page.getByLabel("Amount to return").fill("45");
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("PLN 45.00 went back to the customer.").waitFor();
    expect(await page.locator("#order-returned").textContent()).toBe("PLN\u00a045.00");
    await shot("staff-partly-returned");
    await page.getByLabel("Amount to return").fill("400");
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("Between PLN 0.01 and PLN 349.99 can be returned.").waitFor();
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("PLN 349.99 went back to the customer.").waitFor();
    expect(await orderState()).toBe("refunded");
    await page.goto(`${scene.shopUrl}/orders/${id}/return`);
    await title(page, "This order was returned").waitFor();
  });

  test("a declined card is told, and the order can be paid with another", async () => {
    const id = await goToWindow("Pay by card");
    await payByCard(visa, { cvv: "201" });
    await title(page, "The payment did not go through").waitFor();
    await page.getByText("The card was declined. Nothing was charged.").waitFor();
    await shot("declined");
    await page.getByRole("link", { name: "Try again" }).click();
    await payByCard(visa);
    await thanks("Thank you, Anna.");
    await openAsStaff(id);
    expect(await orderState()).toBe("hold");
    await page.getByText("Mondido: The card was declined.").waitFor();
  });

  test.each([
    ["Approve", "hold"],
    ["Refuse", "declined"],
  ])("a card's bank asks the customer, who may %s", async (button, state) => {
    const id = await goToWindow("Pay by card");
    await payByCard(challenged);
    await shot("bank");
    await page.getByRole("button", { name: button }).click();
    if (state === "hold") await thanks("Thank you, Anna.");
    else await page.getByText("The bank did not confirm that it was you. Nothing was charged.").waitFor();
    await openAsStaff(id);
    expect(await orderState()).toBe(state);
    if (state === "hold") expect(await page.locator("#secured").textContent()).toBe("yes");
  });

  test("who goes back from the window finds the order waiting, and may go on or give up", async () => {
    await goToWindow("Pay by card");
    await page.getByRole("link", { name: "Cancel and go back to the shop" }).click();
    await title(page, "Not paid yet").waitFor();
    await shot("not-paid");
    await page.getByRole("link", { name: "Continue to pay" }).click();
    await payByCard(visa);
    await thanks("Thank you, Anna.");
  });

  test("a shopper who never comes back has paid all the same: the webhook says so", async () => {
    const id = await goToWindow("Pay by card");
    const card = { card_number: visa, card_expiry: "1240", card_cvv: "200", card_holder: "Anna Nowak" };
    const body = new URLSearchParams({ pay_with: "new_card", ...card });
    const { status } = await fetch(page.url(), { method: "POST", body, redirect: "manual" });
    expect(status).toBe(303);
    await openAsStaff(id);
    await expect.poll(() => page.reload().then(orderState), { timeout: 15_000 }).toBe("hold");
    expect(await page.getByText("Mondido's status: authorized").count()).toBe(1);
  });

  test("a saved card pays in the window, and without it", async () => {
    await goToWindow("Pay by card");
    await payByCard(visa, { remember: true });
    await thanks("Thank you, Anna.");

    await goToWindow("Pay by card");
    await page.getByRole("radio", { name: "Visa ending in 1111" }).check();
    await shot("window-saved-card");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await thanks("Thank you, Anna.");

    await fillCart();
    await shot("cart");
    await page.getByRole("button", { name: "Pay with VISA •••• 1111" }).click();
    await thanks("Thank you, Anna.");
    await openAsStaff(orderIn(page.url()));
    expect(await orderState()).toBe("hold");
    await page.getByText("by saved card").waitFor();
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByText("The order is canceled and the customer's money is free again.").waitFor();
    expect(await orderState()).toBe("canceled");
  });

  test("a plan is subscribed to, and stopped by the staff", async () => {
    await page.goto(scene.shopUrl);
    await page.getByRole("link", { name: "See the subscription" }).click();
    await page.locator("#plan-price").waitFor();
    await shot("plan");
    await page.getByRole("button", { name: "Subscribe by card" }).click();
    await page.waitForURL(/\/v1\/form\//);
    await shot("window-plan");
    await payByCard(visa);
    await thanks("Thank you, Anna.");
    await page.getByText("You are subscribed.").waitFor();
    await openAsStaff(orderIn(page.url()));
    expect(await orderState()).toBe("finished");
    expect(await page.locator("#subscription").textContent()).toMatch(/^\d+, active$/);
    await shot("staff-plan");
    await page.getByRole("button", { name: "Stop the subscription" }).click();
    await page.getByText("The subscription is stopped. Nothing more is charged.").waitFor();
    expect(await page.locator("#subscription").textContent()).toMatch(/^\d+, cancelled$/);
  });

  test("the staff make a payment link, which the customer pays", async () => {
    await page.goto(`${scene.shopUrl}/orders`);
    await page.getByRole("link", { name: "New payment link" }).click();
    await page.getByRole("button", { name: "Create the link" }).click();
    await page.getByText("Please tell us your surname.").waitFor();
    await page.getByLabel("Product").selectOption("record-player");
    await page.getByLabel("First name").fill("Bo");
    await page.getByLabel("Surname").fill("Lind");
    await page.getByLabel("Phone").fill("333 444 555");
    await page.getByLabel("E-mail").fill("bo.lind@example.com");
    await shot("link-new");
    await page.getByRole("button", { name: "Create the link" }).click();
    await page.getByText("Send this address to bo.lind@example.com.").waitFor();
    const staff = page.url();
    const link = await page.getByLabel("Address to send").inputValue();
    await shot("link");

    page = await newVisit(device);
    await page.goto(link);
    await payByCard(visa);
    await thanks("Thank you, Bo.");
    await page.goto(staff);
    expect(await orderState()).toBe("finished");
    await page.getByText("The customer has used this address.").waitFor();
  });

  test("an invoice is approved in kronor", async () => {
    const id = await goToWindow("Pay by invoice");
    expect(await page.getByRole("radio", { name: "Invoice" }).isChecked()).toBe(true);
    expect(await page.getByLabel("Email").inputValue()).toBe("anna.nowak@example.com");
    await introduce("195203198089");
    await shot("window-invoice");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await thanks("Thank you, Anna.");
    await page.getByText("The invoice comes to anna.nowak@example.com.").waitFor();
    await shot("thanks-invoice");
    await openAsStaff(id);
    expect(await orderState()).toBe("finished");
    expect(await page.locator("#order-amount").textContent()).toBe("SEK\u00a0910.00");
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("SEK 910.00 went back to the customer.").waitFor();
  });

  test("an invoice that is refused leaves the order to be paid otherwise", async () => {
    await goToWindow("Pay by invoice");
    await introduce("192806281719");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await page.getByText("The invoice was not approved. Nothing was charged.").waitFor();
    await page.getByRole("button", { name: "Put the items back in the cart" }).click();
    await page.getByRole("link", { name: "Desk lamp" }).waitFor();
  });

  test("all of it works without scripts", async () => {
    page = await newVisit({ ...device, javaScriptEnabled: false });
    await fillCart();
    await page.getByRole("button", { name: "Pay by card" }).click();
    await page.getByRole("button", { name: "Continue to the card" }).waitFor();
    await shot("pay");
    await page.getByRole("button", { name: "Continue to the card" }).click();
    await payByCard(visa);
    await thanks("Thank you, Anna.");
    await openAsStaff(orderIn(page.url()));
    await page.getByRole("button", { name: "Capture" }).click();
    await page.getByText("Captured. Mondido pays PLN 349.99 to the shop.").waitFor();
  });

  async function fillCart(skus: readonly string[] = ["desk-lamp"]): Promise<void> {
    for (const sku of skus) {
      await page.goto(scene.shopUrl);
      await page.locator(`#add-${sku}`).click();
    }
    await page.getByRole("button", { name: "Pay by card" }).waitFor();
  }

  /** Puts goods into the cart and goes to pay; the shop's page posts its form by itself. Answers the order's id. */
  async function goToWindow(button: string, skus?: readonly string[]): Promise<string> {
    await fillCart(skus);
    const orderPage = page.waitForRequest(/\/orders\/[^/]+\/pay/);
    await page.getByRole("button", { name: button }).click();
    await page.waitForURL(/\/v1\/form\//);
    return orderIn((await orderPage).url());
  }

  type Card = { readonly cvv?: string; readonly remember?: boolean };

  async function payByCard(number: string, { cvv = "200", remember }: Card = {}): Promise<void> {
    const newCard = page.getByRole("radio", { name: /^(New card|Card)/ });
    if ((await newCard.count()) > 0) await newCard.check();
    await page.getByLabel("Card number").fill(number);
    await page.getByLabel("Month").fill("12");
    await page.getByLabel("Year").fill("40");
    await page.getByLabel("CVV").fill(cvv);
    await page.getByLabel("Name on the card").fill("Anna Nowak");
    if (remember) await page.getByLabel("Remember this card").check();
    await page.getByRole("button", { name: /^Pay/ }).click();
  }

  async function introduce(ssn: string): Promise<void> {
    await page.getByLabel("Personal number").fill(ssn);
    await page.getByLabel("Address", { exact: true }).fill("Danagatan 1");
    await page.getByLabel("Postal code").fill("14262");
    await page.getByLabel("City").fill("Trångsund");
  }

  async function thanks(words: string): Promise<void> {
    await title(page, words).waitFor();
    expect(page.url()).toMatch(/\/return$/);
  }

  async function openAsStaff(id: string): Promise<void> {
    await page.goto(`${scene.shopUrl}/orders/${id}`);
  }

  function orderState(): Promise<string | null> {
    return page.locator("#order-state").getAttribute("data-state");
  }
});
