import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../errors.ts";
import { readPaymentDetails } from "./payment-details.ts";

const errorOf = (value: unknown) => {
  try {
    return readPaymentDetails(value);
  } catch (error) {
    return error instanceof Fault ? error.error : error;
  }
};

describe("payment details", () => {
  const some = { first_name: "Åsa", zip: 17070, email: " a@b.example ", address_2: "", phone: null };

  test("have every key that a client may tell, null where it did not", () => {
    expect(readPaymentDetails(some)).toEqual({
      customer_number: null,
      ssn: null,
      email: "a@b.example",
      phone: null,
      first_name: "Åsa",
      last_name: null,
      zip: "17070",
      address_1: null,
      address_2: null,
      city: null,
      country_code: null,
      segmentation: null,
      company_name: null,
      swish_number: null,
    });
  });

  test("come as JSON text, too", () => {
    expect(readPaymentDetails(JSON.stringify(some))).toEqual(readPaymentDetails(some));
    expect(readPaymentDetails("{first_name: 'Åsa'}")).toMatchObject({ first_name: "Åsa" });
  });

  test.each([undefined, null, ""])("are not there in %j", (value) => {
    expect(readPaymentDetails(value)).toBeNull();
  });

  test("never carry a card", () => {
    const details = readPaymentDetails({ card_number: "4111111111111111", card_cvv: "200", id: 5 });
    expect(JSON.stringify(details)).not.toMatch(/4111|200|card/);
  });

  test.each([
    ["first_name", "errors.missing_or_too_long.first_name"],
    ["last_name", "errors.missing_or_too_long.last_name"],
    ["zip", "errors.missing_or_too_long.zip_code"],
    ["address_1", "errors.missing_or_too_long.address_1"],
    ["city", "errors.missing_or_too_long.city"],
    ["ssn", "errors.missing_or_invalid.ssn"],
    ["customer_number", "errors.request.bad_format"],
  ])("are refused when %s has more than 150 characters", (key, error) => {
    expect(errorOf({ [key]: "x".repeat(151) })).toBe(error);
    expect(errorOf({ [key]: "x".repeat(150) })).toMatchObject({ [key]: "x".repeat(150) });
  });

  test.each([
    ["{", "errors.json.malformed"],
    ["hello", "errors.json.malformed"],
    ["[]", "errors.request.bad_format"],
    ["null", "errors.request.bad_format"],
    [[{}], "errors.request.bad_format"],
    [5, "errors.request.bad_format"],
  ])("are refused as %j", (value, error) => {
    expect(errorOf(value)).toBe(error);
  });

  test("fail in the dialect's words only, whatever is given", () => {
    const close = fc.record({
      ssn: fc.jsonValue(),
      zip: fc.jsonValue(),
      city: fc.string({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), close), (value) => {
        const result = errorOf(value);
        expect(typeof result === "object" || /^errors\./.test(String(result))).toBe(true);
      }),
    );
  });
});
