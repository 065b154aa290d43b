import { type Checkout, checkouts } from "../../core/checkouts/index.ts";
import { freeLimit } from "../../core/credit/index.ts";
import { type Customer, customers, fullName, nationalPhone } from "../../core/customers/index.ts";
import { type Delivery, send } from "../../core/deliveries/index.ts";
import type { Event } from "../../core/events/index.ts";
import { type StoreFacts, stores } from "../../core/merchants/index.ts";
import {
  type AgreedSchedule,
  checkoutOf,
  financed,
  type Payment,
  payments,
} from "../../core/payments/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Announcements, OutgoingCallback } from "../dialect.ts";
import { sign } from "./auth.ts";
import { writeAmount } from "./money.ts";
import { scheduleDays } from "./wire.ts";

/** Events that Mokka tells the shop of: the form's decision, once. Finish, cancel, expiry and return are not
 *  announced (facts 1.2). */
export const announcements: Announcements = {
  "payment.authorized": announceOrder,
  "payment.declined": announceOrder,
  "checkout.finished": announceRegistration,
};

async function announceOrder(tx: Tx, event: Event): Promise<void> {
  const payment = await tx.lock(payments, { id: event.subjectId });
  if (payment?.dialect !== "mokka-online") return;
  const [person, store] = await Promise.all([personOf(tx, payment), storeOf(tx, payment.storeId)]);
  const isApproved = event.type === "payment.authorized";
  const agreed = isApproved ? (event.data as unknown as AgreedSchedule) : noSchedule;
  const body = orderCallback(payment, {
    client: person ? client(person, store.country) : null,
    schedule: scheduleDays(agreed.schedule, store),
    monthly_overpayment: writeAmount(BigInt(agreed.monthlyOverpayment), store.currency),
  });
  enqueue(tx, payment, "order_decision", payment.id, body);
}

const noSchedule: AgreedSchedule = { monthlyOverpayment: "0", schedule: [] };

function orderCallback(payment: Payment, told: object) {
  const { currency, prepayment, amount, term } = payment;
  const isApproved = payment.state === "authorized" || payment.state === "captured";
  const write = (minor: bigint) => writeAmount(minor, currency);
  return {
    order_id: payment.reference,
    payment_id: payment.id,
    decision: isApproved ? "approved" : "declined",
    amount: write(isApproved ? financed(payment) : 0n),
    prepayment_amount: write(prepayment),
    total_amount: write(amount),
    term: isApproved ? term : null,
    ...told,
  };
}

type Client = Pick<Customer, "firstName" | "surname" | "patronymic" | "email"> & { phone: string | null };

/** The customer, or what the shopper has told when none came of it. */
async function personOf(tx: Tx, payment: Payment): Promise<Client | undefined> {
  if (payment.customerId) return tx.lock(customers, { id: payment.customerId });
  return (await tx.lock(checkouts, { id: checkoutOf(payment) }))?.applicant;
}

function client(customer: Client, country: string) {
  return {
    primary_phone: nationalPhone(customer.phone ?? "", country),
    email: customer.email ?? "",
    full_name: fullName(customer),
    first_name: customer.firstName,
    surname: customer.surname,
    patronymic: customer.patronymic,
  };
}

/** The answer to limit/auth: the limit, 0 when declined (facts 1.2, last paragraph). */
async function announceRegistration(tx: Tx, event: Event): Promise<void> {
  const checkout = await tx.lock(checkouts, { id: event.subjectId });
  if (checkout?.dialect !== "mokka-online" || checkout.purpose !== "registration") return;
  const store = await storeOf(tx, checkout.storeId);
  const isApproved = checkout.outcome === "approved";
  const limit =
    isApproved && checkout.customerId ? await freeLimit(tx, checkout.customerId, store.currency) : 0n;
  enqueue(tx, checkout, "registration_decision", checkout.id, {
    order_id: checkout.reference,
    decision: isApproved ? "approved" : "declined",
    amount: writeAmount(limit, store.currency),
    mobile_phone: nationalPhone(checkout.applicant.phone ?? "", store.country),
    email: checkout.applicant.email ?? "",
  });
}

function enqueue(
  tx: Tx,
  { merchantId, storeId, callbackUrl }: Payment | Checkout,
  kind: string,
  subjectId: string,
  body: object,
): void {
  if (callbackUrl === null) return;
  send(tx, {
    merchantId,
    storeId,
    dialect: "mokka-online",
    channel: "callback",
    kind,
    subjectId,
    destination: callbackUrl,
    body: JSON.stringify(body),
  });
}

async function storeOf(tx: Tx, id: string) {
  const [store] = await tx.list(stores, { id });
  if (!store) throw new TypeError("a payment belongs to a store");
  return store;
}

/** The signature goes into the query of the shop's address, over the bytes of the body (facts 1.2). */
export function seal(delivery: Delivery, { secret }: StoreFacts): OutgoingCallback {
  const url = new URL(delivery.destination);
  const separator = url.search ? "&" : "?";
  url.search = `${url.search}${separator}signature=${sign(delivery.body, secret)}`.replace(/^\?+/, "?");
  return { url: url.href, headers: { "content-type": "application/json" }, body: delivery.body };
}

/** Our choice, as no document tells: soon at first, then for about two days. */
const pauses = ["PT5S", "PT30S", "PT2M", "PT10M", "PT30M", "PT2H", "PT6H", "PT12H", "PT24H"].map((pause) =>
  Temporal.Duration.from(pause),
);

export function retryAfter(attempts: number): Temporal.Duration | null {
  return pauses[attempts - 1] ?? null;
}
