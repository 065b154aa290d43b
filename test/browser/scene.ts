import type { BrowserContext, BrowserContextOptions, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { createShop } from "../../examples/shop/shop.ts";
import { desktop, openBrowser, phone } from "../support/browser.ts";
import { type Kassa, openKassa, secret } from "../support/kassa.ts";

/** The two sizes that every flow is tried on. */
export const devices = [
  ["desktop", desktop],
  ["phone", phone],
] as const;

/** Kassa and the example shop, both listening, as two sites: a frame of one in the other is a foreign one. */
export type Scene = {
  readonly kassa: Kassa;
  readonly kassaUrl: string;
  readonly shopUrl: string;
};

/** One scene for all tests of a file. */
export function useScene(): Scene {
  let opened: Awaited<ReturnType<typeof openScene>> | undefined;
  beforeAll(async () => {
    opened = await openScene();
  }, 60_000);
  afterAll(() => opened?.close());
  const there = () => {
    if (!opened) throw new Error("a scene is there once the tests of the file begin");
    return opened;
  };
  return {
    get kassa() {
      return there().kassa;
    },
    get kassaUrl() {
      return there().kassaUrl;
    },
    get shopUrl() {
      return there().shopUrl;
    },
  };
}

async function openScene(): Promise<Scene & { close(): Promise<void> }> {
  const kassa = await openKassa();
  const kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  const shop = await createShop({
    kassaUrl,
    storeId: "1",
    secretKey: secret,
    host: "localhost",
    port: 0,
    currency: "PLN",
    holdHours: 0,
  });
  const { port } = new URL(await shop.listen({ port: 0, host: "127.0.0.1" }));
  return {
    kassa,
    kassaUrl,
    shopUrl: `http://localhost:${port}`,
    async close() {
      await shop.close();
      await kassa.close();
    },
  };
}

// A purchase takes a second or two, and several times that where other tests want the same processor.
vi.setConfig({ testTimeout: 30_000 });

const visits: BrowserContext[] = [];
const complaints: string[] = [];

/** A browser of one's own, with nothing in it. What it complains about fails the test. */
export async function newVisit(options: BrowserContextOptions): Promise<Page> {
  const context = await (await openBrowser()).newContext({ locale: "en-US", ...options });
  context.setDefaultTimeout(10_000);
  visits.push(context);
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    // A form that is shown again with what is wrong comes with a 4xx, which browsers write down as an error.
    const isRefusedForm = /the server responded with a status of 4(22|03|04)/.test(message.text());
    if (message.type() === "error" && !isRefusedForm) complaints.push(message.text());
  });
  return context.newPage();
}

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await Promise.all(visits.flatMap((visit) => visit.pages()).map(tell));
  await Promise.all(visits.splice(0).map((visit) => visit.close()));
  expect(complaints.splice(0)).toEqual([]);
});

/** What a page and its frames showed when a test failed, for the log. */
async function tell(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const text = await frame.innerText("body", { timeout: 1_000 }).catch(String);
    console.error(`${frame.url()} showed:\n${text}\n`);
  }
}

/** The form inside the shop's popup, or as a page. */
export type Form = Page | FrameLocator;

export function popup(page: Page): FrameLocator {
  return page.frameLocator("#revo-form-iframe");
}

let phones = 100;

/** A phone that nobody had before; the ending decides what the simulated bureau thinks of its owner. */
export function newPhone(ending = "111"): string {
  phones += 1;
  return `333${phones}${ending}`;
}

/** A surname of one's own for each phone, so that nobody is taken for somebody else. */
export function surnameOf(phone: string): string {
  return `Nowak${[...phone.slice(3, 6)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
}

/** Puts goods into the cart and goes to pay; with scripts, the popup with the form opens. Answers the order's id. */
export async function goToPay(
  scene: Scene,
  page: Page,
  phone: string,
  skus: readonly string[] = ["desk-lamp"],
): Promise<string> {
  for (const sku of skus) {
    await page.goto(scene.shopUrl);
    await page.locator(`#add-${sku}`).click();
  }
  await page.getByLabel("First name").fill("Anna");
  await page.getByLabel("Surname").fill(surnameOf(phone));
  await page.getByLabel("Phone").fill(phone);
  await page.getByLabel("E-mail").fill("anna.nowak@example.com");
  await page.getByRole("button", { name: "Pay in installments with Mokka" }).click();
  await page.waitForURL(/\/orders\/[^/]+\/pay/);
  return orderIn(page.url());
}

