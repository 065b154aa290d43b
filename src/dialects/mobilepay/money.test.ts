import { expect, test } from "vitest";
import { readBillingCurrency, readCurrency } from "./currencies.ts";
import { checkAmount, feeOf } from "./money.ts";
import { checkFuture, checkTime } from "./time.ts";

test("the fee is a part of the amount, rounded half up, and what each capture costs", () => {
  expect(feeOf({ settings: { feePpm: 10_000 } }, 1_050n)).toBe(11n);
  expect(feeOf({ settings: { feePpm: 10_000, feeFixed: 25 } }, 1_000n)).toBe(35n);
  expect(feeOf({ settings: {} }, 1_000n)).toBe(0n);
  expect(feeOf({ settings: { feeFixed: 25 } }, 0n)).toBe(0n);
});

test("amounts are above zero; verifications are from 0 to 100", () => {
  for (const amount of [0n, -1n]) expect(() => checkAmount(amount)).toThrow("above 0");
  for (const amount of [-1n, 101n])
    expect(() => checkAmount(amount, { isVerification: true })).toThrow("100");
  for (const amount of [0n, 100n]) checkAmount(amount, { isVerification: true });
  checkAmount(1n);
});

test("currencies are letters or numbers; merchants are billed in four of them", () => {
  expect([readCurrency("208"), readCurrency(" dkk "), readCurrency("GBP")]).toEqual(["DKK", "DKK", "GBP"]);
  for (const told of ["", "20", "PLN", "985", "constructor"]) expect(readCurrency(told)).toBeUndefined();
  expect([readBillingCurrency("752"), readBillingCurrency("GBP")]).toEqual(["SEK", undefined]);
});

test("times are of this age: five years before or after", () => {
  const now = Temporal.Instant.from("2027-01-01T00:00:00Z");
  const days = (count: number) => now.add({ hours: 24 * count });
  for (const count of [-1_825, 0, 1_825]) expect(checkTime(days(count), now).equals(days(count))).toBe(true);
  for (const count of [-1_826, 1_826]) expect(() => checkTime(days(count), now)).toThrow("another age");
  expect(checkFuture(days(1), now).toString()).toBe("2027-01-02T00:00:00Z");
  for (const count of [0, -1, 1_826]) expect(() => checkFuture(days(count), now)).toThrow("another age");
});
