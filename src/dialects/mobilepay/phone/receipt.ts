import type { FastifyReply } from "fastify";
import type { Payment } from "../../../core/payments/index.ts";
import { cards } from "../../../core/vault/index.ts";
import { movementsOf, paymentsInWallet } from "../../../core/wallet/index.ts";
import type { ReceiptScreen } from "../../../pages/wallet/index.ts";
import { mitToldBy, toldBy } from "../told.ts";
import { cardLabel, declineOf, entryOf, momentText } from "./shown.ts";
import { sendScreen, type UserVisit } from "./visit.ts";

const mostReceipts = 200;

/** What the user has paid, or said no to. */
export async function receipts(visit: UserVisit): Promise<FastifyReply> {
  const { house, user } = visit;
  const now = house.now();
  const all = await paymentsInWallet(house.reader, user.id, mostReceipts);
  const entries = all.map((payment) =>
    entryOf(payment, mitToldBy(payment), { now, at: momentText(payment.openedAt, visit) }),
  );
  return sendScreen(visit, { name: "receipts", receipts: entries.filter(({ state }) => state !== "open") });
}

/** What has become of a payment. */
export async function receiptScreen(visit: UserVisit, payment: Payment): Promise<ReceiptScreen> {
  const { house, user } = visit;
  const now = house.now();
  const told = mitToldBy(payment);
  const [movements, all] = await Promise.all([
    movementsOf(house.reader, [payment.id]),
    house.reader.list(cards, { payerId: user.id }),
  ]);
  const { amount, currency, captured, authorizedAt, capturedAt, cardId, mandateId, openedAt } = payment;
  const card = payment.authorizedAt ? all.find(({ id }) => id === cardId) : undefined;
  const sums = { capture: "captured", cancel: "cancelled", refund: "refunded" } as const;
  const line = (kind: "reserved" | (typeof sums)[keyof typeof sums], sum: bigint, at: Temporal.Instant) => ({
    kind,
    amount: { amount: sum, currency },
    at: momentText(at, visit),
  });
  const isReported = movements.some(({ kind }) => kind === "capture");
  const failure = declineOf(payment);
  const back = payment.method === "wallet" ? toldBy(payment).redirectFromMobilePayUrl : undefined;
  return {
    name: "receipt",
    entry: entryOf(payment, told, { now, at: momentText(openedAt, visit) }),
    orderId: told.merchantOrderId,
    website: told.merchantUrl,
    ...(card && { card: cardLabel(card) }),
    ...(mandateId && authorizedAt && { agreementId: mandateId }),
    ...(failure !== undefined && { failure }),
    movements: [
      ...(authorizedAt && amount > 0n ? [line("reserved", amount, authorizedAt)] : []),
      // Captured by itself, with the approval.
      ...(capturedAt && captured > 0n && !isReported ? [line("captured", captured, capturedAt)] : []),
      ...movements.map(({ kind, amount: sum, createdAt }) => line(sums[kind], sum, createdAt)),
    ],
    ...(back && { shopUrl: back }),
  };
}
