import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { Call, Receiver } from "../support/receiver.ts";
import { type Fields, openPsp, type Psp } from "../wire/mobilepay/psp.ts";

/** Kassa and a payment service provider with its shop, as two sites: a frame of one in the other is a foreign one. */
export type WalletScene = {
  readonly psp: Psp;
  readonly kassaUrl: string;
  readonly shopUrl: string;
};

/** One scene for all tests of a file. */
export function useWalletScene(): WalletScene {
  let scene: (WalletScene & { readonly shop: Server }) | undefined;
  beforeAll(async () => {
    const psp = await openPsp();
    const kassaUrl = await psp.kassa.server.listen({ port: 0, host: "127.0.0.1" });
    const shop = createServer((request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(pageOf(new URL(request.url ?? "/", "http://shop"), kassaUrl));
    });
    await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
    const { port } = shop.address() as AddressInfo;
    scene = { psp, kassaUrl, shopUrl: `http://localhost:${port}`, shop };
  }, 60_000);
  afterAll(async () => {
    scene?.shop.closeAllConnections();
    scene?.shop.close();
    await scene?.psp.kassa.close();
  });
  const there = () => {
    if (!scene) throw new Error("a scene is there once the tests of the file begin");
    return scene;
  };
  return {
    get psp() {
      return there().psp;
    },
    get kassaUrl() {
      return there().kassaUrl;
    },
    get shopUrl() {
      return there().shopUrl;
    },
  };
}

/** The shop's pages, and the one on which the bank asks its customer. */
function pageOf({ pathname, searchParams }: URL, kassaUrl: string): string {
  const head = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Shop</title>`;
  const done = `${kassaUrl}/remote-website/apppages/done3ds.html`;
  if (pathname === "/bank") return `${head}<h1>The bank</h1><a href="${done}">Confirm</a>`;
  if (pathname === "/embed") {
    const src = searchParams.get("src")?.replaceAll("&", "&amp;") ?? "";
    const script = `addEventListener("message", ({ data }) => {
      localStorage.heard = JSON.stringify([...JSON.parse(localStorage.heard ?? "[]"), data]);
    });`;
    return `${head}<h1>Checkout</h1><script>${script}</script><iframe title="pay" width="375" height="640" src="${src}"></iframe>`;
  }
  return `${head}<h1>order placed</h1>`;
}

/** What the shop's page was told by the one it embeds; it knows still when it was left. */
export function heard(page: Page): Promise<unknown> {
  return page.evaluate(`JSON.parse(localStorage.heard ?? "[]")`);
}

let phones = 10_000_000;

/** A phone that nobody had before, as it is dialed in Denmark. */
export function newPhone(): string {
  phones += 101;
  return String(phones);
}

/** A payment of this shop; answers its id. */
export function initiate(scene: WalletScene, receiver: Receiver, more: Fields = {}): Promise<string> {
  return scene.psp.initiate(receiver, { ...orderOf(scene, receiver), ...more });
}

/** What a payment of this shop takes: all cards, by their numbers. */
export function orderOf({ shopUrl }: WalletScene, { url }: Receiver): Fields {
  const names = ["DANKORT", "VISA-DEBIT", "VISA-CREDIT", "MC-DEBIT", "MC-CREDIT"];
  return {
    allowedCardTypes: names.map((name) => ({ name, encryptedPanCallbackUrl: `${url}/pan` })),
    redirectFromMobilePayUrl: `${shopUrl}/done`,
    merchantUrl: shopUrl,
    amount: 24_950,
  };
}

export function landingOf({ kassaUrl }: WalletScene, paymentId: string, more = ""): string {
  return `${kassaUrl}/remote-website/index.html?page=request&id=${paymentId}&version=2${more}`;
}

/** Enters the phone on the landing page. */
export async function enterPhone(page: Page, phone: string): Promise<void> {
  await page.locator("input[type=tel]").fill(phone);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Opens the phone of this number, in English. */
export async function openPhone(
  scene: Pick<WalletScene, "kassaUrl">,
  page: Page,
  phone: string,
  path = "/phone",
): Promise<void> {
  await page.goto(`${scene.kassaUrl}${path}`);
  if (await page.getByRole("button", { name: "Sign in" }).isVisible()) {
    await page.locator("input[type=tel]").fill(phone);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.getByRole("link", { name: "English" }).click();
  await page.locator("html[lang=en]").waitFor();
}

/** Draws the slider to its end. */
export async function swipe(page: Page): Promise<void> {
  const slider = page.locator("[data-swipe]");
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("there is no slider");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 30, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, y, { steps: 5 });
  await page.mouse.move(box.x + box.width - 4, y, { steps: 5 });
  await page.mouse.up();
}

/** What the integrator was told with the card, once it has come. */
export async function cardCallback(
  receiver: Receiver,
  { count = 1, path = "/pan" }: { count?: number; path?: string } = {},
): Promise<Call["json"]> {
  const come = () => receiver.calls.filter((call) => call.path.endsWith(path));
  await expect.poll(() => come().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  return come()[count - 1]?.json;
}

/** The integrator's answer to the latest approval. */
export async function answerWith(
  scene: WalletScene,
  callback: Call["json"],
  result: Fields = { succeeded: true },
): Promise<void> {
  const { http, text } = await scene.psp.answer(callback.PaymentId, callback.AuthorizationAttemptId, result);
  if (http !== 204) throw new Error(text);
}
