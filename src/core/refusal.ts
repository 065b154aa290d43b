import type { AgentRefusal } from "./agents/errors.ts";
import type { AgreementRefusal } from "./agreements/errors.ts";
import type { ApplicationRefusal } from "./applications/errors.ts";
import type { CheckoutRefusal } from "./checkouts/errors.ts";
import type { ConfirmationRefusal } from "./confirmations/errors.ts";
import type { CreditRefusal } from "./credit/errors.ts";
import type { CustomerRefusal } from "./customers/errors.ts";
import type { IntegratorRefusal } from "./integrators/errors.ts";
import type { LedgerRefusal } from "./ledger/errors.ts";
import type { MerchantRefusal } from "./merchants/errors.ts";
import type { PayerRefusal } from "./payers/errors.ts";
import type { PaymentRefusal } from "./payments/errors.ts";
import type { ReturnRefusal } from "./returns/errors.ts";
import type { TemplateRefusal } from "./templates/errors.ts";
import type { VaultRefusal } from "./vault/errors.ts";
import type { WalletRefusal } from "./wallet/errors.ts";

/** Every way the core says no, by the part that does. */
type Refusals = {
  readonly merchants: MerchantRefusal;
  readonly integrators: IntegratorRefusal;
  readonly customers: CustomerRefusal;
  readonly ledger: LedgerRefusal;
  readonly credit: CreditRefusal;
  readonly payments: PaymentRefusal;
  readonly checkouts: CheckoutRefusal;
  readonly confirmations: ConfirmationRefusal;
  readonly agents: AgentRefusal;
  readonly applications: ApplicationRefusal;
  readonly returns: ReturnRefusal;
  readonly payers: PayerRefusal;
  readonly vault: VaultRefusal;
  readonly templates: TemplateRefusal;
  readonly agreements: AgreementRefusal;
  readonly wallet: WalletRefusal;
  readonly writer: "server_busy";
};

export type RefusalCode = Refusals[keyof Refusals];

/** What a dialect that uses these parts of the core has words for. What another part refuses is not foreseen there. */
export type RefusalOf<Part extends keyof Refusals> = Refusals[Part | "writer"];

/** The core's no: thrown by a verb, worded by the dialect. Nothing the verb did is kept. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const constraints: Readonly<Record<string, RefusalCode>> = {
  insufficient_limit: "insufficient_limit",
  repays_more_than_owed: "repays_more_than_owed",
  hold_is_resolved: "hold_is_resolved",
  order_exists: "order_exists",
  reference_processed: "reference_processed",
  payer_exists: "payer_exists",
  identifier_reused: "identifier_reused",
  product_code_exists: "product_code_exists",
  product_name_exists: "product_name_exists",
  sale_code_exists: "sale_code_exists",
  amount_exceeds_captured: "amount_exceeds_captured",
  amount_exceeds_authorized: "amount_exceeds_authorized",
};

/** The refusal that a constraint of the database stands for, when it stands for one. */
export function refusalOf(constraint: string): RefusalCode | undefined {
  return constraints[constraint];
}
