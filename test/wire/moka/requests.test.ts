import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticationCodes, codes, invalidRequestCode } from "../../../src/dialects/moka/codes/index.ts";
import { endpoints } from "../../../src/dialects/moka/endpoints/index.ts";
import { type MethodPath, methods, type Wrappers } from "../../../src/dialects/moka/methods.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { authenticationOf, Dealer, demo, type Fields } from "./dealer.ts";

let kassa: Kassa;
let dealer: Dealer;
beforeAll(async () => {
  kassa = await openKassa();
  dealer = new Dealer(kassa);
});
afterAll(async () => {
  expect(await kassa.problems()).toEqual([]);
  await kassa.close();
});

const paths = Object.keys(endpoints) as MethodPath[];
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const url = "/DealerCustomer/AddCustomer";

let count = 0;
const newCode = () => `told-${++count}`;

/** A customer in the words of the document. */
function told(more: Fields = {}) {
  return {
    DealerCustomerAuthentication: authenticationOf(demo),
    DealerCustomerRequest: {
      CustomerCode: newCode(),
      Password: "",
      FirstName: "Ayşe",
      LastName: "Yılmaz",
      Gender: 2,
      BirthDate: "19900131",
      ...more,
    },
  };
}

/** Field names as a Ruby gem writes them: one without a value has no equals sign. */
function formOf(body: Readonly<Record<string, Fields>>): string {
  const fields = Object.entries(body).flatMap(([outer, inner]) =>
    Object.entries(inner).map(([name, value]) => {
      const key = encodeURIComponent(`${outer}[${name}]`);
      return value === null ? key : `${key}=${encodeURIComponent(String(value))}`;
    }),
  );
  return fields.join("&");
}

const text = (body: object) => JSON.stringify(body);
const renamed = (change: (key: string) => string) =>
  JSON.stringify(told()).replaceAll(/"(\w+)":/g, (_, key: string) => `"${change(key)}":`);

const bodies: readonly [
  name: string,
  path: string,
  headers: Record<string, string>,
  body: () => string | Buffer,
][] = [
  ["JSON", url, json, () => text(told())],
  ["a doubled slash", `/${url}`, json, () => text(told())],
  ["JSON that says it is text", url, { "content-type": "text/plain" }, () => text(told())],
  ["JSON without a type", url, {}, () => text(told())],
  ["JSON that says it is a form", url, form, () => text(told())],
  [
    "UTF-16",
    url,
    { "content-type": "application/json; charset=utf-16" },
    () => Buffer.from(text(told()), "utf16le"),
  ],
  [
    "UTF-16 with a mark, unannounced",
    url,
    json,
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text(told()), "utf16le")]),
  ],
  ["a form", url, form, () => formOf(told())],
  ["a form with names without values", url, form, () => formOf(told({ Email: null, Address: null }))],
  ["keys in small letters", url, json, () => renamed((key) => key.toLowerCase())],
  ["keys in capitals", url, json, () => renamed((key) => key.toUpperCase())],
  ["blanks around keys", url, json, () => renamed((key) => ` ${key} `)],
  ["null for what is not told", url, json, () => text(told({ Email: null, Address: null, GsmNumber: null }))],
  [
    "empty text for what is not told",
    url,
    json,
    () => text(told({ Email: "", Address: " ", DealerCustomerId: "" })),
  ],
  ["numbers as text", url, json, () => text(told({ Gender: "2", BirthDate: 19900131 }))],
  ["properties nobody knows", url, json, () => text({ ...told({ Phone: "1", x: {} }), IsPoolPayment: 0 })],
  [
    "a dealer's code as a number, and a key in capitals",
    url,
    json,
    () => {
      const { DealerCustomerAuthentication: auth, ...rest } = told();
      const CheckKey = auth.CheckKey.toUpperCase();
      return text({ DealerCustomerAuthentication: { ...auth, DealerCode: 1730, CheckKey }, ...rest });
    },
  ],
];

