import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { screenshot } from "../support/browser.ts";
import {
  confirm,
  devices,
  introduce,
  newPhone,
  newVisit,
  openOrder,
  placeOrder,
  statusOf,
  surnameOf,
  title,
  useScene,
} from "./scene.ts";

const scene = useScene();

describe.each(devices)("the form as a page, on a %s", (size, device) => {
  let page: Page;
  let phone: string;

  beforeEach(async () => {
    page = await newVisit(device);
    phone = newPhone();
  });

  const shot = (name: string) => screenshot(page, `${size}-page-${name}`);

  test("says beside each field what is wrong with it, and keeps what was typed", async () => {
    await page.goto(await openOrder(scene));
    await page.getByLabel("Mobile phone").fill("12");
    await page.getByLabel("First name").fill("Ann4");
    await page.getByLabel("Date of birth").fill("31.02.1990");
    await page.getByLabel("Email").fill("anna@");
    await page.getByRole("button", { name: "Send me a code by SMS" }).click();
    await page.getByText("Please check the following").waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByRole("alert").getByRole("link").allTextContents()).toEqual([
      "This number is too short or too long. Enter it without the country code.",
      "Use letters of one alphabet only, without digits.",
      "Enter your last name.",
      "There is no such date. Write it as day.month.year, for example 15.01.1990.",
      "This address does not look complete. It should be like name@example.com.",
    ]);
    await expect.poll(() => page.getByLabel("Email").inputValue()).toBe("anna@");
    await shot("questionnaire-wrong");
    await page.getByRole("link", { name: "Enter your last name." }).click();
    expect(await focusedId()).toBe("surname");
    await page.getByLabel("Date of birth").fill("15.01.2015");
    await page.getByRole("button", { name: "Send me a code by SMS" }).click();
    await page.getByRole("link", { name: "You must be at least 18 years old." }).waitFor();
  });

  test("counts wrong codes, and after five of them takes none for a while", async () => {
    await page.goto(await openOrder(scene));
    await introduce(page, phone);
    for (const left of ["4 attempts left.", "3 attempts left.", "2 attempts left.", "1 attempt left."]) {
      await confirm(page, "0000");
      await page.getByText(left).waitFor();
    }
    await shot("code-wrong");
    await confirm(page, "0000");
    await page
      .getByText("Too many wrong codes. Wait a few minutes, then ask for a new one.")
      .first()
      .waitFor();
    await confirm(page, "1111");
    await page
      .getByText("Too many wrong codes. Wait a few minutes, then ask for a new one.")
      .first()
      .waitFor();

    await scene.kassa.advance("PT11M");
    await page.reload();
    await page.getByRole("button", { name: "Send a new code" }).click();
    await page.getByText("You can ask for a new code in").waitFor();
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
  });

  test("sends another code after the pause, and not before", async () => {
    await page.goto(await openOrder(scene));
    await introduce(page, phone);
    const again = page.getByRole("button", { name: "Send a new code" });
    await page.getByText(/new code in (30|29|28|27) s/).waitFor();
    await expect.poll(() => again.isDisabled()).toBe(true);

    await scene.kassa.advance("PT31S");
    await page.reload();
    await again.click();
    await page.getByText("You can ask for a new code in").waitFor();
    const sent = await page.request.get(`${scene.kassaUrl}/sandbox/messages`);
    const { messages } = await sent.json();
    const codes = messages.filter(({ destination }: { destination: string }) => destination.endsWith(phone));
    expect(codes).toHaveLength(2);
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
  });

  test("a number typed wrong is changed, and the code goes to the right one", async () => {
    const wrong = newPhone();
    await page.goto(await openOrder(scene));
    await introduce(page, wrong);
    await page.getByRole("button", { name: "Change the number" }).click();
    await title(page, "Buy now, pay later").waitFor();
    await expect.poll(() => page.getByLabel("Mobile phone").inputValue()).toBe(wrong);
    await expect.poll(() => page.getByLabel("Date of birth").inputValue()).toBe("15.01.1990");
    await introduce(page, phone);
    await page.getByText(`••• ••• ${phone.slice(-3)}`).waitFor();
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
  });

  test("the browser's back button leads to where the form is, not into the past", async () => {
    await page.goto(`${scene.shopUrl}/installments`);
    await page.goto(await openOrder(scene));
    await introduce(page, phone);
    await title(page, "Enter the code").waitFor();
    await page.goBack();
    await title(page, "Enter the code").waitFor();
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
    await page.goBack();
    await title(page, "Choose how to pay").waitFor();
    await placeOrder(page);
    await title(page, "Your order is approved").waitFor();
    await page.goBack();
    await title(page, "Your order is approved").waitFor();
    expect(await statusOf(scene)).toBe("hold");
  });

  test("every screen may be reloaded", async () => {
    await page.goto(await openOrder(scene));
    await page.reload();
    await introduce(page, phone);
    await title(page, "Enter the code").waitFor();
    await page.reload();
    await confirm(page, "0000");
    await page.getByText("4 attempts left.").waitFor();
    await page.reload();
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
    await shot("order");
    await page.reload();
    await placeOrder(page);
    await title(page, "Your order is approved").waitFor();
    await shot("approved");
    await page.reload();
    await title(page, "Your order is approved").waitFor();
    await page.getByRole("link", { name: "Return to the shop" }).click();
    await page.waitForURL(`${scene.shopUrl}/installments`);
  });

  test("a double click on any button does what one click does", async () => {
    await page.goto(await openOrder(scene));
    await fillQuestionnaire();
    await page.getByRole("button", { name: "Send me a code by SMS" }).dblclick();
    await page.getByLabel("Code from the SMS").fill("1111");
    await page.getByRole("button", { name: "Confirm" }).dblclick();
    await page.getByRole("radio", { name: "6 monthly payments" }).check();
    await page.getByRole("button", { name: /^Place the order/ }).dblclick();
    await title(page, "Your order is approved").waitFor();
    expect(await page.locator(".payments li").count()).toBe(6);
    expect(await scene.kassa.problems()).toEqual([]);
  });

  test("the link in another browser neither shows the limit nor places the order", async () => {
    const link = await openOrder(scene);
    await page.goto(link);
    await introduce(page, phone);
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();

    const stranger = await newVisit(device);
    await stranger.goto(link);
    await title(stranger, "Log in").waitFor();
    expect(await stranger.content()).not.toContain("100,000.00");
    const version = await stranger.locator("input[name=version]").getAttribute("value");
    const answer = await stranger.request.post(link, {
      form: { action: "place_order", term: "3", version: version ?? "" },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(303);
    expect(await statusOf(scene)).toBe("pending");

    await placeOrder(page);
    await title(page, "Your order is approved").waitFor();
    await stranger.reload();
    await title(stranger, "Your order is approved").waitFor();
    expect(await stranger.content()).not.toContain("100,000.00");
  });

  test("is filled in with the keyboard alone, and shows where the focus is", async () => {
    await page.goto(await openOrder(scene));
    for (const [label, typed] of [
      ["primary_phone", phone],
      ["first_name", "Anna"],
      ["surname", surnameOf(phone)],
      ["patronymic", ""],
      ["birth_date", "15.01.1990"],
      ["primary_email", "anna.nowak@example.com"],
    ] as const) {
      await tabTo(label);
      expect(await focusIsVisible()).toBe(true);
      await page.keyboard.type(typed);
    }
    await page.keyboard.press("Enter");
    await title(page, "Enter the code").waitFor();
    expect(await focusedId()).toBe("confirmation_code");
    await page.keyboard.type("1111");
    await page.keyboard.press("Enter");
    await title(page, "Choose how to pay").waitFor();
    await tabTo("term-1");
    await page.keyboard.press("ArrowDown");
    expect(await focusedId()).toBe("term-3");
    expect(await focusIsVisible()).toBe(true);
    await page.keyboard.press("Enter");
    await title(page, "Your order is approved").waitFor();
  });

  test.each([
    ["en", "Buy now, pay later", "en"],
    ["pl", "Kup teraz, zapłać później", "pl"],
    ["ro_RO", "Cumpărați acum, plătiți mai târziu", "ro"],
  ])("the language %s of the link stays with the form", async (locale, words, lang) => {
    const link = await openOrder(scene);
    // Some shops expect a query in the link and go on with "&".
    for (const url of [`${link}?locale=${locale}`, `${link}&locale=${locale}`]) {
      await page.goto(url);
      await title(page, words).waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    }
    await fillQuestionnaire();
    await page.locator("[value=register]").click();
    await page.locator("#confirmation_code").fill("1111");
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    await shot(`code-${lang}`);
    await page.locator("[value=confirm]").click();
    await page.locator("#term-3").check();
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    await shot(`order-${lang}`);
    await page.locator("[value=place_order]").click();
    await page.locator("[data-decision=approved]").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    await shot(`approved-${lang}`);
  });

  test("somebody known under another phone is asked to contact support, and learns no more", async () => {
    await page.goto(await openOrder(scene));
    await introduce(page, phone);
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
    await page.goto(await openOrder(scene));
    await page.getByLabel("Mobile phone").fill("501222334");
    await fillPerson();
    await page.getByRole("button", { name: "Send me a code by SMS" }).click();
    await confirm(page);
    await title(page, "Please confirm your details").waitFor();
    await shot("contact-support");
    expect(await page.content()).not.toContain("100,000.00");
    await page.getByRole("link", { name: "Back to the shop" }).click();
    await page.waitForURL(`${scene.shopUrl}/installments`);
  });

  test("a success without a result page leads straight to the shop, a refusal is explained all the same", async () => {
    const more = { skip_result_page: true };
    await page.goto(await openOrder(scene, { more }));
    await introduce(page, phone);
    await confirm(page);
    await placeOrder(page);
    await page.waitForURL(`${scene.shopUrl}/installments`);

    await page.goto(await openOrder(scene, { more }));
    await introduce(page, newPhone("610"));
    await confirm(page);
    await title(page, "Installments are not available for this order").waitFor();
  });

  test("a link whose time is over says so, at any step", async () => {
    const link = await openOrder(scene);
    await page.goto(link);
    await introduce(page, phone);
    await title(page, "Enter the code").waitFor();
    await scene.kassa.advance("P2D");
    await confirm(page);
    await title(page, "The time for this order is over").waitFor();
    await shot("expired");
    await page.goto(link);
    await page.getByRole("link", { name: "Back to the shop" }).click();
    await page.waitForURL(`${scene.shopUrl}/installments`);
    expect(await statusOf(scene)).toBe("expired");
  });

  async function fillQuestionnaire(): Promise<void> {
    await page.locator("#primary_phone").fill(phone);
    await fillPerson();
  }

  async function fillPerson(): Promise<void> {
    await page.locator("#first_name").fill("Anna");
    await page.locator("#surname").fill(surnameOf(phone));
    await page.locator("#birth_date").fill("15.01.1990");
    await page.locator("#primary_email").fill("anna.nowak@example.com");
  }

  function focusedId(): Promise<string> {
    return page.evaluate<string>("document.activeElement.id");
  }

  async function tabTo(id: string): Promise<void> {
    for (let presses = 0; presses < 12 && (await focusedId()) !== id; presses += 1) {
      await page.keyboard.press("Tab");
    }
    expect(await focusedId()).toBe(id);
  }

  function focusIsVisible(): Promise<boolean> {
    return page.evaluate<boolean>(`(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle !== "none" && parseInt(outlineWidth) >= 2;
    })()`);
  }
});
