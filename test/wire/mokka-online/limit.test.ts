import { expect, test } from "vitest";
import { customers } from "../../../src/core/customers/index.ts";
import { useShop } from "./shop.ts";
import { replay, transcript } from "./transcript.ts";

const here = useShop();

test("an unknown phone is new and has nothing", async () => {
  await replay(here.kassa, "limit");
});

test("an approved customer is active; a purchase takes from the limit, a cancel gives it back", async () => {
  const { orderId, phone } = await here.shop.orderAt("held", { amount: 5_000 });
  const limit = () => here.shop.ask("limit", { client: { mobile_phone: phone } });
  const client = { mobile_phone: phone, limit_amount: "95000.00", status: "active" };
  expect(await limit()).toEqual({ meta: { status: 0, message: "Payload valid" }, client });
  await here.shop.ask("cancel", { order_id: orderId });
  expect((await limit()).client.limit_amount).toBe("100000.00");
});

test("a customer with an instalment overdue, who is declined in the form, is inactive", async () => {
  const { orderId, phone } = await here.shop.orderAt("finished", { amount: 500 });
  const limit = async () => (await here.shop.ask("limit", { client: { mobile_phone: phone } })).client.status;
  expect(await limit()).toBe("active");
  await here.kassa.house.write(async (tx) => {
    const [customer] = await tx.list(customers, { phone: `48${phone}` });
    if (!customer) throw new Error(`nobody bought ${orderId}`);
    tx.update(customers, { ...customer, overdue: 1 });
  });
  expect(await limit()).toBe("inactive");
});

test("a declined customer is inactive", async () => {
  const { phone } = await here.shop.orderAt("declined");
  expect((await here.shop.ask("limit", { client: { mobile_phone: phone } })).client).toEqual({
    mobile_phone: phone,
    limit_amount: "0.00",
    status: "inactive",
  });
});

test.each([
  ["with the country code", (phone: string) => `48${phone}`],
  ["in groups", (phone: string) => phone.replace(/(...)(...)(...)/, "$1 $2-$3")],
  ["as a number", (phone: string) => Number(phone)],
])("a phone %s is the same customer's, and is echoed as it was sent", async (_, written) => {
  const { phone } = await here.shop.orderAt("held");
  const { client } = await here.shop.ask("limit", { client: { mobile_phone: written(phone) } });
  expect(client).toEqual({
    mobile_phone: String(written(phone)),
    limit_amount: "99500.00",
    status: "active",
  });
});

test.each(["", "1", "abc", "9".repeat(300), "+", "' or 1=1"])("%j is nobody's phone", async (phone) => {
  const { meta, client } = await here.shop.ask("limit", { client: { mobile_phone: phone } });
  if (phone) expect(client).toMatchObject({ limit_amount: "0.00", status: "new" });
  else expect({ meta, client }).toEqual({ meta: { status: 10, message: "JSON decode error" }, client: null });
});

test("an error has its status inside meta, as the SDKs read it", async () => {
  const answer = await here.shop.ask(
    "limit",
    { client: { mobile_phone: "1" } },
    { signature: "0".repeat(40) },
  );
  expect(answer).toEqual(transcript("limit-signature-wrong").answer);
});

test.each([
  [50, { store: null }],
  [51, { store: "77" }],
  [60, { signature: "" }],
])("code %i is inside meta too", async (status, options) => {
  const answer = await here.shop.ask("limit", {}, options);
  expect(answer).toEqual({ meta: { status, message: expect.any(String) }, client: null });
});

test("a body that is too large is refused in the same form", async () => {
  const { meta, client } = await here.shop.ask("limit", "x".repeat(2_000_000));
  expect([meta.status, client]).toEqual([10, null]);
});
