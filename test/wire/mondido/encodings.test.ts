import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { basic, type Merchant, type MondidoAnswer, orderHash, visa } from "./merchant.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
let port: string;
openMondido(async (open) => {
  ({ kassa, merchant } = open);
  ({ port } = new URL(await kassa.server.listen({ port: 0, host: "127.0.0.1" })));
});

const products = [
  { id: "1", name: "Nice Shoe" },
  { id: "2", name: "Löpare" },
];
const items = [
  { artno: "1", description: "Shoe", amount: "7.00", qty: "1", vat: "25", discount: "0" },
  { artno: "2", description: "Lace", amount: "3.00", qty: "2", vat: "25", discount: "0" },
];
const webhooks = [
  { trigger: "payment", url: "https://shop.example/a", http_method: "post", data_format: "json" },
  { trigger: "payment_success", email: "anna@example.com" },
];

/** What every encoding of the order below has to come to. */
const understood = {
  amount: "10.0",
  test: true,
  status: "pending",
  metadata: { products, user: { email: "jd@email.com" } },
  items: [
    { artno: "1", description: "Shoe", qty: "1" },
    { artno: "2", description: "Lace", qty: "2" },
  ],
  webhooks: [
    { type: "CustomHttp", url: "https://shop.example/a", trigger: "payment" },
    { type: "Email", email: "anna@example.com", trigger: "payment_success" },
  ],
  payment_details: { email: "anna@example.com", first_name: "Åsa" },
};
const details = { email: "anna@example.com", first_name: "Åsa" };
const metadata = { products, user: { email: "jd@email.com" } };

const urlencoded = "application/x-www-form-urlencoded";

function post(body: string | Buffer, contentType: string, path = "/v1/transactions"): Promise<MondidoAnswer> {
  return merchant.send("POST", path, body, { "content-type": contentType, authorization: basic });
}

/** PHP's http_build_query, with or without escaped brackets. */
function nested(value: unknown, name = "", escaped = true): string[] {
  if (typeof value !== "object" || value === null)
    return [`${escaped ? encodeURIComponent(name) : name}=${encodeURIComponent(String(value))}`];
  return Object.entries(value).flatMap(([key, inner]) =>
    nested(inner, name === "" ? key : `${name}[${key}]`, escaped),
  );
}

