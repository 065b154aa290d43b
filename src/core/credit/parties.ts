import type { AccountName } from "../ledger/index.ts";

/** Who lends to whom for what; the accounts of every posting of a credit follow from it. */
export type Parties = {
  readonly merchantId: string;
  readonly lenderId: string;
  readonly customerId: string;
  readonly paymentId: string;
  readonly currency: string;
};

export function customerAccount(
  { customerId, currency }: Pick<Parties, "customerId" | "currency">,
  code: "principal" | "fees" | "credit_balance",
): AccountName {
  return { ownerId: customerId, code, currency };
}

export function lenderAccount(
  { lenderId, currency }: Pick<Parties, "lenderId" | "currency">,
  code: "cash" | "deferred_fees" | "fee_income" | "commission_income",
): AccountName {
  return { ownerId: lenderId, code, currency };
}

export function merchantPayable({ merchantId, currency }: Parties): AccountName {
  return { ownerId: merchantId, code: "payable", currency };
}
