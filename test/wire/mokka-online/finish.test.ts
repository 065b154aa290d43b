import { expect, test } from "vitest";
import { sign } from "../../support/kassa.ts";
import { paths, useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

type Part = {
  readonly name: string;
  readonly content: string | Buffer;
  readonly fileName?: string;
  readonly type?: string;
  readonly encoding?: string;
};

function multipart(parts: readonly Part[]): Buffer {
  const written = parts.flatMap(({ name, content, fileName, type, encoding }) => [
    `--kassa\r\nContent-Disposition: form-data; name="${name}"`,
    fileName === undefined ? "" : `; filename="${fileName}"`,
    type === undefined ? "" : `\r\nContent-Type: ${type}`,
    encoding === undefined ? "" : `\r\nContent-Transfer-Encoding: ${encoding}`,
    "\r\n\r\n",
    content,
    "\r\n",
  ]);
  return Buffer.concat([...written, "--kassa--\r\n"].map((piece) => Buffer.from(piece)));
}

/** Finishes with a form of parts; the signature is over the text of `body` alone. */
async function finishWith(body: object, ...parts: Part[]) {
  const text = JSON.stringify(body);
  const { statusCode, body: answer } = await here.kassa.server.inject({
    method: "POST",
    url: `${paths.finish}?store_id=1&signature=${sign(text)}`,
    headers: { "content-type": "multipart/form-data; boundary=kassa" },
    payload: multipart([{ name: "body", content: text }, ...parts]),
  });
  expect(statusCode).toBe(200);
  return JSON.parse(answer);
}

const receiptOf = (orderId: string) =>
  here.kassa.server.inject({ method: "GET", url: `/sandbox/receipts/${encodeURIComponent(orderId)}` });

const valid = { status: 0, message: "Payload valid" };
const pdf = Buffer.from("%PDF-1.4\n\u0000\u0001\ufffd binary \r\n--kass\r\n%%EOF");

test("the document's example finishes the order", async () => {
  await here.shop.orderAt("held", { orderId: "R107356", amount: 6_700 });
  await replay(here.kassa, "finish");
  expect(await here.shop.currentOrder("R107356")).toMatchObject({ status: "finished", expired: false });
});

test.each([
  { sent: "a PDF", type: "application/pdf", fileName: "check.pdf", content: pdf, encoding: undefined },
  { sent: "a file of no known type", type: "application/octet-stream", fileName: "check", content: pdf },
  { sent: "a picture", type: "image/png", fileName: "Zdjęcie paragonu.png", content: pdf },
  { sent: "an empty file", type: "application/pdf", fileName: "check.pdf", content: Buffer.alloc(0) },
  {
    sent: "a file in base64",
    type: "application/pdf",
    fileName: "check.pdf",
    content: pdf.toString("base64").replace(/.{20}/g, "$&\r\n"),
    encoding: "base64",
  },
])("$sent in the part check is kept as the receipt", async ({ type, fileName, content, encoding }) => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const body = { order_id: orderId, amount, check_number: "ZDDS3123F" };
  const file = { name: "check", type, fileName, content, ...(encoding && { encoding }) };
  expect(await finishWith(body, file)).toEqual(valid);
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "finished" });

  const receipt = await receiptOf(orderId);
  expect(receipt.statusCode).toBe(200);
  expect(receipt.rawPayload.equals(content.length === 0 ? Buffer.alloc(0) : pdf)).toBe(true);
  expect(decodeURIComponent(String(receipt.headers["content-disposition"]))).toContain(fileName);
});

test("a large receipt is kept whole", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const content = Buffer.alloc(8_000_000, "0123456789");
  const file = { name: "check", type: "application/pdf", fileName: "check.pdf", content };
  expect(await finishWith({ order_id: orderId, amount }, file)).toEqual(valid);
  expect((await receiptOf(orderId)).rawPayload.equals(content)).toBe(true);
});

test("a receipt beyond all measure is an error of the file, and the order can still be finished", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const file = { name: "check", fileName: "check.pdf", content: Buffer.alloc(13_000_000) };
  expect(await finishWith({ order_id: orderId, amount }, file)).toEqual({
    status: 62,
    message: "Error saving file",
  });
  expect(await finishWith({ order_id: orderId, amount })).toEqual(valid);
});

