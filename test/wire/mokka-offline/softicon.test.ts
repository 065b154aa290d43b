import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { tillAgent } from "../../../src/sandbox/index.ts";
import { openSecondTill, type Till, useTill } from "./till.ts";

const here = useTill();
let other: Till;

beforeAll(async () => {
  other = await openSecondTill(here.kassa);
});

const signature = createHash("sha1").update(`470${tillAgent.traderToken}`).digest("hex");
const signed = { "x-revo-body-signature": signature };

function ask(path: string, headers: Record<string, string> = signed) {
  return here.till.send("GET", `/api/softicon/v1${path}`, { headers });
}

/** The day at the store, `days` from today. */
function day(days = 0): string {
  const today = here.kassa.house.now().toZonedDateTimeISO("Europe/Warsaw").toPlainDate();
  return today.add({ days }).toString();
}

async function reportOf(till: Till, from = day(), to = day()) {
  const store = till.store;
  return (await ask(`/reports/${store}?trader_id=470&date_from=${from}&date_to=${to}`)).json;
}

/** The barcode with another character at one place. */
function misread(barcode: string, place: number, character: string): string {
  return barcode.slice(0, place) + character + barcode.slice(place + 1);
}

test.each(["/api/softicon", "/api/softicon/v1"])("%s tells a valid barcode from others", async (prefix) => {
  const { barcode, guid } = await here.till.sell(1397);
  const status = async (text: string, store = "422") => {
    const url = `${prefix}/check_barcodes/${store}?trader_id=470&barcode=${text}`;
    const answer = await here.till.send("GET", url, { headers: signed });
    return [answer.status, answer.text];
  };
  const valid = [200, '{"status":"valid"}'];
  const invalid = [200, '{"status":"invalid"}'];
  expect(await status(barcode)).toEqual(valid);
  expect(await status(barcode, "423")).toEqual(invalid);
  expect(await status(misread(barcode, 7, "9"))).toEqual(invalid);
  for (let place = 12; place < 22; place++) {
    const digit = String((Number(guid.charAt(place - 12) || barcode.at(-1)) + 1) % 10);
    expect(await status(misread(barcode, place, digit))).toEqual(invalid);
  }
  for (const text of ["", "1", "1000021397003662427298", barcode.slice(0, -1), `${barcode}0`, "%00"]) {
    expect(await status(text)).toEqual(invalid);
  }
});

test.each(["/api/softicon", "/api/softicon/v1"])(
  "%s: an order is active until all of it came back",
  async (prefix) => {
    const { barcode, guid } = await here.till.sell(500);
    const url = `${prefix}/order_statuses/422?trader_id=470&barcode=${barcode}`;
    const status = async () => (await here.till.send("GET", url, { headers: signed })).text;
    expect(await status()).toBe('{"status":"active"}');
    for (const [amount, expected] of [
      [200, "active"],
      [300, "closed"],
    ] as const) {
      const { json } = await here.till.bringBack(guid, amount);
      await here.till.post(`/returns/${json.return.id}/confirm`);
      expect(await status()).toBe(`{"status":"${expected}"}`);
    }
  },
);

test("an unknown order has no status", async () => {
  const answer = await ask("/order_statuses/422?trader_id=470&barcode=1000021397003662427298");
  expect(answer.status).toBe(422);
  expect(answer.json.errors).toMatchObject([{ attribute: "barcode", type: "not_found" }]);
});

