import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { customers } from "../../src/core/customers/index.ts";
import { tillAgent } from "../../src/sandbox/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { Books, lenderId, Shop } from "../support/shop.ts";
import { buy, identify, Shopper } from "../support/shopper.ts";
import { expectEmpty, expectRightBooks, Till } from "../wire/mokka-offline/till.ts";

const national = "333111222";
const phone = `48${national}`;
let kassa: Kassa;
let till: Till;
let shop: Shop;
let books: Books;

beforeEach(async () => {
  kassa = await useKassa();
  till = await Till.logIn(kassa);
  shop = new Shop(kassa);
  books = new Books(kassa);
});

/** What the till says the customer may still spend. */
async function limitAtTill(): Promise<string> {
  const { json } = await till.get(`${await till.request(100, phone)}/client`);
  return json.client.credit_limit;
}

/** Sells to somebody the lender knows. */
async function sellToKnown(amount: number, term_id = 176): Promise<string> {
  const path = await till.request(amount, phone);
  expectEmpty(await till.post(`${path}/client/confirmation`));
  const { json } = await till.post(`${path}/confirmation`, { code: "1111" });
  expect(json.client).toMatchObject({ decision: "approved", kyc_passed: true });
  expectEmpty(await till.post(`${path}/loan`, { term_id }));
  return (await till.finalize(path)).json.offer_id;
}

async function giveBackAtTill(guid: string, amount: number | string): Promise<void> {
  const { status, json } = await till.bringBack(guid, amount);
  expect(status).toBe(200);
  expectEmpty(await till.post(`/returns/${json.return.id}/confirm`));
}

/** The trader's report of today, with the sums of its commissions in minor units. */
async function report() {
  const day = kassa.house.now().toZonedDateTimeISO("Europe/Warsaw").toPlainDate();
  const url = `/api/softicon/v1/reports/422?trader_id=470&date_from=${day}&date_to=${day}`;
  const signature = createHash("sha1").update(`470${tillAgent.traderToken}`).digest("hex");
  const { json } = await till.send("GET", url, { headers: { "x-revo-body-signature": signature } });
  type Line = { amount: string; commission_amount: number };
  const sum = (lines: Line[], of: (line: Line) => number) =>
    BigInt(lines.reduce((total, line) => total + Math.round(of(line) * 100), 0));
  return {
    lines: json,
    commission: sum(json.loan, commissionOf) - sum(json.return, commissionOf),
    amount: sum(json.loan, amountOf) - sum(json.return, amountOf),
  };
}

const commissionOf = (line: { commission_amount: number }) => line.commission_amount;
const amountOf = (line: { amount: string }) => Number(line.amount);

test("a customer of the till pays on the web with the same limit", async () => {
  await till.sell(1_000, 176, phone);
  expect(await shop.limit(national)).toBe("99000.00");

  const { link } = await shop.auth({ orderId: "W-1", phone: national, amount: 500 });
  const shopper = new Shopper(kassa);
  await shopper.open(link);
  await identify(shopper, national);
  const page = await shopper.submit("place_order", { term: "3" });
  expect(page.html).toContain('data-decision="approved"');
  expect(await shop.limit(national)).toBe("98500.00");
  expect(await limitAtTill()).toBe("98500.0");

  expect(await shop.finish("W-1", 500)).toBe(0);
  expect(await limitAtTill()).toBe("98500.0");
  expect(await books.owedBy(national, "principal")).toBe(150_000n);
  expect(await kassa.reader.list(customers, { lenderId, phone })).toHaveLength(1);
  await expectRightBooks(kassa);
});

test("a customer of the web pays at the till with the same limit, without another questionnaire", async () => {
  await buy(kassa, { orderId: "W-1", phone: national, amount: 500 });
  expect(await shop.finish("W-1", 500)).toBe(0);
  expect(await limitAtTill()).toBe("99500.0");

  await sellToKnown(1_500);
  expect(await shop.limit(national)).toBe("98000.00");
  expect(await books.owedBy(national, "principal")).toBe(200_000n);
  await expectRightBooks(kassa);
});

