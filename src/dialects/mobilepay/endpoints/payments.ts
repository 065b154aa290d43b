import { payments as table } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { amendPayment, answer, invalidate } from "../../../core/wallet/index.ts";
import { operation } from "../operation.ts";
import { readResult } from "../result.ts";
import { GetPaymentResponse, UpdatePaymentRequest } from "../schemas/payments.ts";
import { ResultRequest } from "../schemas/results.ts";
import { checkFuture } from "../time.ts";
import { termsOf, walletOf } from "../wallet.ts";
import { paymentJson } from "../wire.ts";
import { initiatePayment } from "./initiate-payment.ts";
import { prefixes } from "./prefixes.ts";

const { main } = prefixes;

export const payments = [
  ...initiatePayment,
  operation({
    name: "Get payment",
    method: "GET",
    path: `${main}/api/v3/payments/:paymentId`,
    answer: GetPaymentResponse,
    async run({ house, ids, merchantId }) {
      const payment = await house.reader.find(table, { id: ids.paymentId });
      if (payment?.merchantId !== merchantId || payment.method !== "wallet")
        throw new Refusal("payment_not_found");
      return paymentJson(payment);
    },
  }),
  operation({
    name: "Update payment",
    method: "PATCH",
    path: `${main}/api/v1/payments/:paymentId`,
    body: UpdatePaymentRequest,
    status: 204,
    async run({ house, ids, body, merchantId }) {
      const { reservationExpireTimestamp: reservedUntil, redirectFromMobilePayUrl } = body;
      if (reservedUntil) checkFuture(reservedUntil, house.now());
      const changed = {
        ...(reservedUntil && { reservationExpireTimestamp: reservedUntil.toString() }),
        ...(redirectFromMobilePayUrl && { redirectFromMobilePayUrl }),
      };
      await house.write((tx) => amendPayment(tx, { id: ids.paymentId, merchantId, reservedUntil, changed }));
    },
  }),
  operation({
    name: "Update payment authorization",
    method: "PATCH",
    path: `${main}/api/v1/payments/:paymentId/authorizationattempts/:authorizationAttemptId`,
    body: ResultRequest,
    status: 204,
    async run({ house, ids, body, merchantId }) {
      const { paymentId, authorizationAttemptId: attemptId } = ids;
      const wallet = await walletOf(house);
      await house.write(async (tx) => {
        const payment = await tx.lock(table, { id: paymentId });
        if (!payment) throw new Refusal("payment_not_found");
        const terms = termsOf(wallet, payment, tx.now);
        return answer(tx, { paymentId, attemptId, merchantId, terms, ...readResult(body) });
      });
    },
  }),
  operation({
    name: "Invalidate payment",
    method: "PUT",
    path: `${main}/api/v1/payments/:paymentId/invalidate`,
    async run({ house, ids, merchantId }) {
      await house.write((tx) => invalidate(tx, { id: ids.paymentId, merchantId }));
    },
  }),
];
