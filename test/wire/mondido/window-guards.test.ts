import fc from "fast-check";
import pg from "pg";
import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const shop = { success_url: "https://shop.example/ok", error_url: "https://shop.example/no" };
const challenged = { ...visa, card_number: "4000000010000018" };

async function ask(method: "GET" | "POST", url: string, fields: Fields = {}, headers: Fields = {}) {
  const answer = await kassa.server.inject({
    method,
    url,
    ...(method === "POST" && { payload: new URLSearchParams(fields).toString() }),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  const location = answer.headers.location;
  const query = new URLSearchParams(location?.split("?")[1] ?? "");
  return { http: answer.statusCode, html: answer.body, headers: answer.headers, location, query };
}

async function openWindow(more: Fields = {}): Promise<string> {
  const { http, location } = await ask("POST", "/v1/form", merchant.order({ ...shop, ...more }));
  expect(http).toBe(303);
  return location ?? "";
}

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries(
    [...inputs].map(([, name, value]) => [name, (value ?? "").replaceAll("&#61;", "=")]),
  );
}

async function transactionOf(reference: string) {
  const { json } = await merchant.call("GET", `/v1/transactions?filter[payment_ref]=${reference}`);
  return json[0];
}

describe("a stored card", () => {
  test("pays for the customer whose it is, and for nobody else", async () => {
    const first = await ask("POST", await openWindow({ customer_ref: "owner" }), {
      ...visa,
      store_card: "true",
    });
    const token = first.query.get("token") ?? "";
    expect(token).not.toBe("");
    const stolen: Fields[] = [
      { pay_with: `card:${token}` },
      { card_number: token, card_type: "STORED_CARD" },
      { card_number: token, card_type: "stored card", customer_ref: "owner" },
    ];
    const strangers: Fields[] = [{ customer_ref: "stranger" }, {}];
    for (const [i, fields] of stolen.entries()) {
      for (const [j, stranger] of strangers.entries()) {
        const payment_ref = `stolen-${i}-${j}`;
        const window = await openWindow({ ...stranger, payment_ref });
        expect((await ask("GET", window)).html).not.toContain(token);
        expect((await ask("POST", window, fields)).http).toBe(422);
        expect((await transactionOf(payment_ref)).status).toBe("pending");
      }
    }
    const again = await ask("POST", await openWindow({ customer_ref: "owner" }), {
      pay_with: `card:${token}`,
    });
    expect(again.query.get("status")).toBe("approved");
  });
});

describe("the bank's answer", () => {
  test("counts for the visit that it is about; nothing else ends one", async () => {
    const window = await openWindow({ payment_ref: "visits" });
    const first = hiddenFields((await ask("POST", window, challenged)).html);
    expect((await ask("GET", window)).html).toContain(`action="${window}/again"`);
    const wrong: Fields[] = [{}, { ...first, MD: "made up" }, { PaRes: "made up" }];
    for (const fields of wrong) {
      const { http, html } = await ask("POST", `${window}/mpi`, fields);
      expect([http, html.includes(`${window}/again`)]).toEqual([200, true]);
    }

    expect((await ask("POST", `${window}/again`)).location).toBe(window);
    expect((await transactionOf("visits")).status).toBe("failed");
    const second = hiddenFields((await ask("POST", window, challenged)).html);
    const late = await ask("POST", "/sandbox/acs/answer", { ...first, verdict: "refuse" });
    expect((await ask("POST", `${window}/mpi`, hiddenFields(late.html))).http).toBe(200);
    expect((await transactionOf("visits")).status).toBe("pending");

    const answer = hiddenFields(
      (await ask("POST", "/sandbox/acs/answer", { ...second, verdict: "approve" })).html,
    );
    const returns = await Promise.all([1, 2, 3].map(() => ask("POST", `${window}/mpi`, answer)));
    expect(returns.some(({ query }) => query.get("status") === "approved")).toBe(true);
    expect((await transactionOf("visits")).status).toBe("approved");
    for (const url of [`${window}/again`, `${window}/mpi`]) await ask("POST", url, answer);
    expect((await transactionOf("visits")).status).toBe("approved");
  });

  test("may be waited for by a shopper who has gone back to the shop", async () => {
    const order = merchant.order({ ...shop, payment_ref: "back" });
    const { location: window = "" } = await ask("POST", "/v1/form", order);
    await ask("POST", window, challenged);
    expect((await ask("POST", "/v1/form", order)).location).toBe(window);
    await ask("POST", `${window}/again`);
    await ask("POST", window, visa);
    const paid = await ask("POST", "/v1/form", order);
    expect([paid.http, paid.html.includes("already finished")]).toEqual([400, true]);
    expect(paid.html).toContain("errors.payment_ref.processed, 146");
  });

  test("does not come after a quarter of an hour", async () => {
    const window = await openWindow({ payment_ref: "slow" });
    const sent = hiddenFields((await ask("POST", window, challenged)).html);
    await kassa.advance("PT16M");
    const answer = await ask("POST", "/sandbox/acs/answer", { ...sent, verdict: "approve" });
    const { query } = await ask("POST", `${window}/mpi`, hiddenFields(answer.html));
    expect(query.get("status")).toBe("failed");
  });
});

test("every answer keeps to itself: not cached, not sniffed, no scripts but ours, no referrer elsewhere", async () => {
  const window = await openWindow();
  const pages = [
    await ask("GET", window),
    await ask("GET", `${window}?lang=sv`),
    await ask("POST", window, { ...visa, card_number: "1" }),
    await ask("GET", "/v1/form/none"),
    await ask("POST", "/v1/form", {}),
    await ask("POST", "/v1/form", { amount: "x".repeat(1_200_000) }),
    await ask("POST", await openWindow(), challenged),
  ];
  for (const { html, headers } of pages) {
    expect(html).toMatch(/^<!doctype html>/);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "content-type": "text/html; charset=utf-8",
    });
    const policy = String(headers["content-security-policy"]);
    for (const rule of ["default-src 'none'", "base-uri 'none'", "object-src 'none'"])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe/);
  }
  const opened = await ask("POST", "/v1/form", merchant.order(shop));
  const paid = await ask("POST", window, visa);
  const reopened = await ask("GET", window);
  for (const { http, headers } of [opened, paid, reopened])
    expect([http, headers["cache-control"]]).toEqual([303, "no-store"]);
});

