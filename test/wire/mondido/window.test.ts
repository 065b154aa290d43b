import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, md5, secret, visa } from "./merchant.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const shop = {
  success_url: "https://shop.example/ok?data=value&data2=value2",
  error_url: "https://shop.example/no",
};

type Page = { readonly http: number; readonly html: string; readonly location: string | undefined };

async function ask(
  method: "GET" | "POST",
  url: string,
  fields: Fields = {},
  headers: Fields = {},
): Promise<Page> {
  const answer = await kassa.server.inject({
    method,
    url,
    ...(method === "POST" && { payload: new URLSearchParams(fields).toString() }),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  return { http: answer.statusCode, html: answer.body, location: answer.headers.location };
}

/** The shop's form is posted; answers where the window is. */
async function openWindow(more: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
  const { http, location } = await ask("POST", "/v1/form", merchant.order({ ...shop, ...more }));
  expect(http).toBe(303);
  return location ?? "";
}

function queryOf(location = ""): Record<string, string> {
  return Object.fromEntries(new URL(location).searchParams);
}

describe("the hosted window", () => {
  test("shows the payment, and takes the card to the shop's success page", async () => {
    const window = await openWindow({ payment_ref: "w1", customer_ref: "bo", amount: "110.00" });
    const { http, html } = await ask("GET", window);
    expect(http).toBe(200);
    expect(html).toContain("Mondido = {");
    expect(html).toContain("mondidopayform");
    const paid = await ask("POST", window, visa);
    expect(paid.http).toBe(303);
    const query = queryOf(paid.location);
    expect(query).toMatchObject({ data: "value", data2: "value2", payment_ref: "w1", status: "approved" });
    expect(query.hash).toBe(md5(`1w1bo110.00sekapproved${secret}`));
    const { json } = await merchant.call("GET", `/v1/transactions/${query.transaction_id}`);
    expect(json).toMatchObject({ status: "approved", link_payment: false, client_info: { ip: "127.0.0.1" } });
    for (const again of [await ask("POST", window, visa), await ask("GET", window)])
      expect([again.http, queryOf(again.location).status]).toEqual([303, "approved"]);
  });

  test("of a link gives a template what the payment was opened with", async () => {
    const html = "<h1>{{ transaction.amount }} {{ currency | upcase }} {{ color }}</h1>";
    const template = await merchant.call("POST", "/v1/templates", { name: "By link", html });
    const fields = { process: "false", template_id: String(template.json.id), color: "green" };
    const { json } = await merchant.call("POST", "/v1/transactions", merchant.order(fields));
    const window = await ask("GET", new URL(json.href).pathname);
    expect(window.html).toContain("<h1>10.0 SEK green</h1>");
  });

  test("takes a declined card to the error page", async () => {
    const window = await openWindow({ payment_ref: "w2" });
    const { location } = await ask("POST", window, { ...visa, card_cvv: "201" });
    expect(queryOf(location)).toMatchObject({ status: "declined", error_name: "errors.payment.declined" });
    expect(queryOf(location).hash).toBe(md5(`1w210.00sekdeclined${secret}`));
  });

  test("shows what is wrong beside the field, and never the card again", async () => {
    const window = await openWindow();
    const { http, html } = await ask("POST", window, { ...visa, card_number: "4111-1111-1111-1111" });
    expect(http).toBe(422);
    expect(html).toContain("card_number-error");
    expect(html).not.toContain("4111-1111");
  });

  test("stores the card for a known customer, who may pay with it next time", async () => {
    const window = await openWindow({ customer_ref: "cia" });
    const { location } = await ask("POST", window, { ...visa, store_card: "true" });
    const { token, stored_card_id } = queryOf(location);
    expect(token).toMatch(/^\w{20,}$/);
    expect(stored_card_id).toMatch(/^\d+$/);
    const next = await openWindow({ customer_ref: "cia" });
    expect((await ask("GET", next)).html).toContain(token);
    const paid = await ask("POST", next, { pay_with: `card:${token}` });
    expect(queryOf(paid.location).status).toBe("approved");
  });

  test("can be linked to for a payment that the API has prepared", async () => {
    const { json } = await merchant.call(
      "POST",
      "/v1/transactions",
      merchant.order({ process: "false", ...shop }),
    );
    const window = new URL(json.href).pathname;
    expect((await ask("GET", window)).http).toBe(200);
    const { location } = await ask("POST", window, visa);
    expect(queryOf(location).status).toBe("approved");
    const after = await merchant.call("GET", `/v1/transactions/${json.id}`);
    expect(after.json.link_payment).toBe(true);
  });

  test("asks the bank where the card wants that, and believes its answer only", async () => {
    const challenged = { ...visa, card_number: "4000000010000018" };
    for (const [verdict, status] of [
      ["approve", "approved"],
      ["refuse", "failed"],
    ] as const) {
      const window = await openWindow();
      const handOver = await ask("POST", window, challenged);
      expect(handOver.http).toBe(200);
      expect(handOver.html).not.toContain(challenged.card_number);
      const fields = hiddenFields(handOver.html);
      const back = await ask("POST", "/sandbox/acs/answer", { ...fields, verdict });
      const { http, location } = await ask("POST", `${window}/mpi`, hiddenFields(back.html));
      expect(http).toBe(303);
      expect(queryOf(location).status).toBe(status);
    }
    const window = await openWindow();
    const handOver = await ask("POST", window, challenged);
    const { location } = await ask("POST", `${window}/mpi`, {
      ...hiddenFields(handOver.html),
      PaRes: "made up",
    });
    expect(queryOf(location)).toMatchObject({ status: "failed", error_name: "errors.mpi.not_approved" });
  });

  test("sells on account to documented persons", async () => {
    const items = JSON.stringify([
      { artno: "1", amount: "10.00", description: "Shoe", qty: "1", vat: "25", discount: "0" },
    ]);
    const person = {
      pay_with: "invoice",
      segmentation: "b2c",
      country_code: "SWE",
      email: "s@example.com",
      phone: "+46701234567",
      first_name: "Solbritt",
      last_name: "Jansson",
      address_1: "Danagatan 1",
      zip: "14262",
      city: "Trångsund",
    };
    const approved = await ask("POST", await openWindow({ items }), { ...person, ssn: "195203198089" });
    expect(queryOf(approved.location).status).toBe("approved");
    const denied = await ask("POST", await openWindow({ items }), { ...person, ssn: "192806281719" });
    expect(queryOf(denied.location)).toMatchObject({
      status: "declined",
      error_name: "errors.invoice.credit_not_approved",
    });
    const wrong = await ask("POST", await openWindow({ items }), { ...person, ssn: "" });
    expect([wrong.http, wrong.html.includes("ssn-error")]).toEqual([422, true]);
  });

  const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
  test.each([
    ["iOS", `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${webKit} Mobile/15E148`, true],
    [
      "Android",
      `Mozilla/5.0 (Linux; Android 14; wv) ${webKit} Version/4.0 Chrome/120.0 Mobile Safari/537.36`,
      true,
    ],
    [
      "Android 4",
      `Mozilla/5.0 (Linux; Android 4.4) ${webKit} Version/4.0 Chrome/30.0 Mobile Safari/537.36`,
      true,
    ],
    ["Safari", `Mozilla/5.0 (iPhone) ${webKit} Version/17.0 Mobile/15E148 Safari/604.1`, false],
    ["Chrome", `Mozilla/5.0 (Linux; Android 14) ${webKit} Chrome/120.0 Mobile Safari/537.36`, false],
    ["Firefox", "Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0", false],
  ])(
    "opens where an app has posted the form, elsewhere under its own address: %s",
    async (_, agent, isApp) => {
      const opened = await ask("POST", "/v1/form?lang=en", merchant.order(shop), { "user-agent": agent });
      expect([opened.http, opened.location === undefined]).toEqual(isApp ? [200, true] : [303, false]);
      if (!isApp) return;
      const action = /<form[^>]*action="([^"]*)"/.exec(opened.html)?.[1]?.replaceAll("&#x3D;", "=") ?? "";
      const { pathname, search } = new URL(action);
      const paid = await ask("POST", pathname + search, { ...hiddenFields(opened.html), ...visa });
      expect(queryOf(paid.location).status).toBe("approved");
    },
  );

  test("is opened by a right hash only, and says what is wrong to whoever builds the shop", async () => {
    const { http, html } = await ask("POST", "/v1/form", merchant.order({ ...shop, hash: "0".repeat(32) }));
    expect(http).toBe(400);
    expect(html).toContain("errors.hash.invalid");
    const missing = await ask("POST", "/v1/form", merchant.order({ error_url: shop.error_url }));
    expect(missing.html).toContain("errors.success_url.missing");
    expect((await ask("GET", "/v1/form/none")).http).toBe(404);
  });
});

function hiddenFields(html: string): Fields {
  const inputs = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  return Object.fromEntries(
    inputs.map((input) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? "",
      (/value="([^"]*)"/.exec(input)?.[1] ?? "")
        .replaceAll("&amp;", "&")
        .replaceAll("&#x3D;", "=")
        .replaceAll("&#61;", "="),
    ]),
  );
}
