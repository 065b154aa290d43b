import { describe, expect, test } from "vitest";
import { createServer } from "../platform/http/index.ts";
import { createLog } from "../platform/log/index.ts";
import { createAuthenticator, createCardBank } from "../rails/index.ts";
import { registerAcs } from "./acs.ts";

const key = "0".repeat(64);
const authenticator = createAuthenticator(key);
const id = "01890000-0000-7000-8000-000000000001";

const server = createServer(createLog("silent"));
registerAcs(server, createCardBank(key));

async function challenge(changes: { merchantName?: string; currency?: string } = {}) {
  const form = await authenticator.begin({
    id,
    cardNumber: "4000000010000018",
    amount: 1_234_50n,
    currency: "SEK",
    merchantName: "Demo Shop",
    returnUrl: "http://localhost:4000/v1/form/abc?a=1&b=2",
    isTest: true,
    baseUrl: "http://localhost:4000",
    ...changes,
  });
  if (!form) throw new Error("no challenge");
  return form.fields;
}

function post(url: string, fields: Readonly<Record<string, string>>) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return server.inject({ method: "POST", url, headers, payload: new URLSearchParams(fields).toString() });
}

/** The fields that a page's form would post. */
function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries(
    [...fields].map(([, name = "", value = ""]) => [name, value.replaceAll("&amp;", "&")]),
  );
}

describe("the bank's page", () => {
  test("tells shop, amount and masked card, and asks", async () => {
    const { statusCode, headers, body } = await post("/sandbox/acs", await challenge());
    expect(statusCode).toBe(200);
    for (const text of ["Demo Shop", "1234.50 SEK", "400000******0018", ">Approve<", ">Refuse<"]) {
      expect(body).toContain(text);
    }
    expect(headers["content-security-policy"]).toMatch(/script-src 'self';.*form-action 'self';/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).not.toMatch(/<style|\sstyle=|\son\w+=|<script|undefined/);
  });

  test("escapes what it prints", async () => {
    const MD = '"><script>1</script>';
    const { body } = await post("/sandbox/acs", {
      ...(await challenge({ merchantName: "<b>Shop</b>" })),
      MD,
    });
    expect(body).toContain("&lt;b&gt;Shop&lt;/b&gt;");
    expect(body).not.toContain("<b>");
    expect(body).not.toContain("<script>");
  });

  test("finds its files, which may be kept forever", async () => {
    const asked = await challenge();
    const { body } = await post("/sandbox/acs/answer", { ...asked, verdict: "approve" });
    const files = [...body.matchAll(/(?:href|src)="(\/assets\/acs-[^"]+)"/g)].map(([, path = ""]) => path);
    expect(files).toHaveLength(2);
    for (const url of files) {
      const { statusCode, headers } = await server.inject({ url });
      expect([url, statusCode]).toEqual([url, 200]);
      expect(headers["cache-control"]).toContain("immutable");
    }
  });
});

describe("the answer", () => {
  test.each([
    ["approve", true],
    ["refuse", false],
  ])("%s goes back to the shop as a verdict, also without JavaScript", async (verdict, authenticated) => {
    const asked = hiddenFields((await post("/sandbox/acs", await challenge())).body);
    const { statusCode, headers, body } = await post("/sandbox/acs/answer", { ...asked, verdict });
    expect(statusCode).toBe(200);
    expect(body).toContain('<form method="post" action="http://localhost:4000/v1/form/abc?a=1&amp;b=2">');
    expect(body).toContain("<button>Continue</button>");
    // From there the shopper is redirected to the shop's own address.
    expect(headers["content-security-policy"]).toContain("form-action 'self' https: http:");
    const fields = hiddenFields(body);
    expect(fields.MD).toBe(id);
    expect(await authenticator.finish(id, fields)).toMatchObject({ authenticated });
  });

  test("must be one of the two", async () => {
    const { statusCode } = await post("/sandbox/acs/answer", { ...(await challenge()), verdict: "maybe" });
    expect(statusCode).toBe(400);
  });
});

describe.each(["/sandbox/acs", "/sandbox/acs/answer"])("%s leads nobody astray", (url) => {
  test.each([
    ["an address elsewhere", { TermUrl: "https://elsewhere.example/" }],
    ["another address of ours", { TermUrl: "http://localhost:4000/v1/transactions" }],
    ["a script", { TermUrl: "javascript:alert(1)" }],
    ["a request of somebody else", { PaReq: "e30.c2lnbmF0dXJl" }],
    ["no request", { PaReq: "" }],
    ["more than there is room for", { MD: "x".repeat(10_000) }],
  ])("with %s", async (_name, changes) => {
    const asked = { ...(await challenge()), verdict: "approve", ...changes };
    const { statusCode, body } = await post(url, asked);
    expect(statusCode).toBe(400);
    expect(body).not.toContain("<form");
  });
});
