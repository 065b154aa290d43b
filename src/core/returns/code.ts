import type { Tx } from "../../platform/db/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { beginBySms, type CodesBySms, check, type Guess } from "../confirmations/index.ts";
import { can, lockPayment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";

/** Sends a code to the customer of an order, to prove that they bring goods back; not again within the pause.
 *  Refuses: payment_not_found, payment_not_refundable. */
export async function sendReturnCode(
  tx: Tx,
  { paymentId, ...codes }: { paymentId: string } & CodesBySms,
): Promise<void> {
  const payment = await lockPayment(tx, { id: paymentId });
  const { phone } = payment;
  if (!can("refund", payment) || !phone) throw new Refusal("payment_not_refundable");
  const letter = { ...payment, kind: "return_code", subjectId: paymentId };
  await beginBySms(tx, { ...codes, id: confirmationId(paymentId), phone, letter });
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
