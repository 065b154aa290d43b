import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { useKassa } from "../../support/kassa.ts";
import { useReceiver } from "../../support/receiver.ts";
import { live, nobody, openPsp, Psp } from "./psp.ts";
import { initiateCit, propose } from "./recurring.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const landing = "/remote-website/index.html";
const shop = { url: "https://psp.example.com/callback" };
const landingOf = (id: string, more = "") => `${landing}?page=request&id=${id}&version=2${more}`;
const form = { "content-type": "application/x-www-form-urlencoded" };

type Sent = {
  readonly cookie?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Record<string, string>;
};

/** A browser's request: a page, or with `fields` a form. */
async function browse(url: string, { cookie, fields, headers = {} }: Sent = {}) {
  const answer = await psp.kassa.server.inject({
    method: fields ? "POST" : "GET",
    url,
    headers: { ...(cookie && { cookie }), ...(fields && form), ...headers },
    ...(fields && { payload: new URLSearchParams(fields).toString() }),
  });
  const set = answer.headers["set-cookie"];
  return {
    http: answer.statusCode,
    body: answer.body,
    headers: answer.headers,
    location: String(answer.headers.location ?? ""),
    set: (Array.isArray(set) ? set.join("\n") : set) ?? "",
  };
}

/** Somebody signed in: the cookie, and what their forms carry. */
async function signIn(phone: string) {
  const { http, set } = await browse("/phone/sign-in", { fields: { token: "", prefix: "45", phone } });
  expect(http).toBe(303);
  const cookie = set.split(";", 1)[0] ?? "";
  const { body } = await browse("/phone/me", { cookie });
  const [, token = ""] = /name="token" value="([\da-f]{32})"/.exec(body) ?? [];
  return { cookie, token };
}

let phones = 20_000_000;
function newPhone(): string {
  phones += 101;
  return String(phones);
}

/** A Kassa behind https, with a payment. */
async function openSecure() {
  const { kassa, ...rest } = await openPsp({ PUBLIC_URL: "https://pay.example.com" });
  onTestFinished(() => kassa.close());
  const paymentId = await new Psp(kassa, rest.contract).initiate(shop);
  return { kassa, paymentId };
}

