import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { desktop } from "../support/browser.ts";
import {
  confirm,
  devices,
  goToPay,
  introduce,
  newPhone,
  newVisit,
  openOrder,
  placeOrder,
  popup,
  statusOf,
  title,
  useScene,
} from "./scene.ts";

const scene = useScene();

describe.each(devices)("the popup on a %s", (_size, device) => {
  let page: Page;
  let phone: string;

  beforeEach(async () => {
    page = await newVisit(device);
    phone = newPhone();
  });

  test.each([
    ["its cross", () => page.getByRole("button", { name: "Close" }).click()],
    [
      "the way back inside the form",
      () => popup(page).getByRole("link", { name: "Back to the shop" }).click(),
    ],
    ["Escape", () => page.keyboard.press("Escape")],
    ["Escape inside the form", () => popup(page).getByLabel("First name").press("Escape")],
  ])("closes by %s, and the shop goes on with an order that waits", async (_way, close) => {
    const id = await goToPay(scene, page, phone);
    await title(popup(page), "Buy now, pay later").waitFor();
    await close();
    await title(page, "Not paid yet").waitFor();
    expect(page.url()).toBe(`${scene.shopUrl}/orders/${id}/return`);

    await payAfterAll(page);
    await title(popup(page), "Buy now, pay later").waitFor();
  });

  test("goes on where it was when it is opened again", async () => {
    await goToPay(scene, page, phone);
    await introduce(popup(page), phone);
    await title(popup(page), "Enter the code").waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await payAfterAll(page);
    await confirm(popup(page));
    await placeOrder(popup(page));
    await title(page, "Thank you, Anna.").waitFor();
  });

  test("opens as a full page for who prefers that", async () => {
    const id = await goToPay(scene, page, phone);
    await page.getByRole("button", { name: "Close" }).click();
    await title(page, "Not paid yet").waitFor();
    await continueToPay(page);
    await page.getByRole("link", { name: "Open it as a full page instead" }).click();
    await introduce(page, phone);
    await confirm(page);
    await placeOrder(page);
    await page.waitForURL(`${scene.shopUrl}/orders/${id}/return`);
    await title(page, "Thank you, Anna.").waitFor();
  });

  test("fits the window, and the form scrolls inside it without a bar across", async () => {
    await goToPay(scene, page, phone);
    await title(popup(page), "Buy now, pay later").waitFor();
    const { width = 0, height = 0 } = page.viewportSize() ?? {};
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.width).toBeLessThanOrEqual(width);
    expect(box?.height).toBeLessThanOrEqual(height);
    const html = popup(page).locator("html");
    await expect
      .poll(() => html.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
      .toBe(0);
  });
});

/** To the shop's page to pay, until its script is there: before, its link leads to the full page. */
async function continueToPay(page: Page): Promise<void> {
  await page.locator("#continue-payment").click();
  await page.waitForURL(/\/pay$/, { waitUntil: "load" });
}

/** From the shop's page about an order that waits, by its page to pay, into the popup. */
async function payAfterAll(page: Page): Promise<void> {
  await title(page, "Not paid yet").waitFor();
  await continueToPay(page);
  await page.locator("#open-mokka").click();
}

describe("the shop's page around the form", () => {
  let page: Page;

  beforeEach(async () => {
    page = await newVisit(desktop);
  });

  test("is told when the form has loaded, what came of it, and that it was closed", async () => {
    const phone = newPhone();
    await embed(await openOrder(scene));
    await introduce(popup(page), phone);
    await confirm(popup(page));
    await placeOrder(popup(page));
    await title(popup(page), "Your order is approved").waitFor();
    await expect.poll(heard).toEqual([["load"], ["result", "approved"]]);
    await page.locator("#simple-limit-overlay").click({ position: { x: 5, y: 5 } });
    await expect.poll(heard).toEqual([["load"], ["result", "approved"], ["close"]]);
    expect(await page.locator("#revo-form-iframe").count()).toBe(0);
  });

  test("is told of a refusal too", async () => {
    await embed(await openOrder(scene));
    await introduce(popup(page), newPhone("610"));
    await confirm(popup(page));
    await expect.poll(heard).toEqual([["load"], ["result", "declined"]]);
  });

  test("goes to the redirect_url as a whole when there is to be no result page", async () => {
    await embed(await openOrder(scene, { more: { skip_result_page: true } }));
    await introduce(popup(page), newPhone());
    await confirm(popup(page));
    await placeOrder(popup(page));
    await page.waitForURL(`${scene.shopUrl}/installments`);
    expect(await statusOf(scene)).toBe("hold");
  });

  test("is left as a whole even when it frames the form without our script", async () => {
    await page.goto(scene.shopUrl);
    const link = await openOrder(scene, { more: { skip_result_page: true } });
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("iframe"), { id: "revo-form-iframe", width: 600, height: 700, src: "${link}" }))`,
    );
    await introduce(popup(page), newPhone());
    await confirm(popup(page));
    await placeOrder(popup(page));
    await page.waitForURL(`${scene.shopUrl}/installments`);
  });

  test("finds the form going on after the back button", async () => {
    await embed(await openOrder(scene));
    await introduce(popup(page), newPhone());
    await confirm(popup(page));
    await title(popup(page), "Choose how to pay").waitFor();
    const again = page.waitForResponse(/\/factoring\/v1\/form\//);
    await page.evaluate("history.back()");
    await again;
    await title(popup(page), "Choose how to pay").waitFor();
  });

  /** Shows the form as a shop does that uses the script by itself. */
  async function embed(link: string): Promise<void> {
    await page.goto(`${scene.shopUrl}/cart`);
    await page.addScriptTag({ url: `${scene.kassaUrl}/javascripts/iframe/v2/revoiframe.js` });
    await page.evaluate(`{
      window.heard = [];
      REVO.Form.onLoad(() => heard.push(["load"]));
      REVO.Form.onResult(({ decision }) => heard.push(["result", decision]));
      REVO.Form.onClose(() => heard.push(["close"]));
      REVO.Form.showPopup("${link}");
    }`);
  }

  function heard(): Promise<unknown> {
    return page.evaluate("heard");
  }
});
