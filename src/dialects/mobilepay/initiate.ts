import type { z } from "zod";
import type { Store } from "../../core/merchants/index.ts";
import { initiate } from "../../core/wallet/index.ts";
import type { Asked } from "./asked.ts";
import { appUrl, landingUrl } from "./links.ts";
import type { Call } from "./operation.ts";
import type { InitiatePaymentResponse } from "./schemas/payments.ts";
import { approvalTime } from "./time.ts";
import type { Told } from "./told.ts";

/** A payment that a user is to approve. */
type Wish = {
  readonly store: Store;
  readonly asked: Asked;
  readonly currency: string;
  readonly told: Told;
  /** The agreement that the approval is to activate. */
  readonly mandateId: string | null;
  /** It only checks the card. */
  readonly verifies: boolean;
};

/** Initiates a payment, and tells where its user goes. Refuses as core `initiate`. */
export async function initiateFor(
  { house, baseUrl }: Pick<Call, "house" | "baseUrl">,
  { store, asked, currency, told, mandateId, verifies }: Wish,
): Promise<z.input<typeof InitiatePaymentResponse>> {
  const { pspReferenceId: reference, merchantOrderId: orderId, amount, validUntil } = asked;
  const { id } = await house.write((tx) =>
    initiate(tx, {
      store,
      reference,
      orderId,
      currency,
      amount,
      details: { items: [], orderId, captureAtOnce: told.autoCapture, verifies, told },
      callbackUrl: told.failedPaymentCallbackUrl,
      expiresAt: validUntil ?? tx.now.add(approvalTime),
      mandateId,
    }),
  );
  return {
    paymentId: id,
    redirectToMobilePayUrl: landingUrl(baseUrl, id),
    redirectToMobilePayAppUrl: appUrl(id),
  };
}
