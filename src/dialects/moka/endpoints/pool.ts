import { changeApproval } from "../../../core/payments/index.ts";
import type { Call } from "../call.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { orderIdOf } from "../payment.ts";
import { doneJson } from "../wire/outcome.ts";
import { findPayment, isNothing, readReference } from "./payments.ts";

const approve: Endpoint<"PaymentDealer/DoApprovePoolPayment"> = async (call) => {
  const payment = await pooled(call, call.refuse);
  if (payment === "differ") throw call.refuse("DealerPaymentNotFound");
  if (payment.details.pool === "approved") throw call.refuse("PaymentAlreadyApproved");
  const { id } = payment;
  return doneJson(orderIdOf(await call.house.write((tx) => changeApproval(tx, { id, to: "approved" }))));
};

const undo: Endpoint<"PaymentDealer/UndoApprovePoolPayment"> = async (call) => {
  const payment = await pooled(call, call.refuse);
  if (payment === "differ") throw call.refuse("OtherTrxCodeAndVirtualPosOrderIdNotMatch");
  if (payment.details.pool === "waiting") throw call.refuse("PaymentNotApprovedYet");
  const { id } = payment;
  return doneJson(orderIdOf(await call.house.write((tx) => changeApproval(tx, { id, to: "waiting" }))));
};

type Reason =
  | "OtherTrxCodeOrVirtualPosOrderIdMustGiven"
  | "DealerPaymentNotFound"
  | "PaymentIsNotPoolPayment";

/** A pool payment that was captured; `differ` when the request names two. */
async function pooled(
  call: Pick<Call, "house" | "facts" | "path" | "request">,
  refuse: (reason: Reason) => Error,
) {
  const key = readReference(call.path, call.request);
  if (isNothing(key)) throw refuse("OtherTrxCodeOrVirtualPosOrderIdMustGiven");
  const payment = await findPayment(call, key);
  if (payment === "differ") return payment;
  if (!payment) throw refuse("DealerPaymentNotFound");
  if (!payment.details.pool || payment.state !== "captured") throw refuse("PaymentIsNotPoolPayment");
  return payment;
}

export const pool: Endpoints = {
  "PaymentDealer/DoApprovePoolPayment": approve,
  "PaymentDealer/UndoApprovePoolPayment": undo,
};