export function orderIn(url: string): string {
  return new URL(url).pathname.split("/")[2] ?? "";
}

type Opening = { readonly phone?: string; readonly amount?: number; readonly more?: Record<string, unknown> };

let references = 0;

/** Opens an order through the API and answers its form's address. */
export async function openOrder(scene: Scene, { phone, amount = 500, more }: Opening = {}): Promise<string> {
  references += 1;
  const { json } = await scene.kassa.mokka("/factoring/v1/precheck/auth", {
    callback_url: `${scene.shopUrl}/mokka/callback`,
    redirect_url: `${scene.shopUrl}/installments`,
    ...(phone && { primary_phone: phone }),
    current_order: { order_id: `B-${references}`, amount },
    ...more,
  });
  return scene.kassaUrl + new URL(json.iframe_url).pathname;
}

/** How an order stands, as the shop would be told. */
export async function statusOf(scene: Scene, orderId = `B-${references}`): Promise<string> {
  const { json } = await scene.kassa.mokka("/factoring/v1/status", { order_id: orderId });
  return json.current_order.status;
}

/** Fills in the questionnaire and asks for a code. */
export async function introduce(form: Form, phone: string): Promise<void> {
  await form.getByLabel("Mobile phone").fill(phone);
  await form.getByLabel("First name").fill("Anna");
  await form.getByLabel("Last name").fill(surnameOf(phone));
  await form.getByLabel("Date of birth").fill("15.01.1990");
  await form.getByLabel("Email").fill("anna.nowak@example.com");
  await form.getByRole("button", { name: "Send me a code by SMS" }).click();
}

export async function confirm(form: Form, code = "1111"): Promise<void> {
  await form.getByLabel("Code from the SMS").fill(code);
  await form.getByRole("button", { name: "Confirm" }).click();
}

export async function placeOrder(form: Form, term = "3 monthly payments"): Promise<void> {
  await form.getByRole("radio", { name: term }).check();
  await form.getByRole("button", { name: /^Place the order/ }).click();
}

export function title(form: Form, name: string | RegExp) {
  return form.getByRole("heading", { level: 1, name });
}

/** What of the basics a page lacks, as a browser has laid it out. */
export function problemsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const problems = [];
    const all = (selector) => [...document.querySelectorAll(selector)];
    const shown = (element) => element.checkVisibility() && getComputedStyle(element).clipPath === "none";
    if (!document.documentElement.lang) problems.push("no lang");
    if (!document.title) problems.push("no title");
    if (all("h1").length !== 1) problems.push(all("h1").length + " h1");
    if (all("main").length !== 1) problems.push(all("main").length + " main");
    const across = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (across > 0) problems.push("overflows by " + across + " px");
    for (const field of all("input:not([type=hidden])"))
      if (![...field.labels].some((label) => label.textContent.trim()) && !field.ariaLabel) problems.push("no label: " + field.name);
    for (const button of all("button, a[href]"))
      if (!(button.textContent.trim() || button.ariaLabel)) problems.push("no name: " + button.outerHTML);
    for (const image of all("img:not([alt])")) problems.push("no alt: " + image.src);
    for (const target of all("button, a.button, .link, input:not([type=hidden]):not([type=radio], [type=checkbox]), summary").filter(shown))
      if (target.getBoundingClientRect().height < 44) problems.push("small target: " + target.outerHTML.slice(0, 80));
    const ids = all("[id]").map(({ id }) => id);
    if (new Set(ids).size < ids.length) problems.push("an id twice");
    return problems;
  })()`);
}
