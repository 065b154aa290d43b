import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../errors.ts";
import { readWebhooks } from "./webhooks.ts";

const http = {
  url: "https://mybackend.com/confirmOrderFromMondido",
  trigger: "payment_success",
  http_method: "post",
  data_format: "form_data",
};
const mail = { trigger: "payment_success", email: "myname@domain.com" };
const readHttp = {
  type: "CustomHttp",
  trigger: "payment_success",
  url: http.url,
  email: undefined,
  httpMethod: "post",
  dataFormat: "form_data",
};
const readMail = {
  type: "Email",
  trigger: "payment_success",
  url: undefined,
  email: mail.email,
  httpMethod: "post",
  dataFormat: "json",
};

const errorOf = (value: unknown) => {
  try {
    return readWebhooks(value);
  } catch (error) {
    return error instanceof Fault ? error.error : error;
  }
};

describe("webhooks", () => {
  test.each([
    ["an object", http, [readHttp]],
    ["a mail", mail, [readMail]],
    ["an array", [mail, http], [readMail, readHttp]],
    ["JSON text of an object", JSON.stringify(http), [readHttp]],
    ["JSON text of an array", JSON.stringify([mail, http]), [readMail, readHttp]],
    ["an array of JSON texts", [JSON.stringify(http)], [readHttp]],
    ["an object with numbers for keys", { 0: http, 1: mail }, [readHttp, readMail]],
    ["with the type named", { ...http, type: "customhttp" }, [readHttp]],
    ["with both addresses", { ...http, email: mail.email }, [readHttp]],
    ["with both addresses and a type", { ...http, ...mail, type: "Email", data_format: "" }, [readMail]],
    ["in capitals", { ...http, http_method: "POST", data_format: "FORM_DATA" }, [readHttp]],
  ])("come as %s", (_, value, webhooks) => {
    expect(readWebhooks(value)).toEqual(webhooks);
  });

  test.each([undefined, null, "", "[]", []])("are none in %j", (value) => {
    expect(readWebhooks(value)).toEqual([]);
  });

  test.each(["payment", "payment_success", "payment_error", "refund", "stored_card", "subscription"])(
    "wait for %s",
    (trigger) => {
      expect(readWebhooks({ ...http, trigger })).toEqual([{ ...readHttp, trigger }]);
    },
  );

  test("are posted as JSON unless they say otherwise", () => {
    expect(readWebhooks({ url: http.url, trigger: "refund" })).toMatchObject([
      { httpMethod: "post", dataFormat: "json" },
    ]);
    for (const method of ["get", "put", "patch", "DELETE"]) {
      expect(readWebhooks({ ...http, http_method: method })[0]?.httpMethod).toBe(method.toLowerCase());
    }
  });

  test.each([
    ["broken JSON", "{"],
    ["text", "hello"],
    ["null in JSON", "null"],
    ["a number", 5],
    ["an empty object", {}],
    ["a list of nothing", [null]],
    ["an unknown trigger", { ...http, trigger: "order" }],
    ["no trigger", { url: http.url }],
    ["an inherited trigger", { ...http, trigger: "toString" }],
    ["no address", { trigger: "payment" }],
    ["an address of another kind", { ...http, url: "ftp://a.example" }],
    ["a script", { ...http, url: "javascript:alert(1)" }],
    ["half an address", { ...http, url: "https://" }],
    ["a relative address", { ...http, url: "/hook" }],
    ["a very long address", { ...http, url: `https://a.example/${"x".repeat(2_000)}` }],
    ["no mail address", { ...mail, email: "nobody" }],
    ["two mail addresses", { ...mail, email: "a@b.example,c@d.example" }],
    ["a mail address with a line break", { ...mail, email: "a@b.example\nBcc: c@d.example" }],
    ["a type without its address", { ...mail, type: "CustomHttp" }],
    ["an unknown type", { ...http, type: "Sms" }],
    ["an unknown method", { ...http, http_method: "HEAD" }],
    ["an unknown format", { ...http, data_format: "yaml" }],
    ["more than ten", Array(11).fill(http)],
  ])("are refused as %s", (_, value) => {
    expect(errorOf(value)).toBe("errors.webhook.invalid");
  });

  test("fail in one way, whatever is given", () => {
    const close = fc.record({ url: fc.oneof(fc.webUrl(), fc.jsonValue()), trigger: fc.jsonValue() });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), close, fc.array(close)), (value) => {
        const result = errorOf(value);
        expect(Array.isArray(result) || result === "errors.webhook.invalid").toBe(true);
      }),
    );
  });
});
