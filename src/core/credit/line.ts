import type { Reader, Tx } from "../../platform/db/index.ts";
import { type Customer, customers } from "../customers/index.ts";
import { emit } from "../events/index.ts";
import {
  type AccountName,
  accountId,
  accounts,
  available,
  lockAccount,
  setDebitLimit,
} from "../ledger/index.ts";
import { customerAccount } from "./parties.ts";

/** What a credit bureau answers. `limit` in minor units of the currency asked for. */
export type Assessment =
  | { readonly decision: "approved"; readonly limit: bigint }
  | { readonly decision: "declined"; readonly reason: DeclineReason };

export type DeclineReason = "blocked" | "overdue" | "limit_not_enough" | "policy";

/** Who decides about credit: outside of Kassa, called between two writes. */
export type CreditBureau = {
  assess(applicant: { readonly phone: string; readonly currency: string }): Promise<Assessment>;
};

/** A customer's credit line is the debit limit of this account: granted minus used minus held is free. */
function principalOf(customerId: string, currency: string): AccountName {
  return customerAccount({ customerId, currency }, "principal");
}

/** Grants or declines credit, as the bureau said. */
export async function decide(
  tx: Tx,
  { customer, currency, assessment }: { customer: Customer; currency: string; assessment: Assessment },
): Promise<Customer> {
  const declined = assessment.decision === "declined";
  if (!declined) await setDebitLimit(tx, principalOf(customer.id, currency), assessment.limit);
  emit(tx, {
    merchantId: customer.lenderId,
    type: declined ? "customer.declined" : "customer.registered",
    subjectId: customer.id,
    data: declined ? { reason: assessment.reason } : { limit: String(assessment.limit), currency },
  });
  return tx.update(customers, {
    ...customer,
    standing: assessment.decision,
    reason: declined ? assessment.reason : null,
  });
}

/** What the customer may still borrow, in minor units. */
export async function freeLimit(tx: Tx, customerId: string, currency: string): Promise<bigint> {
  return available(await lockAccount(tx, principalOf(customerId, currency)));
}

/** What was granted, and what of it may still be borrowed, in minor units. */
export type CreditLine = { readonly granted: bigint; readonly free: bigint };

/** A customer's credit line for reading, outside of a write; 0 for somebody without one. */
export async function creditLineOf(
  reader: Reader,
  customerId: string,
  currency: string,
): Promise<CreditLine> {
  const account = await reader.find(accounts, { id: accountId(principalOf(customerId, currency)) });
  return account
    ? { granted: account.debitLimit ?? 0n, free: available(account) }
    : { granted: 0n, free: 0n };
}

/** The free part of it alone. */
export async function freeLimitOf(reader: Reader, customerId: string, currency: string): Promise<bigint> {
  return (await creditLineOf(reader, customerId, currency)).free;
}
