import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { phone as phoneSize, screenshot } from "../support/browser.ts";
import { devices, newPhone, newVisit, title, useScene } from "./scene.ts";

const scene = useScene();
let page: Page;
let shot: (name: string) => Promise<void>;

describe.each(devices)("the till on a %s", (size, device) => {
  beforeEach(async () => {
    page = await newVisit(device);
    shot = (name) => screenshot(page, `${size}-till-${name}`);
  });

  test("sells to a new customer and takes a part back", async () => {
    const phone = newPhone();
    await open();
    await shot("login");
    await logIn();
    await shot("sale");
    await begin(phone, "333");
    await title(page, "Ask for the code").waitFor();
    expect(await focused()).toBe("Ask for the code");
    await shot("code");
    await tellCode();

    await title(page, "Customer's details").waitFor();
    await fillIn();
    await expect.poll(() => page.getByLabel("Date of birth").inputValue()).toBe("09.07.1920");
    await shot("customer");
    await press("Ask for a decision");

    await title(page, "Choose the plan").waitFor();
    await page.getByText("Filip TestRevo may spend up to PLN").waitFor();
    const plan = page.locator(".plan").filter({ hasText: "12 monthly payments" });
    await plan.getByText("Payment dates").click();
    expect(await plan.getByRole("listitem").count()).toBe(12);
    expect(await plan.getByRole("listitem").first().textContent()).toContain("PLN\u00a027.75");
    await shot("plans");
    await page.getByRole("radio", { name: "12 monthly payments" }).check();
    await press("Continue");

    await title(page, "Confirm the loan").waitFor();
    await page.getByLabel("The customer has read the agreement").check();
    await page.getByLabel("Code from the SMS").fill("1111");
    await shot("confirm");
    await press("Confirm the loan");

    await title(page, "Sold").waitFor();
    expect(await barcodeOf("333.00")).toMatch(/^1/);
    await shot("sold");
    await press("Next sale");
    await expect.poll(() => page.getByLabel("Customer's mobile phone").inputValue()).toBe("");

    await page.getByRole("link", { name: "Return" }).click();
    await find(phone);
    await shot("purchases");
    await page.getByRole("button", { name: "TestRevo Filip" }).click();
    await expect.poll(() => page.getByLabel("Amount").inputValue()).toBe("333.00");
    await page.getByLabel("Amount").fill("333.01");
    await press("Send the code");
    await page.getByText("This is more than can be returned.").waitFor();
    await page.getByLabel("Amount").fill("100,50");
    expect(await page.locator(".field-wrong").count()).toBe(0);
    await shot("return");
    await press("Send the code");
    await title(page, "Ask for the code").waitFor();
    await tellCode();
    await title(page, "Confirm the return").waitFor();
    await shot("return-confirm");
    await press("Return PLN 100.50");

    await title(page, "Returned").waitFor();
    expect(await barcodeOf("100.50")).toMatch(/^2/);
    await shot("returned");
    await press("Next return");
    await find(phone);
    await page.getByText("PLN 232.50 can be returned").waitFor();
    expect(await scene.kassa.problems()).toEqual([]);
  });

  test("says beside each field what the API finds wrong with it", async () => {
    await open();
    await logIn("9999");
    await page.locator(".field-wrong").getByLabel("Email").waitFor();
    expect(await focused()).toBe("login");
    await logIn();
    await begin("33330632", "-5");
    await page.getByText("This number is too short or too long.").waitFor();
    await page.getByText("Write the amount as 1399.50.").waitFor();
    expect(await focused()).toBe("mobile_phone");
    await begin(newPhone(), "640");
    await title(page, "Ask for the code").waitFor();
    await tellCode("0000");
    await page.getByText("This code is not right.").waitFor();
    await tellCode();

    await fillIn({ pesel: "20070942508" });
    await press("Ask for a decision");
    await page.locator(".field-wrong").getByLabel("PESEL").waitFor();
    await page.getByText("Has a wrong check digit").waitFor();
    expect(await focused()).toBe("polish_pesel");
    await shot("customer-wrong");
    await expect.poll(() => page.getByLabel("First name").inputValue()).toBe("Filip");
    await page.getByLabel("PESEL").fill("20070942507");
    await press("Ask for a decision");
    await title(page, "Choose the plan").waitFor();
    await press("Continue");
    await page.getByText("Choose a plan.").waitFor();
  });
});

