import { readFileSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright, type Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { renderScreen } from "../../../pages/credit-form/render-screen.ts";
import { frame, samples } from "../../../pages/credit-form/samples.ts";
import { themeAssets } from "../../../pages/theme/assets.ts";

const shop = "https://shop.example";
const kassa = "https://kassa.example";
const script = readFileSync(new URL("./revoiframe.js", import.meta.url), "utf8");
const shopPage = `<!doctype html><html lang="pl"><body><button id="buy">Buy</button><div class="revo-form"></div>
<script>window.heard = []</script><script src="${kassa}/javascripts/iframe/v2/revoiframe.js"></script>
<script>
for (const on of ["onLoad", "onClose", "onResult"]) REVO.Form[on]((m) => heard.push(m ? [on, m.decision] : [on]));
</script></body></html>`;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await playwright.launch({
    // One process is for places with little memory; it does not survive its first closed page.
    args: [...chromium.args.filter((arg) => arg !== "--single-process"), "--no-sandbox"],
    executablePath: await chromium.executablePath(),
  });
}, 60_000);

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  await page.route("**/*", answer);
  await page.goto(shop);
});

afterEach(() => page.close());

test("the form is shown in the page and takes the height it needs", async () => {
  await show("questionnaire");
  const form = page.locator(".revo-form > #revo-form-iframe");
  await expect.poll(heard).toEqual([["onLoad"]]);
  await expect.poll(async () => (await form.boundingBox())?.height ?? 0).toBeGreaterThan(700);
  const inside = form.contentFrame().locator("[data-page]");
  const height = Math.ceil((await inside.boundingBox())?.height ?? 0);
  expect((await form.boundingBox())?.height).toBe(height);
});

test("a place that does not exist is refused", async () => {
  await expect(show("login", "#nowhere")).rejects.toThrow("no element matches #nowhere");
});

test("the result is told to the shop", async () => {
  await show("purchase");
  await expect.poll(heard).toContainEqual(["onResult", "approved"]);
});

test("the popup takes the focus, closes on Escape and gives the focus back", async () => {
  await page.focus("#buy");
  await openPopup("login");
  const dialog = page.getByRole("dialog", { name: "Formularz płatności" });
  await expect.poll(heard).toEqual([["onLoad"]]);
  expect(await focused()).toBe("Zamknij");
  await page.keyboard.press("Shift+Tab");
  expect(await focused()).toBe("revo-form-iframe");
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog.count()).toBe(0);
  expect(await focused()).toBe("buy");
  expect(await heard()).toContainEqual(["onClose"]);
});

test("the popup closes by its button, by a click beside it, and by hide", async () => {
  const overlay = page.locator("#simple-limit-overlay");
  for (const close of [
    () => page.getByRole("button", { name: "Zamknij" }).click(),
    () => overlay.click({ position: { x: 10, y: 10 } }),
    () => page.evaluate("REVO.Form.hide()"),
  ]) {
    await openPopup("login");
    await close();
    expect(await overlay.count()).toBe(0);
  }
});

test("Escape inside the form closes a popup, but not a form that is part of the page", async () => {
  await openPopup("login");
  await pressEscapeInForm();
  await expect.poll(() => page.locator("#revo-form-iframe").count()).toBe(0);

  await show("login");
  await pressEscapeInForm();
  await page.waitForTimeout(100);
  expect(await page.locator("#revo-form-iframe").count()).toBe(1);
});

test("the form's way back to the shop closes the popup", async () => {
  await openPopup("login");
  await expect.poll(heard).toEqual([["onLoad"]]);
  await page.frameLocator("#revo-form-iframe").locator("[data-close]").click();
  await expect.poll(heard).toEqual([["onLoad"], ["onClose"]]);
  expect(page.url()).toBe(`${shop}/`);
});

test("without the script around it, the way back is a link that leaves the frame", async () => {
  await page.setContent(`<iframe id="plain" src="${kassa}/login"></iframe>`);
  await page.frameLocator("#plain").locator("[data-close]").click();
  await page.waitForURL(`${shop}/cart`);
});

