import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const challenged = { ...visa, card_number: "4000000010000018" };
const form = { "content-type": "application/x-www-form-urlencoded", origin: "https://shop.example" };

const post = (path: string, fields: Fields) =>
  merchant.send("POST", path, new URLSearchParams(fields).toString(), form);

/** The event and the origin that a page tells. */
function told(page: string) {
  const [, message = "", target = ""] = /data-message="([^"]*)" data-target="([^"]*)"/.exec(page) ?? [];
  return { ...JSON.parse(message.replaceAll("&#34;", '"').replaceAll("&#39;", "'")), target };
}

function fieldsIn(page: string): Fields {
  const found = page.matchAll(/name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, value]));
}

/** The shopper at the bank. */
async function atTheBank(order: Fields, verdict: "approve" | "refuse") {
  const { text } = await post("/v1/mpi_js", order);
  const { PaReq = "", MD = "", TermUrl = "" } = fieldsIn(text);
  const bank = await post("/sandbox/acs/answer", { PaReq, MD, TermUrl, verdict });
  const { PaRes = "" } = fieldsIn(bank.text);
  return told((await post("/v1/mpi_js/back", { PaRes, MD })).text);
}

function proofOf({ mpi_ref: ref, eci, provider_ref }: Record<string, string>): Fields {
  return { ref: ref ?? "", eci: eci ?? "", provider_ref: provider_ref ?? "" };
}

describe("3-D Secure in a popup", () => {
  test("tells the shop's page a reference, with which the payment is authenticated", async () => {
    const order = merchant.order(challenged);
    const event = await atTheBank(order, "approve");
    expect(event).toMatchObject({ event: "mpi", success: true, eci: "05", target: "https://shop.example" });
    const paid = await post("/v1/transactions", { ...order, ...proofOf(event) });
    expect(paid.json).toMatchObject({ status: "approved", mpi_ref: event.provider_ref });
  });

  test("tells of a refusal", async () => {
    const event = await atTheBank(merchant.order(challenged), "refuse");
    expect(event).toMatchObject({ event: "mpi", success: false, mpi_ref: "" });
  });

  test("is over at once for a card that nobody asks about", async () => {
    const order = merchant.order(visa);
    const event = told((await post("/v1/mpi_js", order)).text);
    expect(event).toMatchObject({ success: true, eci: "07" });
    const paid = await post("/v1/transactions", { ...order, ...proofOf(event) });
    expect(paid.json).toMatchObject({ status: "approved", mpi_ref: "" });
  });

  test("proves one payment, not another", async () => {
    const proof = proofOf(await atTheBank(merchant.order(challenged), "approve"));
    const another = await post("/v1/transactions", { ...merchant.order(challenged), ...proof });
    expect(another.json.code).toBe(169);
    const order = merchant.order(challenged);
    const dearer = { ...merchant.order({ ...challenged, amount: "11.00", payment_ref: order.payment_ref }) };
    const cheap = proofOf(await atTheBank(order, "approve"));
    expect((await post("/v1/transactions", { ...dearer, ...cheap })).json.code).toBe(169);
    await kassa.advance("PT61M");
    expect((await post("/v1/transactions", { ...order, ...cheap })).json.code).toBe(169);
  });

  test("is not needed, and a reference of another kind means nothing", async () => {
    const paid = await post("/v1/transactions", merchant.order({ ...visa, ref: "order 5" }));
    expect(paid.json.status).toBe("approved");
  });

  test("says what is wrong with a request", async () => {
    const { http, text } = await post("/v1/mpi_js", merchant.order({ ...visa, card_number: "1" }));
    expect([http, told(text)]).toMatchObject([400, { success: false, error: { code: 119 } }]);
    const forged = told((await post("/v1/mpi_js/back", { PaRes: "x", MD: "1.abc" })).text);
    expect(forged).toMatchObject({ success: false, target: "*" });
  });

  test("prints nothing of a stranger's", async () => {
    const headers = { ...form, origin: 'https://"><script>' };
    const { text } = await merchant.send("POST", "/v1/mpi_js", "merchant_id=1", headers);
    expect(told(text).target).toBe("*");
    expect(text).not.toContain("><script>");
  });
});

describe("mondido.js", () => {
  test.each(["/v1", "/v2"])("is served for a merchant, with its public key alone (%s)", async (base) => {
    const { http, headers, text } = await merchant.send("GET", `${base}/mondido.js?merchant_id=1`, "", {});
    expect([http, headers["content-type"]]).toEqual([200, "text/javascript; charset=utf-8"]);
    const facts = await kassa.house.directory.byNumber("mondido", "1");
    expect(text).not.toContain(facts?.keys?.privateKey.slice(40, 100));
    expect(text).toMatch(/"exponent":"010001"/);
  });

  test("needs a merchant", async () => {
    expect((await merchant.send("GET", "/v1/mondido.js", "", {})).json.code).toBe(105);
    expect((await merchant.send("GET", "/v1/mondido.js?merchant_id=9", "", {})).json.code).toBe(104);
  });
});
