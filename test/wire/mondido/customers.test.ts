import { expect, test } from "vitest";
import { type Merchant, md5, secret } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let merchant: Merchant;
openMondido((open) => {
  ({ merchant } = open);
});

test("a customer comes into being also without a word", async () => {
  const { http, json } = await merchant.call("POST", "/v1/customers");
  expect(http).toBe(200);
  expect(json).toEqual({
    id: expect.any(Number),
    created_at: expect.stringMatching(/Z$/),
    ref: null,
    metadata: null,
  });
});

test("a customer has a reference and metadata, and is found by either number or reference", async () => {
  const fields = { ref: "anna", metadata: '{"email":"anna@example.com","group_id":1}' };
  const { json } = await merchant.call("POST", "/v1/customers", fields);
  expect(json).toMatchObject({ ref: "anna", metadata: { email: "anna@example.com", group_id: 1 } });
  expect((await merchant.call("GET", `/v1/customers/${json.id}`)).json).toEqual(json);
  expect((await merchant.call("GET", "/v1/customers?filter%5Bref%5D=anna")).json).toEqual([json]);
  expect((await merchant.call("GET", "/v1/customers?filter[ref]=bo")).json).toEqual([]);
  const paid = await merchant.pay({ customer_ref: "anna" });
  expect(paid.json.customer).toEqual({ id: json.id });
});

test("a reference belongs to one customer", async () => {
  const { json: first } = await merchant.call("POST", "/v1/customers", { ref: "taken" });
  expect((await merchant.call("POST", "/v1/customers", { ref: "taken" })).json.code).toBe(171);
  const { json: other } = await merchant.call("POST", "/v1/customers", { ref: "other" });
  expect((await merchant.call("PUT", `/v1/customers/${other.id}`, { ref: "taken" })).json.code).toBe(171);
  expect((await merchant.call("PUT", `/v1/customers/${first.id}`, { ref: "taken" })).http).toBe(200);
  const twins = await Promise.all(
    Array.from({ length: 10 }, () => merchant.call("POST", "/v1/customers", { ref: "twins" })),
  );
  expect(twins.filter(({ http }) => http === 200)).toHaveLength(1);
  const authorization = neighbour;
  const abroad = await merchant.call("POST", "/v1/customers", { ref: "taken" }, { authorization });
  expect(abroad.http).toBe(200);
});

test("a customer changes, and what is not named stays", async () => {
  const { json } = await merchant.call("POST", "/v1/customers", { ref: "before", metadata: '{"a":1}' });
  const renamed = await merchant.call("PUT", `/v1/customers/${json.id}`, { ref: "after" });
  expect(renamed.json).toEqual({ ...json, ref: "after" });
  const told = await merchant.call("PUT", `/v1/customers/${json.id}`, { metadata: "{'b': 2}" });
  expect(told.json).toEqual({ ...json, ref: "after", metadata: { b: 2 } });
  expect((await merchant.call("PUT", `/v1/customers/${json.id}`, { metadata: "{" })).json.code).toBe(149);
  expect((await merchant.call("PUT", `/v1/customers/${json.id}`, { "ref[a]": "x" })).json.code).toBe(165);
});

test("a deleted customer is gone, the reference is free, and what was paid keeps its hash", async () => {
  const { json: paid } = await merchant.pay({ customer_ref: "leaver", payment_ref: "left" });
  const path = `/v1/customers/${paid.customer.id}`;
  const gone = await merchant.call("DELETE", path);
  expect([gone.http, gone.json.ref, gone.json.status]).toEqual([200, "leaver", "deleted"]);
  for (const method of ["GET", "PUT", "DELETE"] as const)
    expect((await merchant.call(method, path)).json.code).toBe(142);
  expect((await merchant.call("GET", "/v1/customers?filter[ref]=leaver")).json).toEqual([]);
  const { json: again } = await merchant.call("POST", "/v1/customers", { ref: "leaver" });
  expect(again.id).not.toBe(paid.customer.id);
  const { json } = await merchant.call("GET", `/v1/transactions/${paid.id}`);
  expect(json.response_hash).toBe(md5(`1leftleaver10.00sekapproved${secret}`));
});

test("a list has pages, and nobody else's customers", async () => {
  const { json, headers } = await merchant.call("GET", "/v1/customers?limit=2&order_by=id:desc");
  expect(json).toHaveLength(2);
  expect(json[0].id).toBeGreaterThan(json[1].id);
  expect(headers["content-range"]).toMatch(/^items 0-1\/\d+$/);
  const own = await merchant.call("GET", "/v1/customers?limit=100", {}, { authorization: neighbour });
  expect(own.json.map(({ ref }: { ref: string }) => ref)).toEqual(["taken"]);
  const foreign = await merchant.call("GET", `/v1/customers/${json[0].id}`, {}, { authorization: neighbour });
  expect([foreign.http, foreign.json.code]).toEqual([403, 138]);
  expect((await merchant.call("GET", "/v1/customers/99999")).json.code).toBe(142);
});
