import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  documentedParams,
  renderHandOver,
  renderWindow,
  renderWindowError,
  type WindowState,
  windowAssets,
  windowPolicy,
} from "../../src/pages/payment-window/index.ts";
import { samplePlan, sampleRoots } from "../../src/pages/payment-window/samples.ts";
import { themeAssets } from "../../src/pages/theme/assets.ts";
import { desktop, openBrowser, phone, screenshot } from "../support/browser.ts";

vi.setConfig({ testTimeout: 30_000 });

const nonce = "test-nonce";
const state: WindowState = { locale: "en", methods: ["credit_card", "invoice"], offersStoring: true };
const roots = sampleRoots();
const noCards = sampleRoots({ customer: null, test: false });

const open = async (given: typeof roots, more: Partial<WindowState> = {}, source?: string) => {
  const form = { action: "/post" };
  const window = { source, roots: given, state: { ...state, ...more }, form, token: "tok", nonce };
  const { html, merchants } = await renderWindow(window);
  return { html, merchants };
};

const cardErrors = {
  errors: {
    card_number: "This card number is not complete.",
    card_expiry: "The card has expired.",
    card_cvv: "Enter the three digits.",
  },
  values: { pay_with: "new_card", card_holder: "Anna Svensson", expMM: "01", expYY: "20" },
};

const merchantsTemplate = `<html><head><style>body{margin:0}</style></head><body><div id=tall style="height:700px">
<form id="mondidopayform" method="post"><input name="card_holder" value="A"><button>Pay {{ amount }}</button></form></div>
<script>document.title = Mondido.transaction.amount + " " + window.origin;</script></body></html>`;

const pages: Record<string, () => Promise<{ html: string; merchants: boolean }>> = {
  window: () => open(roots),
  "window-sv": () => open(roots, { locale: "sv" }),
  "window-new-card": () => open(noCards, { methods: ["credit_card"] }),
  "window-wrong": () =>
    open(roots, { ...cardErrors, notice: "The bank declined the payment. Try another card." }),
  "window-invoice": () =>
    open(roots, {
      values: { pay_with: "invoice" },
      errors: { ssn: "Write twelve digits.", email: "This address does not look complete." },
    }),
  "window-plan": () => open(sampleRoots({ amount: "0.0", items: [] }, { plan: samplePlan })),
  "window-long": () =>
    open(
      sampleRoots({
        items: Array.from({ length: 8 }, (_, i) => ({
          description: `Thing ${i}`,
          amount: "10.00",
          qty: "1",
        })),
      }),
    ),
  merchants: () => open(roots, {}, merchantsTemplate),
  "hand-over": async () => ({
    html: renderHandOver({ action: "/post", fields: { MD: "1" }, locale: "en" }),
    merchants: false,
  }),
  finished: async () => ({
    html: renderWindowError({
      kind: "finished",
      locale: "en",
      merchantName: "MyWebShop",
      shopUrl: "https://shop.example/",
    }),
    merchants: false,
  }),
};

const framing = (kind: string) =>
  kind === "resizer"
    ? `addEventListener("message", ({ data }) => heard.push(data));
       frame.onload = () => frame.contentWindow.postMessage("[iFrameSizer]f1:8:false:false:32:true:true:null:bodyOffset", "*");`
    : `addEventListener("message", ({ data }) => { if (data.msg === "resize") frame.style.height = data.height; });`;

let server: Server;
let url: string;
const posts: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response): Promise<unknown> => {
    const path = new URL(request.url ?? "", "http://x").pathname;
    const asset = [...themeAssets, ...windowAssets].find((file) => file.path === path);
    if (asset) return response.setHeader("content-type", asset.type).end(asset.body);
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (path === "/post") {
      const body = await Array.fromAsync(request);
      posts.push(body.join(""));
      return response.end("posted");
    }
    if (path.startsWith("/frame/"))
      return response.end(
        `<iframe id=frame src="/${path.split("/")[3]}" style="width:100%;height:100px;border:0"></iframe><script>heard = [];${framing(path.split("/")[2] ?? "")}</script>`,
      );
    const page = await pages[path.slice(1)]?.();
    if (!page) return response.writeHead(404).end();
    const policy = windowPolicy({ merchants: page.merchants, nonce, frameAncestors: "'self'" });
    return response.setHeader("content-security-policy", policy).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let page: Page;
const complaints: string[] = [];

async function visit(options: Parameters<Awaited<ReturnType<typeof openBrowser>>["newContext"]>[0]) {
  const context = await (await openBrowser()).newContext({ locale: "en-US", ...options });
  context.setDefaultTimeout(10_000);
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page = await context.newPage();
}

beforeEach(() => {
  posts.length = 0;
});

afterEach(async () => {
  await page.context().close();
  expect(complaints.splice(0)).toEqual([]);
});

describe.each([
  ["phone", phone],
  ["desktop", desktop],
] as const)("on a %s", (size, device) => {
  test.each(["light", "dark"] as const)("all pages can be looked at, %s", async (colorScheme) => {
    await visit({ ...device, colorScheme });
    for (const name of Object.keys(pages).filter((name) => name !== "merchants" && name !== "hand-over")) {
      await page.goto(`${url}/${name}`);
      await screenshot(page, `${size}-payment-${name}-${colorScheme}`);
      const root = page.locator("html");
      const [scroll, width] = await root.evaluate((html) => [html.scrollWidth, html.clientWidth]);
      expect(scroll, name).toBe(width);
    }
  });
});

test("everything to press is large enough for a finger", async () => {
  await visit(phone);
  for (const name of ["window-wrong", "window-invoice"]) {
    await page.goto(`${url}/${name}`);
    const small = await page
      .locator("button, select, a, label.check, .way-head, input.input")
      .evaluateAll((elements) =>
        elements
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.height > 0 && box.height < 44)
          .map(({ element }) => element.outerHTML),
      );
    expect(small).toEqual([]);
  }
});

