import { type Table, type Tx, table } from "../../platform/db/index.ts";
import type { Payment } from "./payment.ts";

/** The proof of sale that a merchant sends when it finishes an order. */
export type Receipt = {
  readonly id: string;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly number: string | null;
  readonly link: string | null;
  readonly fileName: string | null;
  readonly contentType: string | null;
  readonly content: Uint8Array | null;
  readonly receivedAt: Temporal.Instant;
};

export const receipts: Table<Receipt> = table<Receipt>("receipts", {
  id: "uuid",
  merchantId: "uuid",
  paymentId: "uuid",
  number: "text",
  link: "text",
  fileName: "text",
  contentType: "text",
  content: "bytea",
  receivedAt: "timestamptz",
});

type Proof = {
  readonly number: string | null;
  readonly link: string | null;
  readonly file: { readonly name: string; readonly contentType: string; readonly content: Uint8Array } | null;
};

/** Keeps the receipt with the payment; without number, link and file there is nothing to keep. */
export function attachReceipt(tx: Tx, payment: Payment, { number, link, file }: Proof): void {
  if (!number && !link && !file) return;
  tx.insert(receipts, {
    id: tx.id(),
    merchantId: payment.merchantId,
    paymentId: payment.id,
    number,
    link,
    fileName: file?.name.slice(0, 255) ?? null,
    contentType: file?.contentType.slice(0, 255) ?? null,
    content: file?.content ?? null,
    receivedAt: tx.now,
  });
}
