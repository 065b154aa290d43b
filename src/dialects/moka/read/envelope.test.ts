import { expect, test } from "vitest";
import { checkKeyOf } from "../check-key.ts";
import { codes } from "../codes/index.ts";
import { Fault } from "../envelope.ts";
import { type MethodPath, methods } from "../methods.ts";
import { readEnvelope } from "./envelope.ts";

const demo = { dealerCode: "1730", username: "demo", password: "demo" };
const CheckKey = checkKeyOf(demo);
const authentication = { DealerCode: "1730", Username: "demo", Password: "demo", CheckKey };
const paths = Object.keys(methods) as MethodPath[];

function codeFrom(params: Record<string, unknown>, path: MethodPath): string | undefined {
  try {
    readEnvelope(params, path);
    return undefined;
  } catch (fault) {
    if (fault instanceof Fault) return fault.code;
    throw fault;
  }
}

test.each(paths)("%s has its two objects", (path) => {
  const { authentication: names, request } = methods[path];
  for (const name of names) {
    const params = { [name]: authentication, [request]: { Amount: "1" } };
    expect(readEnvelope(params, path)).toEqual({
      auth: { ...demo, checkKey: CheckKey },
      request: { Amount: "1" },
    });
  }
});

test("keys may be of any case, and a dealer's code a number", () => {
  const odd = { dealercode: 1730, UserName: "demo", PASSWORD: "demo", checkKey: CheckKey.toUpperCase() };
  const params = { dealerSaleAuthentication: odd, DEALERSALEREQUEST: {} };
  expect(readEnvelope(params, "DealerSale/GetSale").auth).toMatchObject(demo);
});

test("a list may come without a request, or with null", () => {
  const params = { DealerSaleAuthentication: authentication };
  for (const more of [{}, { DealerSaleRequest: null }, { DealerSaleRequest: "" }])
    expect(readEnvelope({ ...params, ...more }, "DealerSale/GetSaleList").request).toEqual({});
});

test("empty credentials with their key are read: whether somebody has them is another question", () => {
  const nobody = { dealerCode: "", username: "", password: "" };
  const params = {
    PaymentDealerAuthentication: { DealerCode: "", Username: null, CheckKey: checkKeyOf(nobody) },
    PaymentDealerRequest: {},
  };
  expect(readEnvelope(params, "PaymentDealer/DoVoid").auth).toMatchObject(nobody);
});

test.each([
  [{}],
  [{ DealerCustomerAuthentication: authentication, DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: "1730", DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: [authentication], DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: { ...authentication, CheckKey: "x" }, DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: { ...authentication, Password: {} }, DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: { ...authentication, Username: "x".repeat(201) }, DealerSaleRequest: {} }],
  [{ DealerSaleAuthentication: authentication }],
  [{ DealerSaleAuthentication: authentication, DealerSaleRequest: null }],
  [{ DealerSaleAuthentication: authentication, DealerSaleRequest: "x" }],
  [{ DealerSaleAuthentication: authentication, DealerSaleRequest: [] }],
  [{ DealerSaleAuthentication: authentication, DealerCustomerRequest: {} }],
])("%j is no request", (params) => {
  expect(codeFrom(params, "DealerSale/AddPaymentPlan")).toBe("DealerSale.AddPaymentPlan.InvalidRequest");
});

test("of payments a wrong key is the authentication's, a wrong request the method's (facts 1.5)", () => {
  const path = "PaymentDealer/GetBankCardInformation";
  expect(codeFrom({}, path)).toBe("PaymentDealer.CheckPaymentDealerAuthentication.InvalidRequest");
  expect(codeFrom({ PaymentDealerAuthentication: authentication, PaymentDealerRequest: {} }, path)).toBe(
    "PaymentDealer.GetBankCardInformation.InvalidRequest",
  );
});

test.each(paths)("nothing is said to %s, and it has a code for that", (path) => {
  expect(codeFrom({}, path)).toMatch(/\.InvalidRequest$/);
  expect(Object.keys(codes[path])).not.toHaveLength(0);
});
