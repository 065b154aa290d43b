import type { Tx } from "../../platform/db/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { begin, check, type Guess } from "../confirmations/index.ts";
import { send } from "../deliveries/index.ts";
import { lockPayment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";

/** Sends a code to the customer of an order, to prove that they bring goods back; not again within the pause.
 *  Refuses: payment_not_found, payment_not_refundable. */
export async function sendReturnCode(
  tx: Tx,
  {
    paymentId,
    codes,
    text,
  }: { paymentId: string; codes: readonly [string, ...string[]]; text: (code: string) => string },
): Promise<void> {
  const { phone, merchantId, storeId, dialect, state } = await lockPayment(tx, { id: paymentId });
  if (state !== "captured" || !phone) throw new Refusal("payment_not_refundable");
  const id = confirmationId(paymentId);
  const { isSent } = await begin(tx, { id, phone, codes });
  if (!isSent) return;
  const message = { channel: "sms", kind: "return_code", destination: phone } as const;
  send(tx, { merchantId, storeId, dialect, ...message, subjectId: paymentId, body: text(codes[0]) });
}

/** Checks the code for a return. Refuses: confirmation_not_found when none was sent. */
export function checkReturnCode(
  tx: Tx,
  { paymentId, code }: { paymentId: string; code: string },
): Promise<Guess> {
  return check(tx, { id: confirmationId(paymentId), code });
}

function confirmationId(paymentId: string): string {
  return uuidOf(`confirmation:return:${paymentId}`);
}
