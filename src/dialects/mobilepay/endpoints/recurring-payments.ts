import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { payments } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { answerCharge, charge, type Mandate, mandates } from "../../../core/wallet/index.ts";
import { currencyOf, readAsked } from "../asked.ts";
import { cardTermsOf } from "../change-card.ts";
import { Fault } from "../errors.ts";
import { initiateFor } from "../initiate.ts";
import { checkAmount } from "../money.ts";
import { operation } from "../operation.ts";
import { chargeResult } from "../result.ts";
import {
  GetMitDetailsResponse,
  InitiateCitRequest,
  InitiateMitRequest,
  InitiateMitResponse,
  InitiatePaymentResponse,
} from "../schemas/payments.ts";
import { MitResultRequest } from "../schemas/results.ts";
import { chargeTime } from "../time.ts";
import { agreementToldBy, type MitTold, type Told } from "../told.ts";
import { termsOf, walletOf } from "../wallet.ts";
import { mitJson } from "../wire.ts";
import { prefixes } from "./prefixes.ts";

const path = `${prefixes.main}/api/v3/recurring/payments` as const;

export const recurringPayments = [
  operation({
    name: "Initiate CIT payment",
    method: "POST",
    path: `${path}/customer-initiated`,
    query: ["agreementId"],
    body: InitiateCitRequest,
    answer: InitiatePaymentResponse,
    async run(call) {
      const { house, ids, body, merchantId } = call;
      const { mandate, facts } = await agreementOf(house, ids.agreementId, merchantId);
      if (mandate.state === "terminated") throw new Refusal("mandate_not_open");
      const { currency, told: asked } = await readAsked(house, body, merchantId);
      const verifies = body.isAccountVerification ?? false;
      checkAmount(body.amount, { isVerification: verifies });
      const { store } = facts;
      const { merchantName } = agreementToldBy(mandate);
      const told: Told = { merchantId: store.number, merchantName, ...asked };
      return initiateFor(call, { store, asked: body, currency, told, mandateId: mandate.id, verifies });
    },
  }),
  operation({
    name: "Initiate MIT payment",
    method: "POST",
    path: `${path}/merchant-initiated`,
    query: ["agreementId"],
    body: InitiateMitRequest,
    answer: InitiateMitResponse,
    async run({ house, ids, body, merchantId }) {
      const { mandate, facts } = await agreementOf(house, ids.agreementId, merchantId);
      const currency = currencyOf(body.currencyCode);
      checkAmount(body.amount);
      const { store } = facts;
      const { merchantName, merchantLogoUrl } = agreementToldBy(mandate);
      const told: Omit<MitTold, "merchantLogoUrl"> = {
        merchantId: store.number,
        merchantName,
        merchantOrderId: body.merchantOrderId,
        merchantUrl: body.merchantUrl,
        autoCapture: body.autoCapture ?? false,
        last4: body.last4,
      };
      const payment = await house.write((tx) =>
        charge(tx, {
          store,
          reference: body.pspReferenceId,
          currency,
          amount: body.amount,
          details: {
            items: [],
            orderId: body.merchantOrderId,
            captureAtOnce: told.autoCapture,
            told,
            // Not of this charge: an agreement's logo may change before the charge is asked for again.
            changed: { merchantLogoUrl },
          },
          callbackUrl: null,
          expiresAt: tx.now.add(chargeTime),
          mandateId: mandate.id,
          lastFour: body.last4,
        }),
      );
      if (!payment) throw new Fault(2110);
      return { paymentId: payment.id };
    },
  }),
  operation({
    name: "Get MIT payment details",
    method: "GET",
    path: `${path}/merchant-initiated/payments/:mitPaymentId/details`,
    answer: GetMitDetailsResponse,
    async run({ house, ids, merchantId }) {
      const payment = await house.reader.find(payments, { id: ids.mitPaymentId });
      if (payment?.merchantId !== merchantId || payment.method !== "mandate")
        throw new Refusal("payment_not_found");
      const { mandate } = await agreementOf(house, payment.mandateId ?? "", merchantId);
      const terms = await cardTermsOf(house, mandate);
      return mitJson(payment, terms?.allowedCardTypes ?? []);
    },
  }),
  operation({
    name: "Update MIT payment",
    method: "PATCH",
    path: `${path}/merchant-initiated/:paymentId`,
    body: MitResultRequest,
    async run({ house, ids, body, merchantId }) {
      const wallet = await walletOf(house);
      await house.write(async (tx) => {
        const payment = await tx.lock(payments, { id: ids.paymentId });
        if (!payment) throw new Refusal("payment_not_found");
        const terms = termsOf(wallet, payment, tx.now);
        return answerCharge(tx, { id: payment.id, merchantId, terms, result: chargeResult(body) });
      });
    },
  }),
];

/** An integrator's own agreement, and its merchant. Refuses: mandate_not_found. */
async function agreementOf(
  { reader, directory }: Pick<House, "reader" | "directory">,
  id: string,
  merchantId: string,
): Promise<{ readonly mandate: Mandate; readonly facts: StoreFacts }> {
  const mandate = await reader.find(mandates, { id });
  const facts = mandate?.merchantId === merchantId ? await directory.byId(mandate.storeId) : undefined;
  if (!mandate || !facts) throw new Refusal("mandate_not_found");
  return { mandate, facts };
}
