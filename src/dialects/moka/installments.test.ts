import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bin, findBin } from "./bin.ts";
import { commissionRate, mostInstallments, paymentAmount, paymentTable } from "./installments.ts";

const bonus = findBin("526955") as Bin;
const asked = { amount: 10_000n, currency: "TRY", isOnTop: true };

test("the amounts are those of a recorded answer", () => {
  const rate = commissionRate(1) ?? 0n;
  const bin = findBin("526911") as Bin;
  expect(
    paymentAmount({ amount: 10_000n, currency: "TRY", bin, binNumber: "526911", rate, revenueRate: 50_000n }),
  ).toMatchObject({
    PaymentAmount: 101.56,
    DealerDepositAmount: 95,
    DealerCommissionRate: 6.46,
    DealerCommissionAmount: 6.56,
    DealerCommissionFixedAmount: 0,
    DealerGroupCommissionRate: 1.54,
    DealerGroupCommissionAmount: 1.56,
    DealerGroupCommissionFixedAmount: 0,
    GroupRevenueRate: 5,
    GroupRevenueAmount: 5,
    BankCard: { BankCode: "111" },
  });
});

test("who may pay in instalments", () => {
  const most = (digits: string, currency = "TRY") => mostInstallments(findBin(digits), currency);
  expect([most("526955"), most("513662"), most("979206"), most("411111"), most("526955", "USD")]).toEqual([
    12, 9, 1, 1, 1,
  ]);
});

test("a table has one list for a card's programme, and one each without a card", () => {
  const [list, ...others] = paymentTable({ ...asked, bin: bonus }).BankPaymentInstallmentInfoList;
  expect(others).toEqual([]);
  expect(list?.BankInfoName).toBe("BONUS");
  expect(list?.PaymentInstallmentInfoList).toHaveLength(12);
  expect(list?.PaymentInstallmentInfoList[1]).toEqual({
    CommissionType: "",
    InstallmentNumber: 2,
    DealerCommissionRate: 2.8,
    DealerCommissionFixedAmount: 0,
    DealerCommissionAmount: 2.88,
    PerInstallmentAmount: 51.44,
    Amount: 102.88,
  });
  expect(paymentTable({ ...asked, bin: undefined }).BankPaymentInstallmentInfoList).toHaveLength(7);
});

test("without the commission on top the shopper pays what was asked", () => {
  const [list] = paymentTable({ ...asked, isOnTop: false, bin: bonus }).BankPaymentInstallmentInfoList;
  expect(list?.PaymentInstallmentInfoList[1]).toMatchObject({
    Amount: 100,
    PerInstallmentAmount: 50,
    DealerCommissionAmount: 2.8,
  });
});

test("a commission on top leaves the dealer what was asked, to the minor unit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999_999n }), fc.integer({ min: 1, max: 12 }), (amount, n) => {
      const rate = commissionRate(n) ?? 0n;
      const { PaymentAmount } = paymentAmount({
        amount,
        currency: "TRY",
        bin: bonus,
        binNumber: "526955",
        rate,
        revenueRate: 0n,
      });
      const paid = BigInt(Math.round(PaymentAmount * 100));
      const left = (paid * (1_000_000n - rate) + 500_000n) / 1_000_000n;
      expect(left).toBe(amount);
    }),
  );
});
