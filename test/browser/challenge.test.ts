import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer as createKassa } from "../../src/platform/http/index.ts";
import { createLog } from "../../src/platform/log/index.ts";
import { createAuthenticator, createCardBank } from "../../src/rails/index.ts";
import { registerAcs } from "../../src/sandbox/index.ts";
import { desktop, openBrowser, phone, screenshot } from "../support/browser.ts";

const key = "0".repeat(64);
const authenticator = createAuthenticator(key);
const id = "01890000-0000-7000-8000-000000000001";

let kassa: FastifyInstance;
let shop: Server;
let baseUrl: string;
let shopUrl: string;

beforeAll(async () => {
  shop = createServer((_request, response) => response.end("order placed"));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  // Another name, so that the shop is another site.
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;

  kassa = createKassa(createLog("silent"));
  registerAcs(kassa, createCardBank(key));
  kassa.get("/pay", async (_request, reply) => reply.type("text/html").send(await paymentPage()));
  kassa.post("/back", async (request, reply) => {
    const fields = Object.fromEntries(new URLSearchParams(String(request.body)));
    const verdict = await authenticator.finish(id, fields);
    return reply.redirect(`${shopUrl}/?authenticated=${verdict?.authenticated}`, 303);
  });
  baseUrl = await kassa.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(async () => {
  shop.closeAllConnections();
  shop.close();
  await kassa.close();
});

test.each([
  ["Approve", true, phone, "phone"],
  ["Refuse", false, desktop, "desktop"],
] as const)("%s at the bank leads on to the shop by itself", async (button, authenticated, device, size) => {
  const context = await (await openBrowser()).newContext({ ...device, colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/pay`);
  await page.getByRole("button", { name: "Pay" }).click();
  await page.getByText("1234.50 SEK").waitFor();
  await screenshot(page, `${size}-challenge`);
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL(`${shopUrl}/?authenticated=${authenticated}`);
  expect(await page.textContent("body")).toBe("order placed");
  await context.close();
});

test("without JavaScript a button leads on to the shop", async () => {
  const context = await (await openBrowser()).newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/pay`);
  await page.getByRole("button", { name: "Pay" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(`${shopUrl}/?authenticated=true`);
  await context.close();
});

async function paymentPage(): Promise<string> {
  const form = await authenticator.begin({
    id,
    cardNumber: "4000000010000018",
    amount: 123_450n,
    currency: "SEK",
    merchantName: "Demo Shop",
    returnUrl: `${baseUrl}/back`,
    isTest: true,
    baseUrl,
  });
  const inputs = Object.entries(form?.fields ?? {}).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  return `<form method="post" action="${form?.url}">${inputs.join("")}<button>Pay</button></form>`;
}