test("a new card is grouped, named and posted in the document's words, once", async () => {
  await visit(phone);
  await page.goto(`${url}/window`);
  await page.getByRole("radio", { name: "New card" }).check();
  await page.getByLabel("Card number").pressSequentially("4111111111111111");
  await expect.poll(() => page.getByLabel("Card number").inputValue()).toBe("4111 1111 1111 1111");
  await page.getByText("Visa", { exact: true }).waitFor();
  await page.getByLabel("Month").fill("1");
  await page.getByLabel("Year").fill("30");
  await page.getByLabel("CVV").fill("200");
  await page.getByLabel("Name on the card").fill("Anna Svensson");
  await page.getByLabel("Remember this card").check();
  await page.getByRole("button", { name: /^Pay/ }).dblclick();
  await page.getByText("posted").waitFor();
  expect(posts).toHaveLength(1);
  expect(documentedParams(Object.fromEntries(new URLSearchParams(posts[0])))).toEqual({
    card_number: "4111 1111 1111 1111",
    card_type: "visa",
    card_expiry: "0130",
    card_cvv: "200",
    card_holder: "Anna Svensson",
    store_card: "true",
    payment_method: "credit_card",
  });
});

test.each([true, false])("a remembered card is one press away (scripts: %s)", async (javaScriptEnabled) => {
  await visit({ ...phone, javaScriptEnabled });
  await page.goto(`${url}/window`);
  await page.getByRole("radio", { name: "Mastercard ending in 4444" }).check();
  await expect.poll(() => page.getByLabel("Card number").isVisible()).toBe(false);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.getByText("posted").waitFor();
  const posted = documentedParams(Object.fromEntries(new URLSearchParams(posts[0])));
  expect(posted).toMatchObject({ card_number: "9w67r33303d23692", card_type: "STORED_CARD" });
  expect(posted).not.toHaveProperty("card_cvv");
});

test("the first field that is wrong has the focus, and says why", async () => {
  await visit(desktop);
  await page.goto(`${url}/window-wrong`);
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("card_number");
  const said = await page.getByLabel("Card number").getAttribute("aria-describedby");
  expect(await page.locator(`#${said}`).textContent()).toBe("This card number is not complete.");
});

test("a page that frames the window learns its height, either way", async () => {
  await visit(phone);
  await page.goto(`${url}/frame/message/window`);
  await expect
    .poll(() => page.locator("#frame").evaluate((frame) => frame.clientHeight))
    .toBeGreaterThan(500);

  await page.goto(`${url}/frame/resizer/merchants`);
  const heard = () => page.evaluate("heard.filter((data) => typeof data === 'string')");
  await expect.poll(heard).toContainEqual(expect.stringMatching(/^\[iFrameSizer\]f1:7\d\d:\d+:init$/));
  expect(await heard()).toContain("[iFrameResizerChild]Ready");
});

test("a merchant's page runs its scripts and posts to us, but has no part in our address", async () => {
  await visit(desktop);
  await page.goto(`${url}/merchants`);
  expect(await page.title()).toBe("1249.5 null");
  await page.getByRole("button", { name: "Pay 1249.50" }).click();
  await page.getByText("posted").waitFor();
  expect(posts).toEqual(["card_holder=A"]);
});

test("the way to the bank is taken by itself, or by a button without scripts", async () => {
  await visit(phone);
  await page.goto(`${url}/hand-over`);
  await page.getByText("posted").waitFor();
  await page.context().close();
  await visit({ ...phone, javaScriptEnabled: false });
  await page.goto(`${url}/hand-over`);
  await screenshot(page, "phone-payment-hand-over");
  await page.getByRole("button", { name: "Continue to my bank" }).click();
  await page.getByText("posted").waitFor();
  expect(posts).toEqual(["MD=1", "MD=1"]);
});
