import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desktop, phone as onPhone, screenshot } from "../support/browser.ts";
import {
  confirm,
  goToPay,
  introduce,
  newPhone,
  newVisit,
  openScene,
  placeOrder,
  popup,
  type Scene,
  title,
} from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
}, 60_000);
afterAll(() => scene.close());

describe.each([
  ["desktop", desktop],
  ["phone", onPhone],
] as const)("on a %s", (size, device) => {
  let page: Page;

  const shot = (name: string) => screenshot(page, `${size}-${name}`);

  test("a new customer buys in the popup and comes back to the shop, which has the order", async () => {
    page = await newVisit(device);
    const phone = newPhone();
    await page.goto(scene.shopUrl);
    await shot("1-shop");
    await page.goto(`${scene.shopUrl}/products/desk-lamp`);
    await shot("2-product");
    await page.locator("#add-to-cart").click();
    await shot("3-cart");
    const id = await goToPay(scene, page, phone);

    const form = popup(page);
    await title(form, "Buy now, pay later").waitFor();
    expect(await form.getByLabel("Mobile phone").inputValue()).toBe(phone);
    expect(await form.getByLabel("First name").inputValue()).toBe("Anna");
    expect(await form.getByLabel("Email").inputValue()).toBe("anna.nowak@example.com");
    await shot("4-questionnaire");
    await introduce(form, phone);

    await title(form, "Enter the code").waitFor();
    await shot("5-code");
    await confirm(form);

    await title(form, "Choose how to pay").waitFor();
    await shot("6-order");
    await placeOrder(form);

    await title(page, "Thank you, Anna.").waitFor();
    expect(page.url()).toBe(`${scene.shopUrl}/orders/${id}/return`);
    await shot("7-thanks");
    await page.goto(`${scene.shopUrl}/orders/${id}`);
    expect(await page.locator("#order-state").textContent()).toContain("reserved");
    await shot("8-hold");
  });
});