describe("the landing page", () => {
  test("may be framed by any shop, runs nothing of strangers, and is not stored", async () => {
    const { headers, http } = await browse(landingOf(await psp.initiate(shop)));
    expect(http).toBe(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("frame-ancestors *");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(headers["x-frame-options"]).toBeUndefined();
    expect(headers["cache-control"]).toBe("no-store");
  });

  test.each([
    ["nobody knows", nobody],
    ["is none", "1"],
    ["is missing", ""],
  ])("of a payment whose id %s is not found", async (_what, id) => {
    const { http, body } = await browse(landingOf(id));
    expect(http).toBe(404);
    expect(body).toContain("We did not find this payment");
  });

  test("speaks the language that was chosen, else the shop's wish, else that of its country", async () => {
    const languageOf = async (id: string, more = "", cookie = "") =>
      /<html lang="(\w+)">/.exec((await browse(landingOf(id, more), { cookie })).body)?.[1];
    const plain = await psp.initiate(shop);
    const finnish = await psp.initiate(shop, { customerLanguageCode: "FI" });
    expect(await languageOf(plain)).toBe("da");
    expect(await languageOf(finnish)).toBe("fi");
    expect(await languageOf(finnish, "", "mobilepay_language=en")).toBe("en");
    expect(await languageOf(finnish, "&lang=da", "mobilepay_language=en")).toBe("da");
    expect(await languageOf(plain, "&lang=xx", "mobilepay_language=%E0%A4%A")).toBe("da");
    const { set } = await browse(landingOf(plain, "&lang=fi"));
    expect(set).toMatch(/^mobilepay_language=fi; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/);
  });

  test("over https, what a frame remembers is kept for the site around it", async () => {
    const { kassa, ...secure } = await openSecure();
    const { headers } = await kassa.server.inject({
      method: "POST",
      url: landingOf(secure.paymentId),
      headers: form,
      payload: "prefix=45&phone=12345678&remember=yes&action=continue",
    });
    expect(String(headers["set-cookie"])).toMatch(
      /^mobilepay_number=%2B4512345678; Path=\/; Max-Age=31536000; HttpOnly; SameSite=None; Partitioned; Secure$/,
    );
  });

  test("takes no form from another site", async () => {
    const id = await psp.initiate(shop);
    const fields = { prefix: "45", phone: newPhone(), action: "cancel" };
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
    ];
    for (const headers of foreign) {
      const { http, body } = await browse(landingOf(id), { fields, headers });
      expect(http).toBe(403);
      expect(body).not.toContain("Gedekid");
    }
    expect((await browse(landingOf(id, "&lang=en"))).body).toContain("Pay with MobilePay");
  });

  test("does not show the phone that was entered to whoever has the link", async () => {
    const id = await psp.initiate(shop);
    await browse(landingOf(id), { fields: { prefix: "45", phone: "31415926", action: "continue" } });
    const { body } = await browse(landingOf(id, "&lang=en"));
    expect(body).toContain("5926");
    expect(body).not.toContain("3141");
  });

  test("answers its script with a stamp that changes with the payment alone", async () => {
    const id = await psp.initiate(shop);
    const news = async () =>
      JSON.parse((await browse(landingOf(id), { headers: { accept: "application/json" } })).body);
    const before = await news();
    expect(before).toEqual({
      stamp: expect.stringMatching(/^[\da-f]{16}$/),
      secondsLeft: expect.any(Number),
    });
    expect((await news()).stamp).toBe(before.stamp);
    await browse(landingOf(id), { fields: { prefix: "45", phone: newPhone(), action: "continue" } });
    expect((await news()).stamp).not.toBe(before.stamp);
  });

  test("while somebody's approval is under way nobody else is asked, and nobody cancels", async () => {
    const receiver = await useReceiver();
    const id = await psp.initiate(receiver);
    await psp.accept(receiver, id);
    const fields = { prefix: "45", phone: newPhone() };
    const other = await browse(landingOf(id, "&lang=en"), { fields: { ...fields, action: "continue" } });
    expect(other.http).toBe(422);
    expect(other.body).toContain("Somebody is paying this already.");
    await browse(landingOf(id), { fields: { ...fields, action: "cancel" } });
    expect((await browse(landingOf(id, "&lang=en"))).body).toContain("Your payment is on its way");
  });

  test("leads back to a web shop by a redirect, to a shop's app or out of a frame by a link", async () => {
    const end = async (redirectFromMobilePayUrl: string, headers = {}) => {
      const id = await psp.initiate(shop, { redirectFromMobilePayUrl });
      await browse(landingOf(id), { fields: { action: "cancel" } });
      return browse(landingOf(id), { headers });
    };
    const web = "https://shop.example/done";
    expect(await end(web)).toMatchObject({ http: 303, location: web });
    expect(await end("https://grød.example/tak?navn=Łukasz Ø€#ł")).toMatchObject({
      http: 303,
      location: "https://xn--grd-1na.example/tak?navn=%C5%81ukasz%20%C3%98%E2%82%AC#%C5%82",
    });
    const framed = await end(web, { "sec-fetch-dest": "iframe" });
    expect(framed.http).toBe(200);
    expect(framed.body).toContain(`href="${web}" target="_top" data-leaves`);
    const app = await end("myshop://order/1");
    expect(app.http).toBe(200);
    expect(app.body).toContain('href="myshop://order/1"');
    expect(String(app.headers["content-security-policy"])).toContain("form-action 'self' myshop:");
  });

  test("the page after the bank's is there however it is sent", async () => {
    for (const fields of [undefined, { cres: "x" }]) {
      const { http, body, headers } = await browse("/remote-website/apppages/done3ds.html", {
        ...(fields && { fields }),
        cookie: "mobilepay_language=fi",
      });
      expect(http).toBe(200);
      expect(body).toContain("Kiitos");
      expect(headers["x-frame-options"]).toBeUndefined();
    }
  });
});

