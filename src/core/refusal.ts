import type { CheckoutRefusal } from "./checkouts/errors.ts";
import type { ConfirmationRefusal } from "./confirmations/errors.ts";
import type { CreditRefusal } from "./credit/errors.ts";
import type { CustomerRefusal } from "./customers/errors.ts";
import type { LedgerRefusal } from "./ledger/errors.ts";
import type { MerchantRefusal } from "./merchants/errors.ts";
import type { PaymentRefusal } from "./payments/errors.ts";

/** Every way the core says no. A dialect words all of them. */
export type RefusalCode =
  | MerchantRefusal
  | CustomerRefusal
  | LedgerRefusal
  | CreditRefusal
  | PaymentRefusal
  | CheckoutRefusal
  | ConfirmationRefusal
  | "server_busy";

/** The core's no: thrown by a verb, worded by the dialect. Nothing the verb did is kept. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}
