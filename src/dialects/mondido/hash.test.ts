import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRequestHash, requestHash, responseHash } from "./hash.ts";

const parts = {
  merchantId: "1",
  paymentRef: "4711",
  customerRef: "ab12cd",
  amount: "110.00",
  currency: "sek",
  isTest: true,
  secret: "secret",
};
const hash = "c62219288e1028581f60d18357380a73";

describe("a request's hash", () => {
  test.each([
    [{}, hash],
    [{ customerRef: undefined, isTest: false }, "8be273673e4ff38227bc2e218506d047"],
    [{ customerRef: "", isTest: false }, "8be273673e4ff38227bc2e218506d047"],
    [
      { paymentRef: "PaymentRefValue", customerRef: "CustomerRefValue", amount: "10.00" },
      "848c387aa1de91ec5613e4b2b25389cd",
    ],
    [{ paymentRef: "99", customerRef: undefined, amount: "10.00" }, "e540fb59cdd6057f516fec57830b195a"],
    [{ currency: "SEK" }, hash],
  ])("with %j is that of the provider's clients", (differing, expected) => {
    expect(requestHash({ ...parts, ...differing })).toBe(expected);
    expect(isRequestHash(expected, { ...parts, ...differing })).toBe(true);
  });

  test.each(["110", "110.0", "110.000", 110, 110.00000000000001])(
    "over two decimals is taken when %j was posted",
    (amount) => {
      expect(isRequestHash(hash, { ...parts, amount })).toBe(true);
    },
  );

  test("over the amount as it was posted is taken", () => {
    for (const amount of ["110", 110]) {
      expect(isRequestHash(requestHash({ ...parts, amount }), { ...parts, amount })).toBe(true);
    }
  });

  test("over anything else is not", () => {
    for (const differing of [
      { merchantId: "2" },
      { paymentRef: "4712" },
      { customerRef: "" },
      { amount: "110.01" },
      { amount: "110,00" },
      { currency: "eur" },
      { isTest: false },
      { secret: "Secret" },
    ]) {
      expect(isRequestHash(hash, { ...parts, ...differing })).toBe(false);
    }
  });

  test.each([hash.toUpperCase(), ` ${hash}`, hash.slice(1), "", undefined, null, 5, [hash], {}])(
    "is not %j",
    (given) => {
      expect(isRequestHash(given, parts)).toBe(false);
    },
  );

  test("answers whatever is given", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.string(), (given, amount, currency) => {
        expect(isRequestHash(given, { ...parts, amount, currency })).toBe(false);
      }),
    );
  });
});

describe("a hash by an older recipe", () => {
  const legacy = { ...parts, isLegacyTaken: true };

  test.each([
    ["the mode left out (2014, with the customer)", "8579c960bb9e474d11168d86a2695e30", {}],
    ["the customer left out, too (August 2014)", "8be273673e4ff38227bc2e218506d047", {}],
    ["the currency left out, too (2014 and before)", "27b007501600357de700a2b937529b4b", {}],
    [
      "neither customer nor currency, of an order without a customer",
      "27b007501600357de700a2b937529b4b",
      { customerRef: "" },
    ],
  ])("with %s is taken where the merchant wants it, and only there", (_, given, differing) => {
    expect(isRequestHash(given, { ...legacy, ...differing })).toBe(true);
    expect(isRequestHash(given, { ...parts, ...differing })).toBe(false);
  });

  test("is taken over two decimals, too", () => {
    expect(isRequestHash("27b007501600357de700a2b937529b4b", { ...legacy, amount: "110" })).toBe(true);
  });

  test("says what it says: an amount, a reference and a secret", () => {
    for (const differing of [
      { merchantId: "2" },
      { paymentRef: "4712" },
      { amount: "110.01" },
      { secret: "x" },
    ])
      for (const given of [
        "8579c960bb9e474d11168d86a2695e30",
        "8be273673e4ff38227bc2e218506d047",
        "27b007501600357de700a2b937529b4b",
      ])
        expect(isRequestHash(given, { ...legacy, ...differing })).toBe(false);
    expect(isRequestHash("8be273673e4ff38227bc2e218506d047", { ...legacy, currency: "eur" })).toBe(false);
    expect(isRequestHash("8579c960bb9e474d11168d86a2695e30", { ...legacy, customerRef: "somebody" })).toBe(
      false,
    );
  });

  test("does not replace today's", () => {
    expect(isRequestHash(hash, legacy)).toBe(true);
  });
});

describe("a response's hash", () => {
  const { isTest: _, ...rest } = parts;
  const response = { ...rest, amount: 11_000n, currency: "SEK" };

  test.each([
    ["approved", "297a77c6274abc7cf92c33475191661d"],
    ["Approved", "297a77c6274abc7cf92c33475191661d"],
    ["declined", "cf722dbd35a1326af11e6f2ed516c6db"],
  ])("of %s is that of the provider's clients", (status, expected) => {
    expect(responseHash({ ...response, status })).toBe(expected);
    expect(responseHash({ ...response, currency: "sek", status })).toBe(expected);
  });

  test.each([
    ["JPY", 110n, "ef79f9a230a967d7a9820997ab435ff5"],
    ["KWD", 1250n, "bd1216eb4034ce3aa39a9b22afb7f168"],
  ])("has two decimals for %s, too", (currency, amount, expected) => {
    expect(responseHash({ ...response, currency, amount, status: "approved" })).toBe(expected);
  });
});
