import {
  captureOnce,
  lockPayment,
  type Payment,
  refundable,
  refundPart,
  release,
  voidCaptured,
} from "../../../core/payments/index.ts";
import { beginWith } from "../../toolkit/card-payment.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import { isRefundable, isVoidable } from "../attempts.ts";
import type { Setting } from "../call.ts";
import { bankResultOf } from "../codes/index.ts";
import { readable } from "../errors.ts";
import { commissionOf } from "../installments.ts";
import type { MethodPath } from "../methods.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { checkCard, readDirectOrder } from "../order.ts";
import { decide, openPurse, prepareKeeping, prepareOpening } from "../pay.ts";
import { findByOrderId, findByReference, orderIdOf, paidAt } from "../payment.ts";
import { amountAt, countAt, textAt } from "../read/index.ts";
import { toldBy } from "../told.ts";
import { doneJson, paymentOutcomeJson, refundRequestJson } from "../wire/outcome.ts";

const doDirectPayment: Endpoint<"PaymentDealer/DoDirectPayment"> = async (call) => {
  const { house } = call;
  const order = readDirectOrder(call);
  const purse = await openPurse(call, order);
  await checkCard(call, order, purse.card.number);
  const keep = await prepareKeeping(call, order, purse);
  const open = await prepareOpening(call, order);
  const begun = await house.write(async (tx) => beginWith(tx, (await open(tx)).id, purse));
  const payment = await decide(call, begun, purse, keep);
  const isPaid = payment.state === "authorized" || payment.state === "captured";
  const { reason, instrument } = payment;
  return paymentOutcomeJson(
    isPaid
      ? { orderId: orderIdOf(payment) }
      : { declined: bankResultOf({ code: instrument?.declined?.code, reason }) },
  );
};

/** How much more or less than was authorized may be captured, in percent (facts 3.3). */
const tolerance = 15n;

/** Without an amount, all of it. */
const doCapture: Endpoint<"PaymentDealer/DoCapture"> = async (call) => {
  const { house, facts, path, request, refuse } = call;
  const key = readReference(path, request);
  if (isNothing(key)) throw refuse("OtherTrxCodeOrVirtualPosOrderIdMustGiven");
  const payment = await findPayment(call, key);
  if (payment === "differ") throw refuse("OtherTrxCodeAndVirtualPosOrderIdMismatch");
  if (!payment) throw refuse("PaymentNotFound");
  const { id, authorized, currency } = payment;
  const told = amountAt(request, "Amount", currency);
  if (told === null) throw refuse("InvalidAmount");
  if (payment.state !== "authorized") throw refuse("CaptureNotAvailable");
  const amount = told || authorized;
  const captured = await house.write((tx) =>
    captureOnce(tx, {
      id,
      amount,
      least: (authorized * (100n - tolerance) + 99n) / 100n,
      most: (authorized * (100n + tolerance)) / 100n,
      operatorId: facts.merchant.lenderId,
      fee: commissionOf(amount, toldBy(payment).installments),
    }),
  );
  return doneJson(orderIdOf(captured));
};

/** On the same day, until 22:00. */
const doVoid: Endpoint<"PaymentDealer/DoVoid"> = async (call) => {
  const { house, path, request, refuse } = call;
  const key = readReference(path, request);
  const reason = String(readable(path, countAt(request, "VoidRefundReason", 0, 9)) ?? 2);
  if (isNothing(key)) throw refuse("InvalidRequest");
  const found = await findPayment(call, key);
  if (found === "differ") throw refuse("OtherTrxCodeAndVirtualPosOrderIdMismatch");
  if (!found) throw refuse("PaymentNotFound");
  const { id } = found;
  const number = await house.numbers.next("refund");
  const { payment } = await house.write(async (tx) => {
    const held = await lockPayment(tx, { id });
    const paid = paidAt(held);
    if (!paid || !isVoidable(paid, tx.now)) throw refuse("VoidNotAvailable");
    const isCaptured = held.state === "captured";
    return (isCaptured ? voidCaptured : release)(tx, { id, number, reason });
  });
  return doneJson(orderIdOf(payment));
};

/** From the next day on; done at once. No amount, or 0, is all that is left. */
const doCreateRefundRequest: Endpoint<"PaymentDealer/DoCreateRefundRequest"> = async (call) => {
  const { house, path, request, refuse } = call;
  const key = readReference(path, request);
  if (isNothing(key)) throw refuse("OtherTrxCodeOrVirtualPosOrderIdMustGiven");
  const told = amountAt(request, "Amount", "TRY");
  if (told === null) throw refuse("InvalidAmount");
  const found = await findPayment(call, key);
  if (found === "differ") throw refuse("OtherTrxCodeAndVirtualPosOrderIdMismatch");
  if (!found) throw refuse("PaymentNotFound");
  const { id } = found;
  const number = await house.numbers.next("refund");
  const { refund } = await house.write(async (tx) => {
    const held = await lockPayment(tx, { id });
    const { capturedAt } = held;
    if (held.state === "refunded") throw refuse("RefundRequestAlreadyExist");
    if (held.state !== "captured" || !capturedAt || !isRefundable(capturedAt, tx.now))
      throw refuse("RefundNotAvailable");
    return refundPart(tx, { id, number, amount: told || refundable(held), reason: "" });
  });
  return refundRequestJson(refund.number);
};

/** How a dealer names a payment: by the dealer's own code, or ours. */
type Reference = { readonly reference: string | undefined; readonly orderId: string | undefined };

/** Faults InvalidRequest. */
export function readReference(path: MethodPath, request: JsonObject): Reference {
  return {
    reference: readable(path, textAt(request, "OtherTrxCode", 100)),
    orderId: readable(path, textAt(request, "VirtualPosOrderId", 100)),
  };
}

export function isNothing({ reference, orderId }: Reference): boolean {
  return reference === undefined && orderId === undefined;
}

/** The dealer's payment; `differ` when the two name different ones. */
export async function findPayment(
  setting: Setting,
  { reference, orderId }: Reference,
): Promise<Payment | "differ" | undefined> {
  if (orderId === undefined) return findByReference(setting, reference ?? "");
  const payment = await findByOrderId(setting, orderId);
  if (reference === undefined || payment?.reference === reference) return payment;
  return payment || (await findByReference(setting, reference)) ? "differ" : undefined;
}

export const payments: Endpoints = {
  "PaymentDealer/DoDirectPayment": doDirectPayment,
  "PaymentDealer/DoCapture": doCapture,
  "PaymentDealer/DoVoid": doVoid,
  "PaymentDealer/DoCreateRefundRequest": doCreateRefundRequest,
};
