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
  statusOf,
  title,
  useScene,
} from "./scene.ts";

const scene = useScene();

describe.each(devices)("without JavaScript, on a %s", (_size, device) => {
  let page: Page;
  let phone: string;

  beforeEach(async () => {
    page = await newVisit({ ...device, javaScriptEnabled: false });
    phone = newPhone();
  });

  test("the whole purchase works through plain pages, and the staff's part too", async () => {
    const id = await goToPay(scene, page, phone, ["desk-lamp", "enamel-mug"]);
    await page.getByRole("link", { name: "Continue with Mokka" }).click();
    await introduce(page, phone);
    await confirm(page, "0000");
    await page.getByText("4 attempts left.").waitFor();
    await confirm(page);
    await placeOrder(page);
    await page.waitForURL(`${scene.shopUrl}/orders/${id}/return`);
    await title(page, "Thank you, Anna.").waitFor();

    await page.goto(`${scene.shopUrl}/orders/${id}`);
    await page.getByRole("button", { name: /^Finish/ }).click();
    await page.getByText("Finished. Mokka pays PLN 394.99 to the shop.").waitFor();
    await page.getByRole("button", { name: "Return" }).click();
    await page.getByText("PLN 394.99 went back to the customer.").waitFor();
    expect(await page.locator("#order-state").getAttribute("data-state")).toBe("refunded");
  });

  test("a registration ends with the limit", async () => {
    await page.goto(scene.shopUrl);
    await page.getByRole("button", { name: "Check your limit" }).click();
    await page.getByRole("link", { name: "Continue with Mokka" }).click();
    await introduce(page, phone);
    await confirm(page);
    await page.getByText("PLN 100,000.00").waitFor();
    await page.getByRole("link", { name: "Continue shopping" }).click();
    await title(page, /You can spend up to PLN.100,000\.00/).waitFor();
  });

  test("a second click while the first is answered does not cost the shopper the session", async () => {
    const link = await openOrder(scene);
    await page.goto(link);
    await introduce(page, phone);
    await page.getByLabel("Code from the SMS").fill("1111");
    await answerIsLost(page.getByRole("button", { name: "Confirm" }));
    await page.getByRole("button", { name: "Confirm" }).click();
    await title(page, "Choose how to pay").waitFor();

    await page.getByRole("radio", { name: "3 monthly payments" }).check();
    await answerIsLost(page.getByRole("button", { name: /^Place the order/ }));
    await page.getByRole("button", { name: /^Place the order/ }).click();
    await title(page, "Your order is approved").waitFor();
    expect(await statusOf(scene)).toBe("hold");
    expect(await scene.kassa.problems()).toEqual([]);
  });

  test("a double click on any button does what one click does", async () => {
    await page.goto(await openOrder(scene));
    await introduce(page, phone);
    await page.getByLabel("Code from the SMS").fill("1111");
    await page.getByRole("button", { name: "Confirm" }).dblclick();
    await page.getByRole("radio", { name: "3 monthly payments" }).check();
    await page.getByRole("button", { name: /^Place the order/ }).dblclick();
    await title(page, "Your order is approved").waitFor();
    expect(await scene.kassa.problems()).toEqual([]);
  });

  /** Presses a button whose answer the browser never gets to see, as when it is pressed again before it comes. */
  async function answerIsLost(button: { click(): Promise<void> }): Promise<void> {
    await page.route(
      "**/factoring/**",
      async (route) => {
        await route.fetch({ maxRedirects: 0 });
        await route.fulfill({ status: 204 });
      },
      { times: 1 },
    );
    await button.click();
  }
});

describe("a code that is posted again", () => {
  test("does not help to guess: wrong ones count, and a late one gets no session", async () => {
    const page = await newVisit(desktop);
    const link = await openOrder(scene);
    await page.goto(link);
    await introduce(page, newPhone());
    const version = (await page.locator("input[name=version]").getAttribute("value")) ?? "";
    const sessionFor = async (code: string) => {
      const form = { action: "confirm", confirmation_code: code, version };
      const answer = await page.request.post(link, { form, maxRedirects: 0 });
      expect(answer.status()).toBe(303);
      return new URL(answer.headers().location ?? "", link).searchParams.get("session");
    };

    const first = await sessionFor("1111");
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    const second = await sessionFor("1111");
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    await page.goto(`${link}?session=${first}`);
    await title(page, "Log in").waitFor();
    await page.goto(`${link}?session=${second}`);
    await title(page, "Choose how to pay").waitFor();

    for (const wrong of ["0001", "0002", "0003", "0004", "0005"]) expect(await sessionFor(wrong)).toBeNull();
    expect(await sessionFor("1111")).toBeNull();
  });

  test("gets a session within a minute only", async () => {
    const page = await newVisit(desktop);
    const link = await openOrder(scene);
    await page.goto(link);
    await introduce(page, newPhone());
    const version = (await page.locator("input[name=version]").getAttribute("value")) ?? "";
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
    await scene.kassa.advance("PT61S");
    const form = { action: "confirm", confirmation_code: "1111", version };
    const answer = await page.request.post(link, { form, maxRedirects: 0 });
    expect(answer.headers().location).not.toContain("session=");
  });
});