describe("one customer is added by", () => {
  test.each(bodies)("%s", async (_name, path, headers, body) => {
    const { http, json: answer } = await dealer.send(path, body(), headers);
    expect([http, answer.ResultCode, answer.Exception]).toEqual([200, "Success", null]);
    expect(answer.Data.DealerCustomer).toMatchObject({
      CustomerCode: `told-${count}`,
      FirstName: "Ayşe",
      LastName: "Yılmaz",
      Gender: 2,
      BirthDate: "19900131",
      Email: "",
    });
  });
});

test.each([
  ["nothing", ""],
  ["broken JSON", '{"DealerCustomerAuthentication":'],
  ["a list", "[]"],
  ["JSON nested a thousand times", "[".repeat(1_000)],
  ["more than anybody sends", JSON.stringify({ ...told(), more: "x".repeat(300_000) })],
])("%s is an invalid request", async (_name, body) => {
  const { http, text: answer } = await dealer.send(url, body, json);
  expect([http, answer]).toEqual([
    200,
    '{"Data":null,"ResultCode":"DealerCustomer.AddCustomer.InvalidRequest","ResultMessage":"","Exception":null}',
  ]);
});

test("an answer has the provider's headers and order, in one line", async () => {
  const { headers, text: body } = await dealer.call("DealerCustomer/GetCustomer", { CustomerCode: "nobody" });
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-cache",
    pragma: "no-cache",
    expires: "-1",
    server: "Microsoft-IIS/10.0",
    "x-aspnet-version": "4.0.30319",
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "*",
  });
  expect(body).toMatch(/^\{"Data":null,"ResultCode":"[\w.]+","ResultMessage":"","Exception":null\}$/);
});

test("what is no method, and a method that is not posted to, is not found", async () => {
  for (const [method, path] of [
    ["POST", "/DealerSale/NoSuchMethod"],
    ["POST", "/DealerProduct/AddProduct"],
    ["GET", url],
  ] as const)
    expect((await kassa.server.inject({ method, url: path })).statusCode).toBe(404);
});

describe.each(paths)("%s", (path) => {
  const { wrongKey, noAccount } = authenticationCodes(path);
  const { authentication, request: wrapper }: Wrappers = methods[path];
  const send = async (auth: unknown, request: unknown = {}) => {
    const body = Object.fromEntries([...authentication.map((name) => [name, auth]), [wrapper, request]]);
    const { http, code } = await dealer.send(`/${path}`, JSON.stringify(body), json);
    return [http, code];
  };

  test("refuses a wrong key, and whoever is not there, in this order", async () => {
    expect(await send({ ...authenticationOf(demo), CheckKey: "0".repeat(64) })).toEqual([200, wrongKey]);
    expect(await send({ ...authenticationOf(demo), CheckKey: null })).toEqual([200, wrongKey]);
    expect(await send([])).toEqual([200, wrongKey]);
    for (const wrong of [{ code: "1" }, { username: "Demo" }, { password: "x" }, { password: "" }])
      expect(await send(authenticationOf({ ...demo, ...wrong }))).toEqual([200, noAccount]);
    const nobody = authenticationOf({ code: "", username: "", password: "" });
    expect(await send(nobody)).toEqual([200, noAccount]);
  });

  test("reads a request that is none as invalid", async () => {
    for (const none of ["x", [], 1])
      expect(await send(authenticationOf(demo), none)).toEqual([200, invalidRequestCode(path)]);
  });

  test("knows a word for whatever it is asked", async () => {
    const names = ["Amount", "OtherTrxCode", "CustomerCode", "DealerSaleId", "PaymentDate", "CardToken"];
    const known = Object.keys(codes[path]).map((reason) =>
      reason.includes(".") ? reason : `${path.replace("/", ".")}.${reason}`,
    );
    const request = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const [http, code] = await send(authenticationOf(demo), asked);
        expect(http).toBe(200);
        expect([...known, "Success"]).toContain(code);
      }),
      { numRuns: 15 },
    );
  });
});
