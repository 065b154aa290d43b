import type { Tx } from "../../platform/db/index.ts";
import type { Guess } from "../confirmations/index.ts";
import { fits, type Tariff } from "../credit/index.ts";
import { customers, mayBorrow } from "../customers/index.ts";
import { authorize, capture, open, type Payment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { type Application, applications, lockApplication } from "./application.ts";
import { prove } from "./customer.ts";
import { release } from "./open.ts";

/** The customer takes this tariff: the limit is held under `reference`, the number that the barcode carries. A
 *  tariff chosen before is given up. Refuses: application_…, application_without_customer, application_declined
 *  (the customer may not borrow now), outside_tariff, insufficient_limit. */
export async function approveLoan(
  tx: Tx,
  {
    token,
    tariff,
    reference,
    salesperson,
    startOn,
  }: {
    token: string;
    tariff: Tariff;
    reference: string;
    salesperson: string;
    startOn: Temporal.PlainDate;
  },
): Promise<Application> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const { amount, prepayment, lenderId, customerId, phone } = application;
  if (!customerId || !application.confirmedAt) throw new Refusal("application_without_customer");
  const customer = await tx.lock(customers, { id: customerId });
  if (!customer || !mayBorrow(customer)) throw new Refusal("application_declined");
  if (amount === null || !fits(tariff, amount - prepayment)) throw new Refusal("outside_tariff");

  await release(tx, application);
  const { merchantId, storeId, dialect, currency, expiresAt, details } = application;
  const order = { merchantId, storeId, dialect, currency, expiresAt, reference, amount, prepayment, phone };
  const { orderId } = details;
  const told = { items: [], salesperson, ...(orderId === undefined ? {} : { orderId }) };
  const { payment } = await open(tx, { ...order, callbackUrl: null, details: told }, lenderId);
  await authorize(tx, { id: payment.id, customerId, lenderId, tariff, startOn });
  return tx.update(applications, { ...application, state: "approved", paymentId: payment.id });
}

/** How the last step went: a wrong code is counted, so it is an outcome. */
export type Finalized =
  | { readonly guess: "confirmed"; readonly payment: Payment }
  | { readonly guess: Exclude<Guess, "confirmed"> };

/** The customer confirms by a code, unless the merchant has made sure otherwise, and takes the goods: the hold becomes
 *  a loan. Refuses: application_…, application_not_approved, payment_not_capturable. */
export async function finalizeLoan(
  tx: Tx,
  {
    token,
    code,
    tariffs,
    startOn,
  }: {
    token: string;
    /** undefined: the merchant has made sure otherwise. */
    code: string | undefined;
    tariffs: readonly Tariff[];
    startOn: Temporal.PlainDate;
  },
): Promise<Finalized> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const { paymentId: id, amount, lenderId } = application;
  if (application.state !== "approved" || !id || amount === null)
    throw new Refusal("application_not_approved");
  const guess = code === undefined ? "confirmed" : await prove(tx, application, code);
  if (guess !== "confirmed") return { guess };
  const { payment, outcome } = await capture(tx, { key: { id }, amount, lenderId, tariffs, startOn });
  if (outcome === "expired") throw new Refusal("application_expired");
  tx.update(applications, { ...application, state: "finalized" });
  return { guess, payment };
}