test("a check that is text instead of a file is an error, and nothing is finished", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  expect(await finishWith({ order_id: orderId, amount }, { name: "check", content: "check.pdf" })).toEqual({
    status: 62,
    message: "Error saving file",
  });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "hold" });
});

test("a form of parts needs no file, and the other parts do not count", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const other = { name: "comment", content: "hello" };
  expect(await finishWith({ order_id: orderId, amount }, other)).toEqual(valid);
  expect((await receiptOf(orderId)).statusCode).toBe(404);
});

test.each([
  ["cut off in the file", (whole: Buffer) => whole.subarray(0, whole.length - 30)],
  ["cut off in a header", (whole: Buffer) => whole.subarray(0, 40)],
  ["without parts", () => Buffer.from("--kassa--\r\n")],
  ["empty", () => Buffer.alloc(0)],
])("a form %s is a wrong signature, not an accident", async (_, damage) => {
  const { orderId, amount } = here.shop.newOrder();
  const text = JSON.stringify({ order_id: orderId, amount });
  const whole = multipart([
    { name: "body", content: text },
    { name: "check", fileName: "check.pdf", content: Buffer.alloc(200_000, "x") },
  ]);
  const { statusCode, json } = await here.kassa.server.inject({
    method: "POST",
    url: `${paths.finish}?store_id=1&signature=${sign(text)}`,
    headers: { "content-type": "multipart/form-data; boundary=kassa" },
    payload: damage(whole),
  });
  expect([statusCode, json().status]).toEqual([200, 61]);
});

test.each([
  ["a number", (amount: number) => amount],
  ["a text", (amount: number) => String(amount)],
  ["a text with decimals", (amount: number) => amount.toFixed(2)],
])("the amount may be %s", async (_, written) => {
  const { orderId, amount } = await here.shop.orderAt("held");
  expect(await here.shop.ask("finish", { order_id: orderId, amount: written(amount) })).toEqual(valid);
});

test.each([
  ["the financed part", 400],
  ["the total", 500],
])("a prepaid order is finished with %s", async (_, amount) => {
  const { orderId } = await here.shop.orderAt("held", { current: { prepayment_amount: 100 } });
  expect(await here.shop.ask("finish", { order_id: orderId, amount })).toEqual(valid);
});

test("after a wrong amount the right one still finishes", async () => {
  const { orderId } = await here.shop.orderAt("held");
  for (const amount of [499.99, 500.01, 0, 1_000]) {
    expect(await here.shop.ask("finish", { order_id: orderId, amount })).toMatchObject({ status: 32 });
  }
  expect(await here.shop.ask("finish", { order_id: orderId, amount: 500 })).toEqual(valid);
});

test.each(["opened", "identified", "finished", "returned", "canceled", "declined"] as const)(
  "an order that is %s cannot be finished",
  async (stage) => {
    const { orderId, amount } = await here.shop.orderAt(stage);
    expect(await here.shop.ask("finish", { order_id: orderId, amount })).toEqual({
      status: 80,
      message: "Unable to finish - order is already finished/canceled",
    });
  },
);

test("finishing an expired order cancels it", async () => {
  const { orderId, amount, phone } = await here.shop.orderAt("expired");
  const finish = { order_id: orderId, amount };
  expect(await here.shop.ask("finish", finish)).toEqual({ status: 23, message: "Order expired" });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "canceled", expired: true });
  expect(await here.shop.ask("finish", finish)).toMatchObject({ status: 80 });
  expect(await here.shop.limitOf(phone)).toBe("100000.00");
});

test("two finishes at the same time: one of them finishes", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const finish = () => here.shop.ask("finish", { order_id: orderId, amount });
  const answers = await Promise.all([finish(), finish(), finish()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([0, 80, 80]);
});

test("the address with an underscore is the same method", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  expect(await here.shop.ask("/factoring/v1/pre_check/finish", { order_id: orderId, amount })).toEqual(valid);
});
