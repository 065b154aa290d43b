import { expect, test } from "vitest";
import { basic, type Merchant } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let merchant: Merchant;
openMondido((open) => {
  ({ merchant } = open);
});

test("a template is written, read, listed, changed and deleted", async () => {
  const fields = { name: "Spring", html: "<h1>{{ transaction.amount }}</h1>" };
  const { http, json } = await merchant.call("POST", "/v1/templates", fields);
  expect(http).toBe(200);
  expect(json).toEqual({
    id: expect.any(Number),
    ...fields,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    status: "active",
  });
  const path = `/v1/templates/${json.id}`;
  expect((await merchant.call("GET", path)).json).toEqual(json);
  expect((await merchant.call("GET", "/v1/templates")).json).toEqual([json]);
  const changed = await merchant.call("PUT", path, { html: "<p>å</p>" });
  expect(changed.json).toMatchObject({ name: "Spring", html: "<p>å</p>" });
  expect((await merchant.call("DELETE", path)).json.status).toBe("deleted");
  expect((await merchant.call("GET", path)).json.code).toBe(103);
  expect((await merchant.call("PUT", path, { name: "x" })).json.code).toBe(103);
  expect((await merchant.call("GET", "/v1/templates")).json).toEqual([]);
});

test("a name is needed, and taken once", async () => {
  expect((await merchant.call("POST", "/v1/templates", { html: "x" })).json.code).toBe(184);
  const make = (name: string) => merchant.call("POST", "/v1/templates", { name, html: "x" });
  const made = await Promise.all(Array.from({ length: 5 }, () => make("Once")));
  expect(made.filter(({ http }) => http === 200)).toHaveLength(1);
  expect((await make("Once")).json.code).toBe(201);
  const { json } = await make("Twice");
  expect((await merchant.call("PUT", `/v1/templates/${json.id}`, { name: "Once" })).json.code).toBe(201);
  const abroad = await merchant.call("POST", "/v1/templates", { name: "Once" }, { authorization: neighbour });
  expect(abroad.http).toBe(200);
});

test("a template is up to 200 kB of text", async () => {
  const make = (name: string, html: string) => merchant.call("POST", "/v1/templates", { name, html });
  expect((await make("large", "x".repeat(200_000))).http).toBe(200);
  expect((await make("larger", "x".repeat(200_001))).json.code).toBe(253);
});

test("a template may be a file, if it is text", async () => {
  const upload = (type: string) => {
    const part = (head: string, text: string) =>
      `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
    const file = `name="html"; filename="a.html"\r\ncontent-type: ${type}`;
    const body = `${part('name="name"', `of ${type}`)}${part(file, "<p>hej</p>")}--b--\r\n`;
    const headers = { "content-type": "multipart/form-data; boundary=b", authorization: basic };
    return merchant.send("POST", "/v1/templates", body, headers);
  };
  expect((await upload("text/html")).json.html).toBe("<p>hej</p>");
  expect((await upload("image/png")).json.code).toBe(147);
});

test("a template is its merchant's", async () => {
  const { json } = await merchant.call("POST", "/v1/templates", { name: "Ours" });
  const headers = { authorization: neighbour };
  for (const method of ["GET", "PUT", "DELETE"] as const) {
    const { http, json: body } = await merchant.call(method, `/v1/templates/${json.id}`, {}, headers);
    expect([http, body.code]).toEqual([403, 138]);
  }
});

test("currencies are those of the document", async () => {
  const { json } = await merchant.call("GET", "/v1/currencies");
  expect(json).toHaveLength(42);
  expect(json[0]).toEqual({ code: "sek", name: "Swedish Krona", decimals: 2 });
  expect(json).toContainEqual({ code: "jpy", name: "Japanese Yen", decimals: 0 });
});