test("the report is the document's: amounts as text, commissions as numbers", async () => {
  const first = await here.till.sell(333, 173);
  const second = await here.till.sell(1372, 176);
  const url = `/reports/422?trader_id=470&date_from=${day()}&date_to=${day()}`;
  const { status, text, json } = await ask(url);
  expect(status).toBe(200);
  const time = (guid: string) =>
    json.loan.find(({ barcode_order_id }: { barcode_order_id: string }) => barcode_order_id.includes(guid))
      .date_of_operation;
  expect(time(first.guid)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const line = (
    amount: string,
    sale: { barcode: string; guid: string },
    percent: string,
    commission: string,
  ) =>
    `{"store_name":"Test","store_number_by_merchant":"0002","salesperson":"Testsur Test","amount":"${amount}",` +
    `"barcode_order_id":"${sale.barcode}","date_of_operation":"${time(sale.guid)}",` +
    `"commission_percent":${percent},"commission_amount":${commission}}`;
  expect(text).toContain(line("333.0", first, "1.0", "3.33"));
  expect(text).toContain(line("1372.0", second, "5.0", "68.6"));
  expect(Object.keys(json)).toEqual(["loan", "return"]);
});

test("a return stands in the report once it is confirmed, with the commission it gives back", async () => {
  const { guid } = await here.till.sell(1000);
  const { json } = await here.till.bringBack(guid, 250);
  const lines = async () =>
    (await reportOf(here.till)).return.filter((line: { barcode_order_id: string }) =>
      line.barcode_order_id.includes(guid),
    );
  expect(await lines()).toEqual([]);
  await here.till.post(`/returns/${json.return.id}/confirm`);
  expect(await lines()).toMatchObject([
    {
      amount: "250.0",
      barcode_order_id: json.return.barcode,
      salesperson: "Testsur Test",
      commission_percent: 5,
      commission_amount: 12.5,
    },
  ]);
});

test("a report has both its days and no other, of its store alone", async () => {
  const { barcode } = await other.sell(100);
  const codes = async (from: number, to: number) =>
    (await reportOf(other, day(from), day(to))).loan.map(
      ({ barcode_order_id }: { barcode_order_id: string }) => barcode_order_id,
    );
  expect(await codes(0, 0)).toEqual([barcode]);
  expect(await codes(-4, 4)).toEqual([barcode]);
  expect(await codes(-4, -1)).toEqual([]);
  expect(await codes(1, 4)).toEqual([]);
  expect(await codes(4, -4)).toEqual([]);
  expect(JSON.stringify(await reportOf(here.till))).not.toContain(barcode);
});

test("a report comes as CSV to whoever asks for it", async () => {
  const { barcode } = await here.till.sell(333, 173);
  const path = `/reports/422?trader_id=470&date_from=${day()}&date_to=${day()}`;
  for (const answer of [
    await ask(path, { ...signed, accept: "text/csv" }),
    await ask(`${path}&format=csv`),
  ]) {
    expect(answer).toMatchObject({ status: 200, type: "text/csv; charset=utf-8" });
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="report.csv"');
    const [head, ...lines] = answer.text.split("\r\n");
    expect(head).toBe(
      "kind,store_name,store_number_by_merchant,salesperson,amount,barcode_order_id,date_of_operation,commission_percent,commission_amount",
    );
    const line = lines.find((text) => text.includes(barcode));
    expect(line).toMatch(/^loan,Test,0002,Testsur Test,333\.0,\d{22},[\d-]{10} [\d:]{8},1\.0,3\.33$/);
  }
});

test.each([
  ["date_from", `date_from=01-06-2021&date_to=2021-06-05`],
  ["date_from", "date_to=2021-06-05"],
  ["date_to", "date_from=2021-06-01&date_to=2021-02-30"],
])("a report needs its days: %s", async (attribute, query) => {
  const { status, json } = await ask(`/reports/422?trader_id=470&${query}`);
  expect(status).toBe(422);
  expect(json.errors).toMatchObject([{ attribute, type: "invalid" }]);
});

test("only the store's own trader is answered, and only when signed", async () => {
  const path = "/check_barcodes/422?trader_id=470&barcode=1";
  const wrong = createHash("sha1").update(`471${tillAgent.traderToken}`).digest("hex");
  expect((await ask(path)).status).toBe(200);
  expect((await ask(path, { "x-revo-body-signature": signature.toUpperCase() })).status).toBe(200);
  for (const answer of [
    await ask(path, {}),
    await ask(path, { "x-revo-body-signature": "b7b33c746c6c321ebaac87cb864414e52554ee1f" }),
    await ask("/check_barcodes/422?trader_id=471&barcode=1"),
    await ask("/check_barcodes/422?trader_id=471&barcode=1", { "x-revo-body-signature": wrong }),
    await ask("/check_barcodes/422?barcode=1"),
  ]) {
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      error: { code: 401, type: "unauthorized" },
      errors: [{ type: "unauthorized", message: "the signature is missing or wrong" }],
    });
  }
  expect((await ask("/check_barcodes/999?trader_id=470&barcode=1")).status).toBe(404);
});
