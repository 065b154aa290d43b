import { type Payment, payments, type Refund } from "../../core/payments/index.ts";
import { isVoidable } from "./attempts.ts";
import type { Setting } from "./call.ts";
import { bankResultOf } from "./codes/index.ts";
import { commissionOf } from "./installments.ts";
import { toldBy } from "./told.ts";
import type { DealerPayment, PaymentMovement } from "./wire/payment.ts";

/** `VirtualPosOrderId`: as the provider's test service and its live one name payments. */
export function orderIdOf({ id, number, isTest }: Pick<Payment, "id" | "number" | "isTest">): string {
  return isTest ? `Test-${id}` : `ORDER-${number}`;
}

/** A dealer's payment by its order id. */
export async function findByOrderId(
  { house, facts }: Setting,
  orderId: string,
): Promise<Payment | undefined> {
  const [, id] = /^test-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(orderId.trim()) ?? [];
  const [, number] = /^order-(\d{1,18})$/i.exec(orderId.trim()) ?? [];
  const key = id ? { id: id.toLowerCase() } : number ? { number: BigInt(number) } : undefined;
  const payment = key && (await house.reader.find(payments, key));
  return isDealers(payment, facts) && orderIdOf(payment).toLowerCase() === orderId.trim().toLowerCase()
    ? payment
    : undefined;
}

/** A dealer's payment by the dealer's own code: of several the one that is paid, else the latest. */
export async function findByReference(
  { house, facts }: Setting,
  reference: string,
): Promise<Payment | undefined> {
  const found = await house.reader.list(payments, { storeId: facts.store.id, reference });
  const byNumber = found.filter(({ number }) => number !== null).sort((a, b) => compare(b, a));
  return byNumber.find(({ state }) => holding.includes(state)) ?? byNumber[0];
}

/** A dealer's payment by `DealerPaymentId`. */
export async function findByNumber({ house, facts }: Setting, number: bigint): Promise<Payment | undefined> {
  const payment = await house.reader.find(payments, { number });
  return isDealers(payment, facts) ? payment : undefined;
}

const holding: readonly Payment["state"][] = ["processing", "authorized", "captured", "refunded"];

function compare(a: Payment, b: Payment): number {
  return (a.number ?? 0n) < (b.number ?? 0n) ? -1 : 1;
}

function isDealers(payment: Payment | undefined, { store }: Setting["facts"]): payment is Payment {
  return payment?.storeId === store.id;
}

type Standing = Pick<DealerPayment, "status" | "outcome">;

const standings: Readonly<Record<Payment["state"], Standing>> = {
  pending: { status: "requested", outcome: "pending" },
  processing: { status: "paid", outcome: "pending" },
  authorized: { status: "preAuthorized", outcome: "succeeded" },
  captured: { status: "paid", outcome: "succeeded" },
  voided: { status: "canceled", outcome: "succeeded" },
  refunded: { status: "refunded", outcome: "succeeded" },
  declined: { status: "paid", outcome: "failed" },
  failed: { status: "paid", outcome: "failed" },
  expired: { status: "paid", outcome: "failed" },
};

const neverHeld: readonly Payment["state"][] = ["processing", "declined", "failed", "expired"];

/** What has become of a payment, as the dealer sees it (facts 3.4). */
export function standingOf(payment: Payment): Standing {
  const standing = standings[payment.state];
  const isPreAuth = toldBy(payment).isPreAuth && neverHeld.includes(payment.state);
  return isPreAuth ? { ...standing, status: "preAuthorized" } : standing;
}

/** The states that a payment of this status and outcome may be in; what is undefined does not matter. */
export function statesOf({ status, outcome }: Partial<Standing>): Payment["state"][] {
  const entries = Object.entries(standings) as [Payment["state"], Standing][];
  return entries
    .filter(([state, standing]) => {
      const isStatus =
        standing.status === status || (status === "preAuthorized" && neverHeld.includes(state));
      return (status === undefined || isStatus) && (outcome === undefined || standing.outcome === outcome);
    })
    .map(([state]) => state);
}

