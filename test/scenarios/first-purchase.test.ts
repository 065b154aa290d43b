import { expect, test } from "vitest";
import { useKassa } from "../support/kassa.ts";
import { buy } from "../support/shopper.ts";

test("a shopper buys on credit, the shop finishes and takes a part back, and the books are right", async () => {
  const kassa = await useKassa();
  const page = await buy(kassa, { orderId: "A-1", amount: 500 });
  expect(page.html).toContain('data-decision="approved"');

  const status = async () =>
    (await kassa.mokka("/factoring/v1/status", { order_id: "A-1" })).json.current_order;
  expect(await status()).toMatchObject({ status: "hold", decision: "approved", amount: 500, term: 3 });
  expect(await kassa.mokka("/factoring/v1/precheck/finish", { order_id: "A-1", amount: 500 })).toMatchObject({
    json: { status: 0, message: "Payload valid" },
  });
  expect(await status()).toMatchObject({ status: "finished" });
  expect((await kassa.mokka("/factoring/v1/return", { order_id: "A-1", amount: 100 })).json.status).toBe(0);
  expect(await status()).toMatchObject({ status: "finished" });
  expect((await kassa.mokka("/factoring/v1/return", { order_id: "A-1", amount: 400 })).json.status).toBe(0);
  expect(await status()).toMatchObject({ status: "refunded" });
  expect(await kassa.problems()).toEqual([]);
});
