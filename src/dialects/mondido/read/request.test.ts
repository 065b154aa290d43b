import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../errors.ts";
import { parseRequest } from "./request.ts";

const form = "application/x-www-form-urlencoded";
const json = "application/json";

type Parts = { search?: string; contentType?: string; body?: string | Uint8Array };

const parse = ({ search = "", contentType = "", body = "" }: Parts) =>
  parseRequest({ search, contentType, body: Buffer.from(body) });

const errorOf = async (parts: Parts) => {
  try {
    return await parse(parts);
  } catch (error) {
    return error instanceof Fault ? error.error : error;
  }
};

function multipart(fields: Readonly<Record<string, string | Uint8Array>>) {
  const head = (name: string) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`;
  const parts = Object.entries(fields).flatMap(([name, value]) => [head(name), value, "\r\n"]);
  const body = Buffer.concat([...parts, "--edge--\r\n"].map((part) => Buffer.from(part)));
  return { contentType: "multipart/form-data; boundary=edge", body };
}

describe("a request", () => {
  test("of flat form fields, with JSON in some", async () => {
    const body =
      "amount=12.00&currency=SEK&test=true&plan_id=&name=%C3%85sa+%26+co&metadata=%7B%22a%22%3A1%7D";
    expect(await parse({ contentType: form, body })).toEqual({
      amount: "12.00",
      currency: "SEK",
      test: "true",
      plan_id: "",
      name: "Åsa & co",
      metadata: '{"a":1}',
    });
  });

  test("of form fields with nested brackets", async () => {
    const body =
      "items[0][artno]=1&items[0][qty]=2&items[1][artno]=b&webhook[url]=https://a.example&webhooks[0][trigger]=refund&metadata[products][1][name]=Sko&payment_details%5Bemail%5D=a%40b.example";
    expect(await parse({ contentType: `${form}; charset=utf-8`, body })).toEqual({
      items: [{ artno: "1", qty: "2" }, { artno: "b" }],
      webhook: { url: "https://a.example" },
      webhooks: [{ trigger: "refund" }],
      metadata: { products: [{ name: "Sko" }] },
      payment_details: { email: "a@b.example" },
    });
  });

  test.each([json, "application/json; charset=utf-8", form, "text/plain", ""])(
    "of JSON that claims to be %j",
    async (contentType) => {
      const told = {
        payment_ref: 77,
        test: "true",
        items: [{ artno: 1 }],
        webhook: '[{"trigger":"payment"}]',
      };
      expect(await parse({ contentType, body: ` ${JSON.stringify(told)}` })).toEqual(told);
      expect(await parse({ contentType, body: `\uFEFF${JSON.stringify(told)}` })).toEqual(told);
    },
  );

  test("of multipart, of more parts than ten", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, `${i} å&=+%`]));
    const sent = multipart({ ...many, process: "", "items[0][artno]": "1" });
    expect(await parse(sent)).toEqual({ ...many, process: "", items: [{ artno: "1" }] });
  });

  test("of form fields that are called multipart, without a boundary", async () => {
    expect(await parse({ contentType: "multipart/form-data", body: "a=1&b=%C3%A5" })).toEqual({
      a: "1",
      b: "å",
    });
  });

  test("of everything in the query", async () => {
    const search =
      "?amount=12.00&metadata[a]=b&items[0][artno]=1&filter%5Bstatus%5D=approved&order_by=id:desc";
    const params = {
      amount: "12.00",
      metadata: { a: "b" },
      items: [{ artno: "1" }],
      filter: { status: "approved" },
      order_by: "id:desc",
    };
    expect(await parse({ search })).toEqual(params);
    expect(await parse({ search: search.slice(1), contentType: form })).toEqual(params);
    expect(await parse({ search, contentType: json })).toEqual(params);
  });

  test("of nothing", async () => {
    for (const search of ["", "?", "&"]) expect(await parse({ search })).toEqual({});
  });

  test("in query and body: the body counts more", async () => {
    const parts = { search: "amount=1.00&locale=en", contentType: json, body: '{"amount":"2.00"}' };
    expect(await parse(parts)).toEqual({ amount: "2.00", locale: "en" });
  });

  test("never carries the secret on", async () => {
    const [search, contentType] = ["secret=s3", form];
    expect(await parse({ search, contentType, body: "secret=s3&secret[a]=s3&a=1" })).toEqual({ a: "1" });
    expect(await parse({ search, contentType: json, body: '{"secret":"s3","a":1}' })).toEqual({ a: 1 });
    expect(await parse({ search, ...multipart({ secret: "s3", a: "1" }) })).toEqual({ a: "1" });
  });

  test("counts a field that is sent twice as sent last", async () => {
    const body = "store_card=0&store_card=1&webhooks[]=a&webhooks[]=b";
    expect(await parse({ contentType: form, body })).toEqual({ store_card: "1", webhooks: ["a", "b"] });
  });

  test("has lists in order, however their members were numbered", async () => {
    const body = "items[5000][artno]=b&items[300][artno]=a&subscription_items[7][artno]=c";
    expect(await parse({ contentType: form, body })).toEqual({
      items: [{ artno: "a" }, { artno: "b" }],
      subscription_items: [{ artno: "c" }],
    });
    expect(
      await parse({ contentType: json, body: '{"items":{"1":{"artno":"b"},"0":{"artno":"a"}}}' }),
    ).toEqual({
      items: [{ artno: "a" }, { artno: "b" }],
    });
  });

  test("with many items is read whole", async () => {
    const keys = ["artno", "description", "amount", "qty", "vat", "discount"];
    const body = Array.from({ length: 500 }, (_, i) =>
      keys.map((key) => `items[${i}][${key}]=${i}`).join("&"),
    );
    const { items } = await parse({ contentType: form, body: body.join("&") });
    expect(items).toHaveLength(500);
    expect((items as unknown[]).at(-1)).toEqual(Object.fromEntries(keys.map((key) => [key, "499"])));
  });
});

describe("a request that cannot be read", () => {
  test.each([
    ["broken JSON", { contentType: json, body: "{" }, "errors.request.json_error"],
    ["JSON of another kind", { contentType: json, body: "[1]" }, "errors.request.json_errors"],
    ["fields that claim to be JSON", { contentType: json, body: "a=1" }, "errors.request.json_error"],
    [
      "JSON nested too deep",
      { body: `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}` },
      "errors.request.json_errors",
    ],
    [
      "multipart that is none",
      { contentType: "multipart/form-data; boundary=b", body: "x" },
      "errors.request.bad_format",
    ],
    [
      "multipart that breaks off",
      { contentType: "multipart/form-data; boundary=edge", body: "--edge\r\nContent-Disp" },
      "errors.request.bad_format",
    ],
    [
      "more than 10,000 fields",
      { contentType: form, body: "a=1&".repeat(10_001) },
      "errors.request.bad_format",
    ],
    ["Latin-1 in fields", { contentType: form, body: "name=%C5sa" }, "errors.encoding.invalid"],
    ["Latin-1 in the query", { search: "name=%C5sa" }, "errors.encoding.invalid"],
    [
      "Latin-1 in JSON",
      { contentType: json, body: Buffer.from('{"a":"\xc5"}', "latin1") },
      "errors.encoding.invalid",
    ],
    [
      "Latin-1 as it is",
      { contentType: form, body: Buffer.from("a=\xc5", "latin1") },
      "errors.encoding.invalid",
    ],
    ["Latin-1 in multipart", multipart({ a: Buffer.from("\xc5", "latin1") }), "errors.encoding.invalid"],
  ])("is refused: %s", async (_, parts, error) => {
    expect(await errorOf(parts)).toBe(error);
  });

  test("is not one with a stray per cent sign", async () => {
    expect(await parse({ contentType: form, body: "a=100%&b=%zz&c=%F0%9F%98%80" })).toEqual({
      a: "100%",
      b: "%zz",
      c: "😀",
    });
  });

  test("loses what cannot be stored", async () => {
    expect(await parse({ contentType: form, body: "a=b%00c" })).toEqual({ a: "bc" });
    expect(await parse({ contentType: json, body: '{"a":"b\\u0000c"}' })).toEqual({ a: "bc" });
  });

  test("does not change what objects inherit", async () => {
    const body = "__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1";
    const params = await parse({ contentType: form, body });
    expect("polluted" in {}).toBe(false);
    expect("polluted" in params).toBe(false);
  });

  test.each([
    "a[]=1&",
    "a=1&",
    "a[b]=1&",
    `${"[a]".repeat(30)}=1&`,
    "items[9999999]=1&",
    "%25&",
    "a".repeat(60),
  ])("takes no long time, made of %s", async (piece) => {
    const begin = performance.now();
    await errorOf({ contentType: form, body: piece.repeat(9_000) });
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  test("fails in the dialect's words only, whatever is sent", async () => {
    const contentType = fc.constantFrom(form, json, "multipart/form-data; boundary=edge", "text/plain", "");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.array(fc.constantFrom(...'[]{}=&%a0":,-\r\n')).map((list) => list.join("")),
    );
    const body = fc.oneof(text, fc.uint8Array());
    await fc.assert(
      fc.asyncProperty(text, contentType, body, async (search, type, bytes) => {
        const result = await errorOf({ search, contentType: type, body: bytes });
        expect(typeof result === "object" ? result instanceof Error : !/^errors\./.test(String(result))).toBe(
          false,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
