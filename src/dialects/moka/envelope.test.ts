import { expect, test } from "vitest";
import { Fault, failure, refused, success, unexpected } from "./envelope.ts";

test("answers have four keys in their order", () => {
  expect(JSON.stringify(success(true))).toBe(
    '{"Data":true,"ResultCode":"Success","ResultMessage":"","Exception":null}',
  );
  expect(JSON.stringify(failure(refused("DealerSale/AddPaymentPlan", "DealerSaleIsNotManualPlan")))).toBe(
    '{"Data":null,"ResultCode":"DealerSale.AddPaymentPlan.DealerSaleIsNotManualPlan","ResultMessage":"","Exception":null}',
  );
  expect(unexpected("Unexpected error")).toEqual({
    Data: null,
    ResultCode: "EX",
    ResultMessage: "Unexpected error",
    Exception: "Unexpected error",
  });
});

test("a fault carries its code, also one of another method's name", () => {
  const fault = refused("DealerSale/DeleteSale", "DealerSale.DeleteDealer.DealerSaleNotFund");
  expect(fault).toBeInstanceOf(Fault);
  expect(fault.code).toBe("DealerSale.DeleteDealer.DealerSaleNotFund");
});
