import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { screenshot } from "../support/browser.ts";
import {
  confirm,
  devices,
  goToPay,
  introduce,
  newPhone,
  newVisit,
  placeOrder,
  popup,
  title,
  useScene,
} from "./scene.ts";

const scene = useScene();

describe.each(devices)("on a %s", (size, device) => {
  let page: Page;

  beforeEach(async () => {
    page = await newVisit(device);
  });

  const shot = (name: string) => screenshot(page, `${size}-${name}`);

  test("a new customer buys in the popup and comes back to the shop, which has the order", async () => {
    const phone = newPhone();
    await page.goto(scene.shopUrl);
    await shot("shop");
    await page.goto(`${scene.shopUrl}/products/desk-lamp`);
    await shot("shop-product");
    await page.locator("#add-to-cart").click();
    await shot("shop-cart");
    const id = await goToPay(scene, page, phone);

    const form = popup(page);
    await title(form, "Buy now, pay later").waitFor();
    expect(await form.getByLabel("Mobile phone").inputValue()).toBe(phone);
    expect(await form.getByLabel("First name").inputValue()).toBe("Anna");
    expect(await form.getByLabel("Email").inputValue()).toBe("anna.nowak@example.com");
    await shot("popup-questionnaire");
    await introduce(form, phone);

    await title(form, "Enter the code").waitFor();
    await shot("popup-code");
    await confirm(form);

    await title(form, "Choose how to pay").waitFor();
    expect(await form.getByText("Available limit").textContent()).toContain("PLN\u00a0100,000.00");
    expect(await form.getByRole("radio").count()).toBe(4);
    await shot("popup-order");
    await placeOrder(form);

    await title(page, "Thank you, Anna.").waitFor();
    expect(page.url()).toBe(`${scene.shopUrl}/orders/${id}/return`);
    await shot("shop-thanks");
    await page.goto(`${scene.shopUrl}/orders/${id}`);
    expect(await orderState()).toBe("hold");
    expect(await page.locator("#schedule tbody tr").count()).toBe(3);
    await shot("staff-hold");
  });

  test("the staff finish an order with its receipt, take a part back, then all of it", async () => {
    const id = await buy(["desk-lamp"]);
    await page.getByRole("button", { name: /^Finish: PLN/ }).click();
    await page.getByText("Finished. Mokka pays PLN 349.99 to the shop.").waitFor();
    expect(await orderState()).toBe("finished");
    const receipt = await fetch(`${scene.kassaUrl}/sandbox/receipts/${id}`);
    expect(Buffer.from(await receipt.arrayBuffer()).toString("latin1")).toMatch(/^%PDF/);

    await page.getByLabel("Amount to return").fill("100");
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("PLN 100.00 went back to the customer.").waitFor();
    expect(await orderState()).toBe("finished");
    expect(await page.locator("#order-returned").textContent()).toBe("PLN\u00a0100.00");
    expect(await page.getByLabel("Amount to return").inputValue()).toBe("249.99");
    await shot("staff-partly-returned");

    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("PLN 249.99 went back to the customer.").waitFor();
    expect(await orderState()).toBe("refunded");
    expect(await page.getByRole("button", { name: "Return" }).count()).toBe(0);
    await page.goto(`${scene.shopUrl}/orders/${id}/return`);
    await title(page, "This order was returned").waitFor();
    await shot("shop-returned");
  });

  test("the staff take an item out of an order and finish the smaller one", async () => {
    await buy(["desk-lamp", "enamel-mug"]);
    expect(await page.locator("#order-amount").textContent()).toBe("PLN\u00a0394.99");
    await page.getByLabel("Quantity of Enamel mug").fill("0");
    await page.getByRole("button", { name: "Change the order" }).click();
    await page.getByText("The order now costs PLN 349.99.").waitFor();
    expect(await orderState()).toBe("hold");
    expect(await page.getByText("Enamel mug").count()).toBe(0);
    expect(await page.locator("#schedule tbody tr").first().textContent()).toContain("PLN\u00a0120.17");
    await shot("staff-changed");

    await page.getByRole("button", { name: "Finish: PLN 349.99" }).click();
    await page.getByText("Finished. Mokka pays PLN 349.99 to the shop.").waitFor();
    expect(await orderState()).toBe("finished");
  });

  test("the staff cancel an order, and the customer's limit is whole again", async () => {
    const phone = newPhone();
    const id = await buy(["city-bicycle"], phone);
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByText("The order is canceled and the customer's limit is free again.").waitFor();
    expect(await orderState()).toBe("canceled");
    await shot("staff-canceled");
    await page.goto(`${scene.shopUrl}/orders/${id}/return`);
    await title(page, "This order is canceled").waitFor();

    await goToPay(scene, page, phone);
    await page.locator("#revo-form-iframe").waitFor();
    const form = popup(page);
    await form.getByRole("button", { name: "Send me a code by SMS" }).click();
    await confirm(form);
    expect(await form.getByText("Available limit").textContent()).toContain("PLN\u00a0100,000.00");
  });

  test("a known customer only logs in, and has less of the limit left", async () => {
    const phone = newPhone();
    await buy(["record-player"], phone);
    await goToPay(scene, page, phone);
    const form = popup(page);
    await title(form, "Log in").waitFor();
    expect(await form.getByLabel("Mobile phone").inputValue()).toBe(phone);
    await shot("popup-login");
    await form.getByRole("button", { name: "Send me a code by SMS" }).click();
    await confirm(form);
    expect(await form.getByText("Available limit").textContent()).toContain("PLN\u00a099,101.00");
    await placeOrder(form, "One payment");
    await title(page, "Thank you, Anna.").waitFor();
  });

  test("a phone that nobody registered leads from the login back to the questionnaire", async () => {
    const phone = newPhone();
    await goToPay(scene, page, phone);
    const form = popup(page);
    await form.getByRole("button", { name: "Log in" }).click();
    await title(form, "Log in").waitFor();
    await form.getByRole("button", { name: "Send me a code by SMS" }).click();
    await form.getByRole("heading", { name: "We did not find this number" }).waitFor();
    await shot("popup-login-unknown");
    await form.getByRole("button", { name: "Register" }).click();
    await title(form, "Buy now, pay later").waitFor();
    expect(await form.getByLabel("Mobile phone").inputValue()).toBe(phone);
    await introduce(form, phone);
    await confirm(form);
    await title(form, "Choose how to pay").waitFor();
  });

  test.each([
    ["610", "Your account cannot take new credit at the moment."],
    ["630", "Your available limit is lower than the order amount."],
    ["681", "You have an overdue payment."],
  ])(
    "a customer whose phone ends in %s is told why and chooses another payment method",
    async (ending, why) => {
      const phone = newPhone(ending);
      const id = await goToPay(scene, page, phone);
      const form = popup(page);
      await introduce(form, phone);
      await confirm(form);
      await title(form, "Installments are not available for this order").waitFor();
      await form.getByText(why).waitFor();
      await shot(`popup-declined-${ending}`);

      await form.getByRole("link", { name: "Choose another payment method" }).click();
      await title(page, "Installments are not available").waitFor();
      expect(page.url()).toBe(`${scene.shopUrl}/orders/${id}/return`);
      await shot("shop-declined");
      await page.goto(`${scene.shopUrl}/orders/${id}`);
      expect(await orderState()).toBe("declined");
      await page.goto(`${scene.shopUrl}/orders/${id}/return`);
      await page.getByRole("button", { name: "Put the items back in the cart" }).click();
      await page.getByRole("link", { name: "Desk lamp" }).waitFor();
    },
  );

  test("the banner leads to the limit, which the shop then shows", async () => {
    const phone = newPhone();
    await page.goto(scene.shopUrl);
    await page.getByRole("button", { name: "Check your limit" }).click();
    const form = popup(page);
    await title(form, "Find out your limit").waitFor();
    await introduce(form, phone);
    await confirm(form);
    await title(form, "You are approved").waitFor();
    await form.getByText("PLN 100,000.00").waitFor();
    await shot("popup-registered");
    await form.getByRole("link", { name: "Continue shopping" }).click();
    await title(page, /You can spend up to PLN.100,000\.00/).waitFor();
    await shot("shop-registered");
  });

  test("each product card shows a monthly price", async () => {
    await page.goto(scene.shopUrl);
    const cards = page.locator(".product");
    expect(await cards.count()).toBe(8);
    for (const card of await cards.all()) {
      expect(await card.locator(".monthly").textContent()).toMatch(
        /^from PLN.[\d,]+\.\d\d a month with Mokka$/,
      );
    }
  });

  async function buy(skus: readonly string[], phone = newPhone()): Promise<string> {
    const id = await goToPay(scene, page, phone, skus);
    const form = popup(page);
    await introduce(form, phone);
    await confirm(form);
    await placeOrder(form);
    await title(page, "Thank you, Anna.").waitFor();
    await page.goto(`${scene.shopUrl}/orders/${id}`);
    return id;
  }

  function orderState(): Promise<string | null> {
    return page.locator("#order-state").getAttribute("data-state");
  }
});
