import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import type { Payment } from "./payment.ts";

/** Which of the numbered payments that share a reference is under way or paid; null: none is now. */
export type PaymentReference = {
  readonly storeId: string;
  readonly reference: string;
  readonly paymentId: string | null;
};

export const paymentReferences: Table<PaymentReference> = table<PaymentReference>(
  "payment_references",
  { storeId: "uuid", reference: "text", paymentId: "uuid" },
  { key: ["storeId", "reference"] },
);

type Name = Pick<Payment, "storeId" | "reference">;

/** Takes a reference for change. Refuses: reference_processed, when another payment than `id` has it. */
export async function lockReference(
  tx: Tx,
  { storeId, reference, id }: Name & Partial<Pick<Payment, "id">>,
): Promise<PaymentReference | undefined> {
  const known = await tx.lock(paymentReferences, { storeId, reference });
  if (known?.paymentId && known.paymentId !== id) throw new Refusal("reference_processed");
  return known;
}

/** From now on no other payment of this reference can be paid. Refuses: reference_processed. */
export async function takeReference(tx: Tx, { storeId, reference, id }: Name & Pick<Payment, "id">) {
  const known = await lockReference(tx, { storeId, reference, id });
  if (known) tx.update(paymentReferences, { ...known, paymentId: id });
  else tx.insert(paymentReferences, { storeId, reference, paymentId: id });
}

/** Another payment of this reference may be paid. */
export async function giveReferenceBack(tx: Tx, { storeId, reference, id }: Name & Pick<Payment, "id">) {
  const known = await tx.lock(paymentReferences, { storeId, reference });
  if (known?.paymentId === id) tx.update(paymentReferences, { ...known, paymentId: null });
}