describe("the till on a phone", () => {
  beforeEach(async () => {
    page = await newVisit(phoneSize);
  });

  test("asks a known customer for nothing but the code, and lets the amount be changed", async () => {
    const phone = newPhone();
    await open();
    await logIn();
    await sell(phone, "200");
    await press("Next sale");
    await begin(phone, "20");
    await title(page, "Ask for the code").waitFor();
    await page.getByText("Step 2 of 4").waitFor();
    await tellCode();
    await title(page, "Choose the plan").waitFor();
    await page.getByText("There is no plan for this amount.").waitFor();
    await page.getByLabel("Amount").fill("60");
    await press("Show the plans");
    await page.getByRole("radio").first().waitFor();
    expect(await page.getByRole("radio").count()).toBe(2);
  });

  test("goes on after a reload, and forgets everything when the agent logs out", async () => {
    await open();
    await logIn();
    await begin(newPhone(), "640");
    await title(page, "Ask for the code").waitFor();
    await page.reload();
    await title(page, "Ask for the code").waitFor();
    await page.getByRole("button", { name: "Log out" }).click();
    await title(page, "Log in").waitFor();
    await expect.poll(() => page.evaluate("sessionStorage.getItem('kassa-till')")).toBe("{}");
    await page.goBack();
    await title(page, "Log in").waitFor();
  });

  test("shows what the customer agrees to in a tab of its own", async () => {
    await open();
    await logIn();
    await begin(newPhone(), "640");
    await tellCode();
    const read = page.getByRole("link", { name: "the consent for the credit bureaus" });
    const [opened] = await Promise.all([page.waitForEvent("popup"), read.click()]);
    await opened.getByRole("heading", { level: 1 }).waitFor();
    await screenshot(opened, "phone-till-document");
    await opened.close();

    await fillIn();
    await press("Ask for a decision");
    await page.getByRole("radio").last().check();
    await press("Continue");
    const [agreement] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("link", { name: "the agreement" }).click(),
    ]);
    await agreement.getByText("Filip").first().waitFor();
    await screenshot(agreement, "phone-till-agreement");
  });

  test("speaks Polish, keeps what was typed when the language changes, and remembers the choice", async () => {
    await open();
    await logIn();
    await page.getByLabel("Amount").fill("640");
    await page.getByRole("button", { name: "Polski" }).click();
    await title(page, "Nowa sprzedaż").waitFor();
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("pl");
    await expect.poll(() => page.getByLabel("Kwota").inputValue()).toBe("640");
    await page.reload();
    await title(page, "Nowa sprzedaż").waitFor();
  });
});

test("the till is worked by the keyboard alone", async () => {
  page = await newVisit({});
  await open();
  const typed = async (text: string) => {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  };
  await page.getByLabel("Email").focus();
  await page.keyboard.type("kontakt@test.pl");
  await typed("1111");
  await page.keyboard.press("Enter");
  await title(page, "New sale").waitFor();
  expect(await focused()).toBe("New sale");
  await typed(newPhone());
  await typed("640");
  await page.keyboard.press("Enter");
  await title(page, "Ask for the code").waitFor();
  await typed("1111");
  await page.keyboard.press("Enter");
  await title(page, "Customer's details").waitFor();
  expect(await focused()).toBe("Customer's details");
});

test("without JavaScript the till says what it needs", async () => {
  page = await newVisit({ javaScriptEnabled: false });
  await open();
  await title(page, "The till needs JavaScript").waitFor();
});

async function open(): Promise<void> {
  await page.goto(`${scene.kassaUrl}/till`);
}

async function logIn(password = "1111"): Promise<void> {
  await page.getByLabel("Email").fill("kontakt@test.pl");
  await page.getByLabel("Password").fill(password);
  await press("Log in");
  if (password === "1111") await title(page, "New sale").waitFor();
}

async function begin(phone: string, amount: string): Promise<void> {
  await page.getByLabel("Customer's mobile phone").fill(phone);
  await page.getByLabel("Amount").fill(amount);
  await press("Send the code");
}

async function tellCode(code = "1111"): Promise<void> {
  await page.getByLabel("Code from the SMS").fill(code);
  await press("Continue");
}

async function fillIn({ pesel = "20070942507" } = {}): Promise<void> {
  await page.getByLabel("First name").fill("Filip");
  await page.getByLabel("Last name").fill("TestRevo");
  await page.getByLabel("PESEL").fill(pesel);
  await page.getByLabel("Identity card").fill("OWK104876");
  await page.getByLabel("Customer's email").fill("test@revo.pl");
  for (const consent of ["regulations", "processing of personal data", "credit bureaus"]) {
    await page.getByRole("checkbox", { name: consent }).check();
  }
}

async function sell(phone: string, amount: string): Promise<void> {
  await begin(phone, amount);
  await tellCode();
  await fillIn();
  await press("Ask for a decision");
  await page.getByRole("radio").last().check();
  await press("Continue");
  await page.getByLabel("The customer has read the agreement").check();
  await page.getByLabel("Code from the SMS").fill("1111");
  await press("Confirm the loan");
  await title(page, "Sold").waitFor();
}

async function find(phone: string): Promise<void> {
  await title(page, /^Return$/).waitFor();
  await page.getByLabel("Customer's mobile phone").fill(phone);
  await press("Find purchases");
  await page.getByRole("heading", { name: "1 purchase" }).waitFor();
}

async function press(name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** The text of the barcode on the screen, which tells this amount. */
async function barcodeOf(amount: string): Promise<string> {
  const text = await page.locator("figcaption").textContent();
  const bars = await page.getByRole("img", { name: "Barcode" }).boundingBox();
  expect(bars?.width).toBeGreaterThan(200);
  expect(text).toContain(amount.replace(".", "").padStart(6, "0"));
  return text ?? "";
}

/** The name of the field, or the text of the heading, that has the focus. */
function focused(): Promise<string> {
  return page.locator(":focus").evaluate((element) => element.id || (element.textContent ?? ""));
}
