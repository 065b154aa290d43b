import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desktop } from "../support/browser.ts";
import { type Kassa, openKassa } from "../support/kassa.ts";
import { orderHash } from "../wire/mondido/merchant.ts";
import { newVisit } from "./scene.ts";

let kassa: Kassa;
let kassaUrl: string;
let shop: Server;
let shopUrl: string;
/** What the shop's own server was sent. */
const heard: string[] = [];

beforeAll(async () => {
  kassa = await openKassa();
  kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  shop = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(shopPage(new URL(request.url ?? "/", "http://shop").searchParams));
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  // Another name, so that the shop is another site.
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  shop.closeAllConnections();
  shop.close();
  await kassa.close();
});

/** As much of jQuery as shops' pages need to pay. */
const jquery = `
window.jQuery = window.$ = (target) => {
  const element = typeof target === "string" ? document.querySelector(target) : target;
  return Object.assign(Object.create($.fn), { 0: element, length: 1 });
};
$.fn = {
  each(run) { run(0, this[0]); return this; },
  on(name, run) { this[0].addEventListener(name, (event) => run(event, ...(event.told ?? []))); return this; },
  trigger(name, told) { this[0].dispatchEvent(Object.assign(new Event(name), { told })); return this; },
};`;

const listeners = `
const say = (text) => { document.querySelector("output").textContent += text + " "; };
form.addEventListener("payment:before", () => say("before"));
form.addEventListener("payment:success", ({ detail }) => say(detail.status + " " + detail.card_number));
form.addEventListener("payment:fail", ({ detail }) => say(detail.description));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  Mondido.pay(form, { mpi: MPI }).catch(() => undefined);
});`;

const jqueryListeners = `
const say = (text) => { document.querySelector("output").textContent += text + " "; };
$("form").mondido({ type: "ajax" });
$("form").on("payment:before", () => say("before"));
$("form").on("payment:success", (event, data) => say(data.status + " " + data.card_number));
$("form").on("payment:fail", (error, data) => say(data.description));`;

function shopPage(asked: URLSearchParams): string {
  const order = {
    merchant_id: "1",
    payment_ref: asked.get("ref") ?? "",
    amount: "10.00",
    currency: "sek",
    test: "true",
  };
  const hidden = Object.entries({ ...order, hash: orderHash(order) }).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  const withJquery = asked.has("jquery");
  const run = withJquery ? jqueryListeners : listeners.replace("MPI", String(asked.has("mpi")));
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title>
${withJquery ? `<script>${jquery}</script>` : ""}
<script src="${kassaUrl}/v1/mondido.js?merchant_id=1"></script>
<form method="post" action="/order">${hidden.join("")}
<label>Holder <input name="card_holder" value="Åsa Öberg"></label>
<label>Number <input data-encrypted-attribute="card_number"></label>
<label>CVV <input data-encrypt-attribute="card_cvv" value="200"></label>
<label>Expiry <input data-encrypted-attribute="card_expiry" value="1240"></label>
<input type="hidden" data-encrypted-attribute="card_type" value="${asked.get("type") ?? "visa"}">
<button>Pay</button></form><output></output>
<script>const form = document.querySelector("form");${run}</script></html>`;
}

async function visit(query: string): Promise<Page> {
  const page = await newVisit(desktop);
  await page.goto(`${shopUrl}/?${query}`);
  return page;
}

async function pay(page: Page, number: string, cvv = "200"): Promise<void> {
  await page.getByLabel("Number").fill(number);
  await page.getByLabel("CVV").fill(cvv);
  await page.getByRole("button", { name: "Pay" }).click();
}

const said = (page: Page, text: string) => page.getByText(text).waitFor();

test.each(["ref=plain", "ref=jquery&jquery"])("a shop's own form pays by ajax (%s)", async (query) => {
  const page = await visit(query);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
  await pay(page, "4111 1111 1111 1111");
  await said(page, "before approved 411111******1111");
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/transactions .*encrypted=card_number%2Ccard_cvv/);
  expect(sent.join()).not.toContain("4111+1111");
  expect(heard.filter((line) => line.startsWith("POST"))).toEqual([]);
});

test("a form that goes elsewhere by itself goes without what is encrypted", async () => {
  const page = await visit("ref=sealed");
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await page.getByLabel("Number").fill("4111111111111111");
  await page.evaluate(`document.querySelectorAll("form [data-encrypted-attribute]")
    .forEach((field) => { field.name = field.getAttribute("data-encrypted-attribute"); });
    Mondido.seal(form); form.submit();`);
  const sent = new URLSearchParams((await posted).postData() ?? "");
  expect(sent.get("encrypted")).toBe("card_number,card_cvv,card_expiry,card_type");
  expect(sent.getAll("card_number").map((value) => value.length)).toEqual([344]);
  expect(sent.get("payment_ref")).toBe("sealed");
});

test("what goes wrong is told", async () => {
  const page = await visit("ref=unknown&type=stored_card");
  await pay(page, "a token of nobody");
  await said(page, "before Stored card not found");
});

test("3-D Secure opens a window of its own, and closes it", async () => {
  const page = await visit("ref=mpi&mpi");
  const opened = page.waitForEvent("popup");
  await pay(page, "4000000010000018");
  const bank = await opened;
  await bank.getByRole("button", { name: "Approve" }).click();
  await said(page, "before approved 400000******0018");
  expect(bank.isClosed()).toBe(true);
});

test("nothing is paid when the holder refuses", async () => {
  const page = await visit("ref=refused&mpi");
  const opened = page.waitForEvent("popup");
  await pay(page, "4000000010000018");
  await (await opened).getByRole("button", { name: "Refuse" }).click();
  await said(page, "before 3D-Secure was not approved");
  const paid = await kassa.reader.query("select id from payments where reference = 'refused'");
  expect(paid).toEqual([]);
});