/** Until when it can be voided counts from this. */
export function paidAt({ capturedAt, authorizedAt }: Payment): Temporal.Instant | null {
  return capturedAt ?? authorizedAt;
}

export function dealerPayment(payment: Payment, now: Temporal.Instant): DealerPayment {
  const { instrument, captured, refunded } = payment;
  const { installments, userPosPayment, ...told } = toldBy(payment);
  const [firstSix = "", lastFour = ""] = (instrument?.masked ?? "").split("******");
  const paid = paidAt(payment);
  const isWhole = payment.state === "authorized" || (payment.state === "captured" && refunded === 0n);
  const amount = captured > 0n ? captured : payment.amount;
  return {
    number: payment.number ?? 0n,
    reference: payment.reference,
    userPosPayment: userPosPayment && { ...userPosPayment, number: BigInt(userPosPayment.number) },
    card: { holder: instrument?.holder ?? "", firstSix, lastFour },
    paidAt: paid ?? payment.openedAt,
    amount,
    refunded: payment.state === "voided" ? 0n : refunded,
    currency: payment.currency,
    installments,
    commission: captured > 0n ? commissionOf(captured, installments) : 0n,
    isThreeD: told.isThreeD,
    description: told.description,
    software: told.software,
    ...standingOf(payment),
    buyer: told.buyer,
    canBeCanceled: isWhole && paid !== null && isVoidable(paid, now),
  };
}

/** Everything that has happened to a payment, in order: numbers of charges, captures and refunds never meet. */
export function movementsOf(payment: Payment, refunds: readonly Refund[]): PaymentMovement[] {
  return [...chargesOf(payment), ...refunds.map((refund) => refundMovement(payment, refund))];
}

/** The authorization or charge of a payment, and the capture of what was held. */
export function chargesOf(payment: Payment): PaymentMovement[] {
  const { number, authorizedAt, capturedAt, processedAt, openedAt, captured } = payment;
  const { isPreAuth } = toldBy(payment);
  const isHeld = isPreAuth && authorizedAt !== null;
  const first: PaymentMovement = {
    ...movement(payment),
    number: (number ?? 0n) * 4n,
    movedAt: processedAt ?? openedAt,
    amount: isHeld || captured === 0n ? payment.amount : captured,
    type: isPreAuth ? "preAuthorized" : payment.state === "pending" ? "requested" : "paid",
    outcome: authorizedAt ? "succeeded" : standingOf(payment).outcome,
    result: resultOf(payment),
  };
  if (!isHeld || !capturedAt) return [first];
  const capture: PaymentMovement = {
    ...movement(payment),
    number: (number ?? 0n) * 4n + 1n,
    movedAt: capturedAt,
    amount: captured,
    type: "paid",
    outcome: "succeeded",
  };
  return [first, capture];
}

/** Something given back: a refund, or, before it was paid out, a void. */
export function refundMovement(payment: Payment, refund: Refund): PaymentMovement {
  return {
    ...movement(payment),
    number: refund.number * 4n + 2n,
    movedAt: refund.createdAt,
    amount: refund.amount,
    type: payment.state === "voided" ? "canceled" : "refunded",
    outcome: "succeeded",
    voidRefundReason: /^\d$/.test(refund.reason) ? Number(refund.reason) : 0,
  };
}

function movement(payment: Payment) {
  const orderId = orderIdOf(payment);
  return {
    payment: payment.number ?? 0n,
    code: orderId,
    currency: payment.currency,
    voidRefundReason: 0,
    orderId,
    result: { code: "", message: "" },
  };
}

/** The bank's words about a payment that it declined, else nothing. */
export function resultOf(payment: Payment): PaymentMovement["result"] {
  if (payment.state !== "declined" && payment.state !== "failed") return { code: "", message: "" };
  return bankResultOf({ code: payment.instrument?.declined?.code, reason: payment.reason });
}