describe("the phone", () => {
  test("is for the sandbox alone", async () => {
    const kassa = await useKassa(live);
    for (const url of ["/phone", "/phone/cards"])
      expect((await kassa.server.inject({ method: "GET", url })).statusCode).toBe(404);
  });

  test("is framed by nobody, and frames nothing but the bank's page", async () => {
    const { headers } = await browse("/phone");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(String(headers["content-security-policy"])).toContain("frame-ancestors 'none'");
    expect(String(headers["content-security-policy"])).not.toContain("unsafe");
  });

  test("asks who it is, and goes on where they wanted to, on the phone alone", async () => {
    const { http, body } = await browse("/phone/cards");
    expect(http).toBe(200);
    expect(body).toContain('name="next" value="/phone/cards"');
    const known = await browse("/phone", { cookie: "mobilepay_number=%2B4512345678" });
    expect(known.body).toContain('type="tel" value="12345678"');
    const signed = (next: string) =>
      browse("/phone/sign-in", { fields: { token: "", prefix: "45", phone: "12345678", next } });
    expect((await signed("/phone/cards")).location).toBe("/phone/cards");
    for (const next of [
      "//evil.example",
      "https://evil.example",
      "/phone//evil.example",
      "/phone/../x",
      "/phones",
    ])
      expect((await signed(next)).location).toBe("/phone");
  });

  test("stays here when somebody doubles a slash", async () => {
    const { cookie } = await signIn(newPhone());
    const chosen = await browse("http://localhost//phone/cards?lang=da", { cookie });
    expect([chosen.http, chosen.location]).toEqual([303, "/phone/cards"]);
    const { body } = await browse("http://localhost//phone/cards", { cookie });
    expect(body).toContain('href="/phone/cards?lang=da"');
    expect(body).not.toContain('="//phone');
    expect((await browse("http://localhost//phone/cards")).body).toContain(
      'name="next" value="/phone/cards"',
    );
  });

  test.each([
    ["12", "This is no phone number."],
    ["+46701234567", "This number has no MobilePay."],
  ])("knows nobody by %s", async (phone, words) => {
    const fields = { token: "", prefix: "45", phone };
    const { http, body } = await browse("/phone/sign-in", { fields });
    expect(http).toBe(422);
    expect(body).toContain(words);
  });

  test("takes no form without the session's token, nor from another site", async () => {
    const { cookie, token } = await signIn(newPhone());
    const { token: others } = await signIn(newPhone());
    const id = await psp.initiate(shop);
    const path = `/phone/payments/${id}`;
    const reject = (more: Record<string, string>, headers = {}) =>
      browse(path, { cookie, fields: { action: "reject", ...more }, headers });
    expect((await reject({})).http).toBe(403);
    expect((await reject({ token: others })).http).toBe(403);
    expect((await reject({ token }, { "sec-fetch-site": "cross-site" })).http).toBe(403);
    expect((await browse(path, { cookie })).body).toContain("data-swipe");
    expect((await reject({ token })).location).toBe(path);
  });

  test("shows nobody else's payments, agreements and cards", async () => {
    const receiver = await useReceiver();
    const owner = await signIn(newPhone());
    const stranger = await signIn(newPhone());
    const agreementId = await propose(psp, receiver);
    const { paymentId } = (await initiateCit(psp, agreementId, receiver)).json;
    const request = await browse(`/phone/payments/${paymentId}`, { cookie: owner.cookie });
    const [, card = ""] = /name="card" value="([\da-f-]{36})"/.exec(request.body) ?? [];
    expect(card).not.toBe("");
    await browse(`/phone/payments/${paymentId}`, {
      cookie: owner.cookie,
      fields: { token: owner.token, action: "accept", card, agree: "yes" },
    });
    await receiver.received(1);
    const attemptId = receiver.calls[0]?.json.AuthorizationAttemptId;
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);

    const paths = [
      `/phone/payments/${paymentId}`,
      `/phone/agreements/${agreementId}`,
      `/phone/agreements/${agreementId}/card`,
      `/phone/agreements/${agreementId}/end`,
    ];
    for (const path of paths) {
      expect([path, (await browse(path, { cookie: owner.cookie })).http]).toEqual([path, 200]);
      expect([path, (await browse(path, { cookie: stranger.cookie })).http]).toEqual([path, 404]);
    }
    const { cookie, token } = stranger;
    for (const path of [...paths, `/phone/cards/${card}`].filter((one) => !/agreements\/[^/]+$/.test(one))) {
      const fields = { token, action: "remove", card };
      expect([path, (await browse(path, { cookie, fields })).http]).toEqual([path, 404]);
    }
    // Nor pays with somebody else's card.
    const other = await psp.initiate(receiver);
    const paid = await browse(`/phone/payments/${other}`, {
      cookie,
      fields: { token, action: "accept", card },
    });
    expect(paid.http).toBe(422);
    expect((await browse(`/phone/agreements/${agreementId}`, { cookie: owner.cookie })).http).toBe(200);
  });

  test.each(["1", nobody, "%00"])("finds nothing by the id %s", async (id) => {
    const { cookie, token } = await signIn("12345678");
    for (const path of [`/phone/payments/${id}`, `/phone/agreements/${id}`])
      expect((await browse(path, { cookie })).http).toBe(404);
    expect((await browse(`/phone/cards/${id}`, { cookie, fields: { token } })).http).toBe(404);
    expect((await browse(`/phone/addresses/${id}`, { cookie })).http).toBe(404);
  });

  test("a second swipe changes nothing", async () => {
    const receiver = await useReceiver();
    const { cookie, token } = await signIn(newPhone());
    const id = await psp.initiate(receiver);
    const path = `/phone/payments/${id}`;
    const [, card = ""] =
      /name="card" value="([\da-f-]{36})"/.exec((await browse(path, { cookie })).body) ?? [];
    const fields = { token, action: "accept", card };
    const swipes = await Promise.all([1, 2, 3].map(() => browse(path, { cookie, fields })));
    expect(swipes.map(({ http, location }) => [http, location])).toEqual([1, 2, 3].map(() => [303, path]));
    await receiver.received(1);
    expect(receiver.calls).toHaveLength(1);
  });

  test("who is too young is told how old they must be, and is not taken at their word", async () => {
    const { cookie, token } = await signIn("10000017");
    const id = await psp.initiate(shop, { minimumMobilePayUserAge: 18 });
    const path = `/phone/payments/${id}`;
    await browse("/phone?lang=en", { cookie });
    const both = `${cookie}; mobilepay_language=en`;
    const { body } = await browse(path, { cookie: both });
    expect(body).toContain("You must be at least 18 years old for this payment.");
    const [, card = ""] = /name="card" value="([\da-f-]{36})"/.exec(body) ?? [];
    const swiped = await browse(path, { cookie: both, fields: { token, action: "accept", card } });
    expect(swiped.http).toBe(422);
    expect(swiped.body).toContain("You must be at least 18 years old for this payment.");
  });

  test("a card that is added is in no page and no log, and the same one is added once", async () => {
    const { cookie, token } = await signIn(newPhone());
    const number = "5555555555554444";
    const add = (expiry: string) => browse("/phone/cards/add", { cookie, fields: { token, number, expiry } });
    const wrong = await add("99");
    expect(wrong.http).toBe(422);
    expect(wrong.body).not.toContain(number);
    expect((await add("12/39")).location).toBe("/phone/cards");
    expect((await add("12 39")).location).toBe("/phone/cards");
    const { body } = await browse("/phone/cards", { cookie });
    expect(body.match(/•••• 4444<\/span>/g)).toHaveLength(1);
    expect(body).not.toContain(number);
    const amex = await browse("/phone/cards/add", {
      cookie,
      fields: { token, number: "378282246310005", expiry: "12/39" },
    });
    expect(amex.http).toBe(422);
    const tables = await psp.kassa.reader.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    for (const { name } of tables) {
      const [found] = await psp.kassa.reader.query<{ count: number }>(
        `select count(*)::int as count from "${name}" t where t::text like '%' || $1 || '%'`,
        [number],
      );
      expect([name, found?.count]).toEqual([name, 0]);
    }
  });

  test("a form that is too large is told so as a page", async () => {
    const answer = await psp.kassa.server.inject({
      method: "POST",
      url: "/phone/cards/add",
      headers: form,
      payload: `number=${"4".repeat(1_100_000)}`,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toContain("text/html");
  });
});