test("the popup closes when the page posts close to itself, as older shops do", async () => {
  await openPopup("login");
  await page.evaluate(`postMessage('{"type":"close"}', "*")`);
  await expect.poll(() => page.locator("#simple-limit-overlay").count()).toBe(0);
});

test("messages of other frames are not believed", async () => {
  await show("login");
  await expect.poll(heard).toEqual([["onLoad"]]);
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement("iframe"), { src: "/liar" }))`,
  );
  await page.frameLocator("iframe >> nth=1").locator("#done").waitFor();
  expect(await heard()).toEqual([["onLoad"]]);
  expect(await page.locator("#revo-form-iframe").count()).toBe(1);
  expect(page.url()).toBe(`${shop}/`);
});

test("one form replaces another without a word about closing", async () => {
  await openPopup("login");
  await expect.poll(heard).toEqual([["onLoad"]]);
  await openPopup("code");
  await expect.poll(heard).toEqual([["onLoad"], ["onLoad"]]);
  expect(await page.locator("#simple-limit-overlay").count()).toBe(1);
});

test("on a phone the popup fills the screen", async () => {
  await page.setViewportSize({ width: 375, height: 700 });
  await openPopup("login");
  expect(await page.getByRole("dialog").boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 700 });
});

test("a form is posted once, with the button that was pressed", async () => {
  const posted: (string | null)[] = [];
  await page.route(`${kassa}${frame.action}`, async (route) => {
    posted.push(route.request().postData());
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.fulfill({ contentType: "text/html", body: "<p id='next'>next</p>" });
  });
  await page.goto(`${kassa}/questionnaire-wrong`);
  await page.evaluate(`{
    const button = document.querySelector("[value=register]");
    button.click();
    button.click();
  }`);
  await page.locator("#next").waitFor();
  expect(posted).toHaveLength(1);
  expect(posted[0]).toContain("action=register");
});

test("a new code can be asked for when the countdown is over", async () => {
  await page.clock.install();
  await page.goto(`${kassa}/code`);
  const resend = page.locator("[data-resend]");
  expect(await resend.isDisabled()).toBe(true);
  await page.clock.runFor(20_000);
  expect(await page.locator("[data-resend-seconds]").textContent()).toBe("7");
  await page.clock.runFor(8_000);
  expect(await resend.isDisabled()).toBe(false);
  expect(await page.locator("[data-resend-wait]").isVisible()).toBe(false);
});

async function answer(route: Route): Promise<void> {
  const { origin, pathname } = new URL(route.request().url());
  const asset = themeAssets.find(({ path }) => path === pathname);
  const screen = samples[pathname.slice(1)];
  if (pathname.endsWith("revoiframe.js"))
    await route.fulfill({ contentType: "text/javascript", body: script });
  else if (asset) await route.fulfill({ contentType: asset.type, body: asset.body });
  else if (origin === kassa && screen) await html(route, renderScreen(screen, frame));
  else if (pathname === "/liar") await html(route, liar);
  else await html(route, shopPage);
}

const liar = `<script>
for (const message of [{ type: "close" }, { type: "result", decision: "approved" }, { data: { height: 5 } }, { type: "leave", url: "https://evil.example/" }])
  parent.postMessage(JSON.stringify(message), "*");
setTimeout(() => document.body.append(Object.assign(document.createElement("p"), { id: "done" , textContent: "x" })), 100);
</script>`;

function html(route: Route, body: string): Promise<void> {
  return route.fulfill({ contentType: "text/html; charset=utf-8", body });
}

function show(screen: string, selector = ".revo-form"): Promise<unknown> {
  return page.evaluate(`REVO.Form.show("${kassa}/${screen}", "${selector}")`);
}

function openPopup(screen: string): Promise<unknown> {
  return page.evaluate(`REVO.Form.showPopup("${kassa}/${screen}")`);
}

async function pressEscapeInForm(): Promise<void> {
  await expect.poll(async () => (await heard()).at(-1)).toEqual(["onLoad"]);
  await page.frameLocator("#revo-form-iframe").locator("#primary_phone").press("Escape");
}

function heard(): Promise<unknown[]> {
  return page.evaluate<unknown[]>("heard");
}

function focused(): Promise<string> {
  return page.evaluate<string>("document.activeElement.id || document.activeElement.ariaLabel");
}
