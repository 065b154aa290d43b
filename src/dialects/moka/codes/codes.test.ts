import { expect, test } from "vitest";
import { type MethodPath, methods } from "../methods.ts";
import {
  authenticationCodes,
  bankResultOf,
  bankResults,
  codeOf,
  codes,
  invalidRequestCode,
} from "./index.ts";

const paths = Object.keys(methods) as MethodPath[];
const codesOf = <Path extends MethodPath>(path: Path) =>
  (Object.keys(codes[path]) as (keyof (typeof codes)[Path] & string)[]).map((reason) => codeOf(path, reason));

test("every method has a table, and no table is without a method", () => {
  expect(Object.keys(codes).sort()).toEqual([...paths].sort());
});

test("the checks of AddPaymentPlan are those of the document, in its order", () => {
  const documented = Object.entries(codes["DealerSale/AddPaymentPlan"]).filter(
    ([, source]) => source === "documented",
  );
  expect(documented.map(([reason]) => reason)).toEqual([
    "InvalidRequest",
    "SaleCodeOrDealerSaleIdMustBeGiven",
    "AmountIsRequired",
    "PaymentDateIsRequired",
    "InvalidInstallmentNumber",
    "InvalidDateFormatPaymentDate",
    "PaymentDatePassed",
    "InvalidCurrencyCode",
    "DealerSaleIsNotManualPlan",
    "SaleEndDatePassed",
    "PaymentDateMustBeAfterSaleBeginDate",
    "PaymentDateMustBeBeforeSaleEndDate",
  ]);
});

test("what is misspelt on the wire is so here", () => {
  expect(codesOf("DealerSale/DeleteSale")).toContain("DealerSale.DeleteDealer.DealerSaleNotFund");
  expect(codesOf("DealerSale/DeleteSale")).toContain(
    "DealerSale.DeleteDealer.SaleCodeDoesntMatchDealerSaleId",
  );
  expect(codesOf("PaymentDealer/DoDirectPaymentThreeD")).toContain(
    "PaymentDealer.DoDirectPayment3dRequest.RedirectUrlRequired",
  );
});

test.each(paths)("%s begins with a wrong key and an unknown account", (path) => {
  const { wrongKey, noAccount } = authenticationCodes(path);
  expect(wrongKey).toMatch(/\.InvalidRequest$/);
  expect(noAccount).toMatch(/\.InvalidAccount$/);
  expect(invalidRequestCode(path)).toMatch(/\.InvalidRequest$/);
});

test.each(paths)("codes of %s have three parts, each once", (path) => {
  const all = codesOf(path);
  expect(new Set(all).size).toBe(all.length);
  for (const code of all) expect(code).toMatch(/^[A-Z]\w+\.[A-Z]\w+\.[A-Z]\w+$/);
});

test("there are thirty answers of banks", () => {
  expect(Object.keys(bankResults).sort()).toEqual(
    Array.from({ length: 30 }, (_, i) => String(i).padStart(3, "0")),
  );
});

test.each([
  [{ code: "51", reason: "declined" }, "002"],
  [{ code: "018", reason: "declined" }, "018"],
  [{ code: "54", reason: "card_expired" }, "006"],
  [{ reason: "card_expired" }, "006"],
  [{ code: "ZZ", reason: "cvv_wrong" }, "015"],
  [{ code: "constructor", reason: "toString" }, "000"],
  [{ reason: null }, "000"],
])("%j is told as %s", (declined, code) => {
  const result = bankResultOf(declined);
  expect(result.code).toBe(code);
  expect(result.message).not.toBe("");
});
