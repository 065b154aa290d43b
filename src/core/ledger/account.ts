import { type Table, table } from "../../platform/db/index.ts";
import { uuidBeside } from "../../platform/ids/index.ts";
import { remembered } from "../../platform/remembered.ts";

/** One side of every movement. Its id follows from owner, code and currency, and lies beside its owner's. */
export type Account = {
  readonly id: string;
  readonly ownerId: string;
  readonly code: AccountCode;
  readonly currency: string;
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
  /** How far debits, holds included, may exceed credits; null: any. */
  readonly debitLimit: bigint | null;
  readonly neverInCredit: boolean;
};

/** The chart of accounts: who owns one, which side makes it grow, what it tells. Printed in docs/ledger.md. */
export const chart = {
  principal: {
    owner: "customer",
    normal: "debit",
    neverInCredit: true,
    tells: "money lent and not yet repaid; its debit limit is the credit line",
  },
  fees: {
    owner: "customer",
    normal: "debit",
    neverInCredit: true,
    tells: "overpayment agreed and not yet paid",
  },
  credit_balance: {
    owner: "customer",
    normal: "credit",
    neverInCredit: false,
    tells: "what the lender owes the customer after a return",
  },
  payable: {
    owner: "merchant",
    normal: "credit",
    neverInCredit: false,
    tells: "what the platform owes the merchant for captured payments",
  },
  pool: {
    owner: "merchant",
    normal: "credit",
    neverInCredit: false,
    tells: "captured payments that the merchant has not yet approved",
  },
  cash: { owner: "lender", normal: "debit", neverInCredit: false, tells: "money received from customers" },
  deferred_fees: {
    owner: "lender",
    normal: "credit",
    neverInCredit: false,
    tells: "overpayment agreed but not yet earned",
  },
  fee_income: {
    owner: "lender",
    normal: "credit",
    neverInCredit: false,
    tells: "overpayment that customers have paid",
  },
  commission_income: {
    owner: "lender",
    normal: "credit",
    neverInCredit: false,
    tells: "commission that merchants pay",
  },
  acquirer_receivable: {
    owner: "merchant",
    normal: "debit",
    neverInCredit: false,
    tells: "what acquirers and invoice providers owe for the merchant's captured payments",
  },
  outside_receivable: {
    owner: "merchant",
    normal: "debit",
    neverInCredit: false,
    tells: "memorandum: what an acquirer outside the platform owes for captured payments",
  },
  outside_payable: {
    owner: "merchant",
    normal: "credit",
    neverInCredit: false,
    tells: "memorandum: the same, as the merchants of an integrator get it",
  },
  fees_receivable: {
    owner: "merchant",
    normal: "debit",
    neverInCredit: false,
    tells: "fees that an integrator is billed for payments outside the platform",
  },
  processing_income: {
    owner: "lender",
    normal: "credit",
    neverInCredit: false,
    tells: "fees that merchants pay for payments by card and invoice",
  },
} as const satisfies Record<
  string,
  { owner: string; normal: "debit" | "credit"; neverInCredit: boolean; tells: string }
>;

export type AccountCode = keyof typeof chart;

/** Names an account; it comes into being with its first transfer. */
export type AccountName = { readonly ownerId: string; readonly code: AccountCode; readonly currency: string };

export const accounts: Table<Account> = table<Account>(
  "accounts",
  {
    id: "uuid",
    ownerId: "uuid",
    code: "text",
    currency: "text",
    debitsPending: "bigint",
    debitsPosted: "bigint",
    creditsPending: "bigint",
    creditsPosted: "bigint",
    debitLimit: "bigint",
    neverInCredit: "boolean",
  },
  { sums: ["debitsPending", "debitsPosted", "creditsPending", "creditsPosted"] },
);

/** Each movement names its accounts a few times, and busy ones come again and again. */
const idOf = remembered((code: AccountCode) =>
  remembered((currency: string) =>
    remembered((ownerId: string) => uuidBeside(ownerId, `account:${ownerId}:${code}:${currency}`), {
      most: 2_000,
    }),
  ),
);

export function accountId({ ownerId, code, currency }: AccountName): string {
  return idOf(code)(currency)(ownerId);
}

export type Sums = Pick<Account, "debitsPending" | "debitsPosted" | "creditsPending" | "creditsPosted">;

/** The account with no other movements than these. */
export function accountWith(name: AccountName, sums: Partial<Sums> = {}): Account {
  return {
    id: accountId(name),
    ownerId: name.ownerId,
    code: name.code,
    currency: name.currency,
    debitsPending: sums.debitsPending ?? 0n,
    debitsPosted: sums.debitsPosted ?? 0n,
    creditsPending: sums.creditsPending ?? 0n,
    creditsPosted: sums.creditsPosted ?? 0n,
    debitLimit: isLimited(name) ? 0n : null,
    neverInCredit: chart[name.code].neverInCredit,
  };
}

/** Whether an account has a debit limit, so that a hold has to look at it. */
export function isLimited({ code }: AccountName): boolean {
  return code === "principal";
}

/** What may still be debited: limit minus what is used and held. */
export function available(account: Account): bigint {
  return (account.debitLimit ?? 0n) - account.debitsPosted - account.debitsPending + account.creditsPosted;
}