function multipart(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join("")}--b--\r\n`;
}

const plain = () => merchant.order({ process: "false" });
const texts = {
  metadata: JSON.stringify(metadata),
  items: JSON.stringify(items),
  payment_details: JSON.stringify(details),
};
const hooks = JSON.stringify(webhooks);

describe("an order is understood as", () => {
  test.each<[string, () => Promise<MondidoAnswer>]>([
    [
      "form fields with JSON texts, webhook",
      () => post(new URLSearchParams({ ...plain(), ...texts, webhook: hooks }).toString(), urlencoded),
    ],
    [
      "form fields with JSON texts, webhooks",
      () => post(new URLSearchParams({ ...plain(), ...texts, webhooks: hooks }).toString(), urlencoded),
    ],
    [
      "form fields with nested brackets",
      () =>
        post(
          nested({ ...plain(), metadata, items, webhook: webhooks, payment_details: details }).join("&"),
          `${urlencoded}; charset=UTF-8`,
        ),
    ],
    [
      "form fields with nested brackets as they are",
      () => {
        const fields = { ...plain(), metadata, items, webhooks, payment_details: details };
        return post(nested(fields, "", false).join("&"), urlencoded);
      },
    ],
    [
      "JSON",
      () => {
        const fields = { ...plain(), metadata, items, webhook: webhooks, payment_details: details };
        return post(JSON.stringify(fields), "application/json");
      },
    ],
    [
      "JSON with webhooks as a text",
      () => {
        const fields = { ...plain(), metadata, items, webhook: hooks, payment_details: details };
        return post(JSON.stringify(fields), "application/json; charset=utf-8");
      },
    ],
    [
      "JSON of no type",
      () => {
        const fields = { ...plain(), metadata, items, webhook: hooks, payment_details: details };
        return post(JSON.stringify(fields), "text/plain");
      },
    ],
    [
      "multipart",
      () => post(multipart({ ...plain(), ...texts, webhook: hooks }), "multipart/form-data; boundary=b"),
    ],
    [
      "form fields that call themselves multipart, as from Xamarin",
      () =>
        post(new URLSearchParams({ ...plain(), ...texts, webhook: hooks }).toString(), "multipart/form-data"),
    ],
    [
      "a query",
      () =>
        post(
          "",
          urlencoded,
          `/v1/transactions/?${new URLSearchParams({ ...plain(), ...texts, webhook: hooks })}`,
        ),
    ],
  ])("%s", async (_, send) => {
    const { http, json } = await send();
    expect([http, json.name]).toEqual([200, undefined]);
    expect(json).toMatchObject(understood);
  });
});

test("numbers of JSON are taken as they are", async () => {
  const order = { ...merchant.order({ payment_ref: "77", customer_ref: "5", amount: "10.00" }) };
  const numbers = { ...order, ...visa, payment_ref: 77, customer_ref: 5, test: true };
  const { json } = await post(
    JSON.stringify({ ...numbers, items: [{ ...items[0], artno: 1, amount: 10 }] }),
    "application/json",
  );
  expect(json).toMatchObject({ payment_ref: "77", customer_ref: "5", status: "approved" });
  expect(json.items[0]).toMatchObject({ artno: 1, amount: 10 });
});

test("lists may begin to count anywhere", async () => {
  const body = `${new URLSearchParams(plain())}&items[1][artno]=1&items[1][description]=Shoe&items[1][amount]=10.00&items[1][qty]=1&items[1][vat]=25&webhook[7][url]=https%3A%2F%2Fshop.example&webhook[7][trigger]=payment`;
  const { json } = await post(body, urlencoded);
  expect([json.items, json.webhooks]).toMatchObject([
    [{ artno: "1", amount: "10.00" }],
    [{ url: "https://shop.example" }],
  ]);
});

test("a single webhook needs no list", async () => {
  const body = `${new URLSearchParams(plain())}&webhook[url]=https%3A%2F%2Fshop.example&webhook[trigger]=payment`;
  expect((await post(body, urlencoded)).json.webhooks).toHaveLength(1);
});

test.each([
  ["", 1],
  [" of 40 kB", 40_000],
])(
  "an update with everything in the query%s and a chunked, empty body, as PHP's CURLOPT_PUT sends it",
  async (_, size) => {
    const { json } = await merchant.call("POST", "/v1/transactions", plain());
    const metadata = { a: "1".repeat(size) };
    const query = new URLSearchParams({ "metadata[a]": metadata.a, process: "false" });
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const put = request(
        {
          port,
          host: "127.0.0.1",
          method: "PUT",
          path: `/v1/transactions/${json.id}?${query}`,
          headers: { authorization: basic, "transfer-encoding": "chunked", expect: "100-continue" },
        },
        (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () => resolve({ status: response.statusCode, text }));
        },
      );
      put.on("error", reject);
      put.on("continue", () => put.end());
      put.flushHeaders();
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ id: json.id, metadata, status: "pending" });
  },
);

describe("addresses", () => {
  test.each([
    "/v1/transactions?",
    "/v1/transactions/?limit=10&offset=0",
    "//v1//transactions",
    "/v1/transactions?limit=2&offset=0&filter[status]=approved&order_by=id:desc",
    "/v1/transactions?filter%5Bstatus%5D=pending&order_by=id%3Adesc",
    "/v2/transactions",
    "/v1/stored_cards/?limit=2",
    "/v1/customers?filter%5Bref%5D=x",
  ])("%s is one", async (path) => {
    const { http, json } = await merchant.call("GET", path);
    expect([http, Array.isArray(json)]).toEqual([200, true]);
  });

  test("the newest client updates through v2, and captures through v1", async () => {
    const held = await merchant.pay({ authorize: "true" });
    const put = await merchant.call("PUT", `/v2/transactions/${held.json.id}`, { process: "false" });
    expect(put.json.id).toBe(held.json.id);
    const captured = await merchant.call("PUT", `/v1/transactions/${held.json.id}/capture?amount=10.00`);
    expect(captured.json.status).toBe("approved");
  });
});

describe("leniency", () => {
  test("parameters that are there but empty count as not there", async () => {
    const empty = { metadata: "", webhooks: "", webhook: "", plan_id: "", encrypted: "", items: "" };
    const { json } = await merchant.pay({ ...empty, template_id: "", authorize: "", store_card: "" });
    expect(json).toMatchObject({ status: "approved", metadata: null, items: [], authorize: false });
  });

  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
    ["", false],
  ])("authorize=%s means %s", async (authorize, isHeld) => {
    const { json } = await merchant.pay({ authorize });
    expect(json.status).toBe(isHeld ? "authorized" : "approved");
  });

  test("process= is PHP's false", async () => {
    expect((await merchant.pay({ process: "" })).json.status).toBe("pending");
  });

  test.each(["true", "test"])("test=%s is test mode", async (mode) => {
    expect((await merchant.pay({ test: mode })).json.test).toBe(true);
  });

  test.each(["4111 1111 1111 1111", "4111111111111111 "])("a card number may be %s", async (number) => {
    expect((await merchant.pay({ card_number: number })).json.card_number).toBe("411111******1111");
  });

  test.each(["visa", "VISA", "Visa", "visa_debit"])("a card type may be %s", async (type) => {
    expect((await merchant.pay({ card_type: type })).json.status).toBe("approved");
  });

  test.each([
    ["master", "5555555555554444", "200"],
    ["american_express", "378282246310005", "200"],
    ["diners_club", "30569309025904", "200"],
  ])("ActiveMerchant's %s is a card type", async (type, number, cvv) => {
    const fields = { card_type: type, card_number: number, card_cvv: cvv };
    expect((await merchant.pay(fields)).json.status).toBe("approved");
  });

  test("currencies may be in capitals, the hash over small letters", async () => {
    const { json } = await merchant.pay({ currency: "SEK" });
    expect([json.status, json.currency]).toEqual(["approved", "sek"]);
  });

  test("test cards of old clients are past their date", async () => {
    for (const card_expiry of ["0116", "0118"])
      expect((await merchant.pay({ card_expiry })).json.status).toBe("approved");
  });

  test.each([
    `{'user_name':'john doe','email':'jd@mail.com','shoe_size':'42'}`,
    `{ user_name: 'john doe', email: 'jd@mail.com', shoe_size: '42', }`,
  ])("metadata may be %s", async (text) => {
    const { json } = await merchant.pay({ metadata: text });
    expect(json.metadata).toEqual({ user_name: "john doe", email: "jd@mail.com", shoe_size: "42" });
  });

  test("unknown parameters are ignored; the merchant's secret is neither kept nor told", async () => {
    const { json, text } = await merchant.pay({ secret: "$2a$10$topsecret", fail_url: "x", quiet: "yes" });
    expect(json.status).toBe("approved");
    expect(text).not.toContain("topsecret");
    const kept = await kassa.reader.query("select p::text as row from payments p where number = $1", [
      json.id,
    ]);
    expect(JSON.stringify(kept)).not.toContain("topsecret");
  });

  test("Basic is enough without merchant_id, and a password may have any letter", async () => {
    const fields = merchant.order({ ...visa });
    const { merchant_id: _, ...rest } = fields;
    expect((await merchant.call("POST", "/v1/transactions", rest)).json.status).toBe("approved");
    const authorization = `Basic ${Buffer.from("1:på#! ¤").toString("base64")}`;
    const { http, headers } = await merchant.call("GET", "/v1/transactions", {}, { authorization });
    expect([http, headers["www-authenticate"]]).toEqual([401, 'Basic realm="Application"']);
  });

  test("a client that sends its password only once it is asked for it is asked", async () => {
    for (const fields of [merchant.order(visa), visa]) {
      const { merchant_id: _, ...rest } = fields;
      const headers = { "content-type": urlencoded };
      const sent = await merchant.send("POST", "/v1/transactions", `${new URLSearchParams(rest)}`, headers);
      expect([sent.http, sent.json.name, sent.headers["www-authenticate"]]).toEqual([
        401,
        "errors.authentication.failed",
        'Basic realm="Application"',
      ]);
    }
  });

  test("a hash and merchant_id are enough from a shopper's browser, for creating only", async () => {
    const body = new URLSearchParams(merchant.order(visa)).toString();
    const paid = await merchant.send("POST", "/v1/transactions", body, { "content-type": urlencoded });
    expect(paid.json.status).toBe("approved");
    expect(paid.headers["access-control-allow-origin"]).toBe("*");
    const read = await merchant.send("GET", `/v1/transactions/${paid.json.id}?merchant_id=1`, "", {});
    expect(read.http).toBe(401);
  });

  test("a hash over the amount as it is posted is as good as one over two decimals", async () => {
    const fields = { ...plain(), amount: 10.5 };
    const hash = (amount: string) => orderHash({ ...fields, amount });
    for (const amount of ["10.5", "10.50"]) {
      const { http } = await post(JSON.stringify({ ...fields, hash: hash(amount) }), "application/json");
      expect(http).toBe(200);
    }
  });
});