/** Numbers of cards, and a code that stands by itself: within an id it is chance. */
const secrets = /5105105105105100|4000000010000018|(?<![\w.:+-])8642(?![\w.:+-])/;

test("a card is nowhere but in the vault: no page, no address, no row", async () => {
  const secretive = { ...visa, card_number: "5105105105105100", card_cvv: "8642", card_type: "" };
  const wrong = await ask("POST", await openWindow(), secretive);
  const window = await openWindow({ customer_ref: "keeper" });
  const card = { ...secretive, card_cvv: "864", store_card: "true", "metadata[a]": "b" };
  const paid = await ask("POST", window, card);
  const bank = await ask("POST", await openWindow(), { ...challenged, card_cvv: "864" });
  for (const { html, location = "" } of [wrong, paid, bank]) expect(html + location).not.toMatch(secrets);

  const client = new pg.Client(kassa.databaseUrl);
  await client.connect();
  const tables = await client.query(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  for (const { name } of tables.rows) {
    const { rows } = await client.query(`select t::text as line from ${client.escapeIdentifier(name)} t`);
    for (const { line } of rows) expect(line).not.toMatch(secrets);
  }
  await client.end();
});

describe("where the shopper goes", () => {
  const goes = async (success_url: string, more: Fields = {}) => {
    const { location = "" } = await ask("POST", await openWindow({ success_url, ...more }), visa);
    return location.replace(/[?&]hash=.*$/s, "");
  };

  test("may be told in Liquid", async () => {
    const metadata = JSON.stringify({ order: { id: "å b" } });
    const template = "https://shop.example/{{ transaction.payment_ref }}/{{ transaction.status }}?";
    const url = `${template}m={{ transaction.metadata.order.id | url_encode }}&a={{ transaction.amount }}`;
    expect(await goes(url, { metadata, payment_ref: "liquid" })).toBe(
      "https://shop.example/liquid/approved?m=%C3%A5+b&a=10.0",
    );
    const byId = await goes("https://shop.example/{{ transaction.id }}", { payment_ref: "by-id" });
    expect(byId).toBe(`https://shop.example/${(await transactionOf("by-id")).id}`);
  });

  test.each([
    "https://shop.example/{{ 1 |",
    "https://shop.example/{% for a in (1..99999999) %}{{ a }}{% endfor %}",
    "https://shop.example/{% if %}{{",
  ])("stays as it is where %s leads nowhere", async (url) => {
    expect(await goes(url)).toBe(url.replaceAll(" ", "%20"));
  });

  test("is never an address of no page", async () => {
    const { location } = await ask("POST", await openWindow({ success_url: "https://{{ nothing }}" }), visa);
    expect(location).toMatch(/^https:\/\/\{\{%20nothing%20\}\}\?hash=/);
  });

  test.each([
    ["https://shop.example/a\r\nset-cookie: b=c", "https://shop.example/a%0D%0Aset-cookie:%20b=c"],
    ["https://shop.example/łódź?x=å#top", "https://shop.example/%C5%82%C3%B3d%C5%BA?x=%C3%A5"],
  ])("%j is an address that a header can carry", async (url, start) => {
    expect(await goes(url)).toBe(start);
  });
});

describe("what a form may say", () => {
  test("is shown in the language that was asked for, also when it is wrong", async () => {
    const { location = "" } = await ask("POST", "/v1/form?lang=sv", merchant.order(shop));
    expect(location).toMatch(/\?lang=sv$/);
    const { html } = await ask("POST", location, { ...visa, card_cvv: "" }, { "accept-language": "en" });
    expect(html).toContain('<html lang="sv">');
    expect(html).toContain("?lang=sv");
  });

  test("metadata joins what the merchant has told, and stays within bounds", async () => {
    const metadata = JSON.stringify({ customer: { first: "Bo", email: "old" }, list: [1] });
    const window = await openWindow({ payment_ref: "joined", metadata });
    const more = { "metadata[customer][email]": "new\0", "metadata[terms]": "true" };
    await ask("POST", window, { ...visa, ...more });
    expect((await transactionOf("joined")).metadata).toEqual({
      customer: { first: "Bo", email: "new" },
      list: [1],
      terms: "true",
    });
    const large = { ...visa, "metadata[a]": "x".repeat(40_000), "metadata[b]": "x".repeat(40_000) };
    expect((await ask("POST", await openWindow(), large)).http).toBe(422);
  });

  test("many keys, and deep ones, open a window or are turned away with a page", async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`metadata[k${i}]`, "v"]));
    const deep = (levels: number) => ({ [`metadata${"[a]".repeat(levels)}`]: "v" });
    for (const more of [
      many(3_000),
      many(10_000),
      deep(19),
      deep(21),
      deep(500),
      { "metadata[__proto__][a]": "1" },
    ]) {
      const { http, html, location } = await ask("POST", "/v1/form", merchant.order({ ...shop, ...more }));
      if (http === 303) expect((await ask("GET", location ?? "")).http).toBe(200);
      else expect([http, html.startsWith("<!doctype html>")]).toEqual([400, true]);
    }
  });

  test("anything: the window answers with a page, or goes on", async () => {
    const names = [
      ...Object.keys(visa),
      "pay_with",
      "expMM",
      "expYY",
      "metadata",
      "store_card",
      "plan_id",
      "items",
    ];
    const more = [
      "metadata[a]",
      "card_number[]",
      "payment_method",
      "ssn",
      "payment_details",
      "lang",
      "shown_total",
    ];
    const window = await openWindow({
      items: JSON.stringify([{ artno: "1", description: "a", amount: "10.00", qty: "1", vat: "1" }]),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...names, ...more), fc.string({ unit: "binary", maxLength: 30 })),
        async (fields) => {
          const { http, html } = await ask("POST", window, { ...fields, card_cvv: "" });
          expect([http, html.slice(0, 15)]).toEqual([422, "<!doctype html>"]);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
