import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { screenshot } from "../support/browser.ts";
import { Dealer, type Fields } from "../wire/moka/dealer.ts";
import { devices, newVisit, useScene } from "./scene.ts";

const scene = useScene();
const pays = "5269551122223339";
const declined = "9792069990002006";

/** A dealer's site, which remembers what shoppers' browsers post to it. */
let site: Server;
let siteUrl: string;
const posted: URLSearchParams[] = [];

beforeAll(async () => {
  site = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => {
      if (request.method === "POST") posted.push(new URLSearchParams(body));
      response.setHeader("content-type", "text/html; charset=utf-8");
      const frame = new URL(request.url ?? "", siteUrl).searchParams.get("frame");
      const content = frame ? `<iframe id=bank src="${frame}"></iframe>` : "<h1>Thank you</h1>";
      response.end(`<title>Dealer</title><link rel=icon href=data:,>${content}`);
    });
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}/back`;
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

let orders = 0;

/** The address of a link, and how the dealer sees its payment. */
async function link(more: Fields = {}) {
  const dealer = new Dealer(scene.kassa);
  const OtherTrxCode = `browser-${++orders}`;
  const order = { OtherTrxCode, Amount: "1249.90", Description: "Gym membership", ...more };
  const { Url, CodeForHash } = await dealer.ask("PaymentUserPos/CreateUserPosPayment", order);
  const detail = async () =>
    (await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", { OtherTrxCode })).PaymentDetail;
  return { url: scene.kassaUrl + new URL(Url).pathname, CodeForHash, OtherTrxCode, detail };
}

async function fillIn(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Month").fill("12");
  await page.getByLabel("Year").fill("30");
  await page.getByLabel("CVV").fill("000");
  await page.getByLabel("Name on the card").fill("Ayşe Yılmaz");
}

const pay = (page: Page) => page.getByRole("button", { name: /^Pay / }).click();
const heading = (page: Page, name: RegExp) => page.getByRole("heading", { level: 1, name });

describe.each(devices)("on a %s", (size, device) => {
  test("a payment request is paid with another card when one was declined", async () => {
    const { url, detail } = await link();
    const page = await newVisit(device);
    await page.goto(url);
    await page.getByText("Gym membership").waitFor();
    await screenshot(page, `${size}-moka-link`);
    await fillIn(page, declined);
    await pay(page);
    await page.getByText("The card has not enough funds or limit.").waitFor();
    await screenshot(page, `${size}-moka-link-declined`);
    await fillIn(page, pays);
    await pay(page);
    await heading(page, /this is paid/).waitFor();
    await screenshot(page, `${size}-moka-link-paid`);
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 1, Amount: 1249.9 });
  });

  test("it tells in Turkish what is wrong with the form", async () => {
    const { url, detail } = await link({ InstallmentNumber: 12 });
    const page = await newVisit({ ...device, locale: "tr-TR" });
    await page.goto(url);
    await page.getByRole("button", { name: /öde$/ }).click();
    await page.getByText("Lütfen aşağıdakileri kontrol edin").waitFor();
    await page.getByText("12 taksit").waitFor();
    await screenshot(page, `${size}-moka-link-wrong-tr`);
    await page.getByLabel("Kart numarası").fill("5136621122223331");
    await page.getByLabel("Ay", { exact: true }).fill("12");
    await page.getByLabel("Yıl").fill("30");
    await page.getByLabel("CVV").fill("000");
    await page.getByLabel("Kart üzerindeki ad").fill("Ayşe Yılmaz");
    await page.getByRole("button", { name: /öde$/ }).click();
    await page.getByText("Bu kartla 12 taksit yapılamıyor.").waitFor();
    expect((await detail()).TrxStatus).toBe(0);
  });

  test("the bank asks with 3-D Secure: refused, then approved, and back to the dealer", async () => {
    const more = { IsThreeD: 1, ReturnHash: 1, RedirectUrl: siteUrl };
    const { url, CodeForHash, OtherTrxCode, detail } = await link(more);
    const page = await newVisit(device);
    const hash = (letter: "T" | "F") => createHash("sha256").update(`${CodeForHash}${letter}`).digest("hex");
    posted.length = 0;
    for (const [verdict, letter] of [
      ["Refuse", "F"],
      ["Approve", "T"],
    ] as const) {
      await page.goto(url);
      await fillIn(page, pays);
      await pay(page);
      await page.getByText("1249.90 TRY").waitFor();
      await screenshot(page, `${size}-moka-bank`);
      await page.getByRole("button", { name: verdict }).click();
      await page.waitForURL(siteUrl);
      await expect.poll(() => posted.at(-1)?.get("hashValue")).toBe(hash(letter));
      expect(posted.at(-1)?.get("OtherTrxCode")).toBe(OtherTrxCode);
    }
    expect(posted.map((fields) => fields.get("resultCode"))).toEqual(["025", ""]);
    expect(await detail()).toMatchObject({ TrxStatus: 1, IsThreeD: true });
  });
});

test("a direct payment with 3-D Secure leads through the bank to the dealer, in a frame of the dealer's too", async () => {
  const dealer = new Dealer(scene.kassa);
  const address: string = await dealer.ask("PaymentDealer/DoDirectPaymentThreeD", {
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: pays,
    ExpMonth: "12",
    ExpYear: "2030",
    CvcNumber: "000",
    Amount: 25,
    OtherTrxCode: "framed",
    RedirectUrl: siteUrl,
    RedirectType: 1,
  });
  const { pathname, search } = new URL(address);
  const page = await newVisit({ locale: "tr-TR" });
  posted.length = 0;
  const shop = `${siteUrl}?${new URLSearchParams({ frame: scene.kassaUrl + pathname + search })}`;
  await page.goto(shop);
  const frame = page.frameLocator("#bank");
  await frame.getByRole("button", { name: "Approve" }).click();
  await frame.getByRole("heading", { name: "Thank you" }).waitFor();
  expect(posted).toHaveLength(1);
  expect(Object.fromEntries(posted[0] ?? [])).toMatchObject({
    isSuccessful: "True",
    OtherTrxCode: "framed",
    resultCode: "",
  });
  expect(page.url()).toBe(shop);
});

test("a payment request is paid without scripts", async () => {
  const { url, detail } = await link({ IsThreeD: 1 });
  const page = await newVisit({ javaScriptEnabled: false });
  await page.goto(url);
  await fillIn(page, pays);
  await pay(page);
  await page.getByRole("button", { name: "Continue to my bank" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await heading(page, /this is paid/).waitFor();
  expect((await detail()).TrxStatus).toBe(1);
});