test("together they cannot lend more than the limit", async () => {
  await till.sell(60_000, 191, phone);
  const { link } = await shop.auth({ orderId: "W-1", phone: national, amount: 40_000.01 });
  const shopper = new Shopper(kassa);
  await shopper.open(link);
  expect((await identify(shopper, national)).html).toContain('data-decision="declined"');
  await buy(kassa, { orderId: "W-2", phone: national, amount: 40_000 });
  expect(await shop.limit(national)).toBe("0.00");
  const path = await till.request(50, phone);
  await till.post(`${path}/client/confirmation`);
  await till.post(`${path}/confirmation`, { code: "1111" });
  const { status, json } = await till.post(`${path}/loan`, { term_id: 191 });
  expect([status, json.errors[0].attribute]).toEqual([422, "amount"]);
  await expectRightBooks(kassa);
});

test("what comes back at the till is free on the web once it is confirmed", async () => {
  const { guid } = await till.sell(1_000, 176, phone);
  const { json } = await till.bringBack(guid, 400);
  expect(await shop.limit(national)).toBe("99000.00");
  expectEmpty(await till.post(`/returns/${json.return.id}/confirm`));
  expect(await shop.limit(national)).toBe("99400.00");

  await buy(kassa, { orderId: "W-1", phone: national, amount: 99_400 });
  expect(await shop.finish("W-1", 99_400)).toBe(0);
  expect(await limitAtTill()).toBe("0.0");
  await giveBackAtTill(guid, "600.00");
  expect(await shop.limit(national)).toBe("600.00");
  expect(await shop.giveBack("W-1", 99_400)).toBe(0);
  expect(await limitAtTill()).toBe("100000.0");
  expect(await books.owedBy(national, "principal")).toBe(0n);
  expect(await books.owedBy(national, "fees")).toBe(0n);
  await expectRightBooks(kassa);
});

test("the report's sums are the ledger's, whatever the amounts and however they come back", async () => {
  const sold = [
    (await till.sell(333, 173, phone)).guid,
    await sellToKnown(1_372),
    await sellToKnown(100.5, 173),
    await sellToKnown(77.77, 191),
    await sellToKnown(1_000.3),
  ];
  await giveBackAtTill(sold[1] ?? "", "0.10");
  await giveBackAtTill(sold[1] ?? "", "0.10");
  for (const amount of ["50.25", "25.12", "25.13"]) await giveBackAtTill(sold[2] ?? "", amount);
  await giveBackAtTill(sold[4] ?? "", "333.33");

  const { lines, commission, amount } = await report();
  expect([lines.loan.length, lines.return.length]).toEqual([5, 6]);
  expect(commission).toBe(-(await books.ofLender("commission_income")));
  expect(amount).toBe(await books.owedBy(national, "principal"));
  expect(amount - commission).toBe(-(await books.ofMerchant("payable")));
  await expectRightBooks(kassa);
});

test("a sale of the till is collected like any other, and the limit is free again", async () => {
  await till.sell(1_200, 191, phone);
  expect(await books.owedBy(national, "principal")).toBe(120_000n);
  await kassa.advance("P40D");
  expect(await shop.limit(national)).toBe("98900.00");
  await kassa.advance("P1Y");
  expect(await shop.limit(national)).toBe("100000.00");
  expect(await books.ofLender("cash")).toBe(120_000n);
  await expectRightBooks(kassa);
});

test("who does not pay at the till does not buy on the web either", async () => {
  const bad = "333111682";
  await till.sell(300, 173, `48${bad}`);
  await kassa.advance("P31D");
  const { json } = await kassa.mokka("/api/external/v1/client/limit", { client: { mobile_phone: bad } });
  expect(json.client.status).toBe("inactive");
  till = await Till.logIn(kassa);
  const path = await till.request(100, `48${bad}`);
  await till.post(`${path}/client/confirmation`);
  const confirmed = await till.post(`${path}/confirmation`, { code: "1111" });
  expect(confirmed.json.client.decision).toBe("declined");
  expect((await till.post(`${path}/loan`, { term_id: 173 })).status).toBe(422);
  await expectRightBooks(kassa);
});
