import { subscriptions } from "../../core/agreements/index.ts";
import { deliveries, send } from "../../core/deliveries/index.ts";
import type { Event } from "../../core/events/index.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { payers } from "../../core/payers/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";
import { cards } from "../../core/vault/index.ts";
import { standingWebhooks, type Webhook, webhooks } from "../../core/webhooks/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Announcements, Callbacks, KnownStores } from "../dialect.ts";
import {
  cardBody,
  paymentOfThisWrite,
  storeFacts,
  subscriptionBody,
  transactionBody,
  withInserted,
} from "./callbacks/bodies.ts";
import { alertMail, compose } from "./callbacks/mail.ts";
import { retryAfter } from "./callbacks/retries.ts";
import { type Envelope, seal } from "./callbacks/seal.ts";
import type { WebhookTrigger } from "./read/index.ts";
import { toldBy } from "./told.ts";

/** What merchants are told of (document, "Webhooks"; facts 5.1). */
const announcements: Announcements = {
  "payment.authorized": (tx, event, known) =>
    announcePayment(tx, event, known, ["payment", "payment_success"]),
  "payment.captured": async (tx, event, known) => {
    if (isFirstCapture(event)) await announcePayment(tx, event, known, ["payment", "payment_success"]);
  },
  "payment.declined": (tx, event, known) => announcePayment(tx, event, known, ["payment", "payment_error"]),
  "payment.failed": (tx, event, known) => announcePayment(tx, event, known, ["payment", "payment_error"]),
  "payment.refunded": (tx, event, known) => announcePayment(tx, event, known, ["refund"]),
  "payment.voided": (tx, event, known) => announcePayment(tx, event, known, ["refund"]),
  "card.stored": announceCard,
  "subscription.started": announceSubscription,
  "subscription.paused": announceSubscription,
  "subscription.resumed": announceSubscription,
  "subscription.canceled": announceSubscription,
  "subscription.ended": announceSubscription,
  "delivery.failed": alertMerchant,
};

export const callbacks: Callbacks = {
  announcements,
  seal,
  compose,
  retryAfter,
};

/** With later parts the status stays what it was, and shops take the same id and status for a repetition (facts 5.2):
 *  they are not told again. */
function isFirstCapture({ data: { part, captured } }: Event): boolean {
  return part === undefined || part === captured;
}

async function announcePayment(
  tx: Tx,
  { subjectId: id }: Event,
  known: KnownStores,
  triggers: readonly WebhookTrigger[],
): Promise<void> {
  const payment = await tx.lock(payments, { id });
  if (payment?.dialect !== "mondido") return;
  const facts = await storeFacts(tx, payment, known);
  if (facts) await tell(tx, { facts, payment, triggers, body: () => transactionBody(tx, payment, facts) });
}

async function announceCard(
  tx: Tx,
  { subjectId: id, merchantId, data }: Event,
  known: KnownStores,
): Promise<void> {
  const { storeId } = data;
  const facts =
    typeof storeId === "string" ? await storeFacts(tx, { storeId, merchantId }, known) : undefined;
  const card = facts && (await tx.lock(cards, { id }));
  if (!card) return;
  const payment = await paymentOfThisWrite(tx, ({ cardId }) => cardId === card.id);
  const body = () => cardBody(tx, card, { payment, facts });
  await tell(tx, { facts, payment, triggers: ["stored_card"], body });
}

async function announceSubscription(tx: Tx, { subjectId: id }: Event, known: KnownStores): Promise<void> {
  const subscription = await tx.lock(subscriptions, { id });
  if (subscription?.dialect !== "mondido") return;
  const facts = await storeFacts(tx, subscription, known);
  if (!facts) return;
  const payment = await paymentOfThisWrite(tx, ({ subscriptionId }) => subscriptionId === subscription.id);
  const body = () => subscriptionBody(tx, subscription, facts);
  await tell(tx, { facts, payment, triggers: ["subscription"], body });
}

type News = {
  readonly facts: StoreFacts;
  readonly payment: Payment | undefined;
  readonly triggers: readonly WebhookTrigger[];
  readonly body: () => Promise<object>;
};

/** Puts one delivery into the outbox for each webhook that waits for this. */
async function tell(tx: Tx, { facts, payment, triggers, body }: News): Promise<void> {
  const [own, standing] = await Promise.all([webhooksOf(tx, payment), standingWebhooks(tx, facts.store)]);
  const waiting = [...own, ...standing].filter(
    ({ state, trigger }) => state === "active" && (triggers as readonly string[]).includes(trigger),
  );
  if (waiting.length === 0) return;
  const [told, customerRef] = await Promise.all([body(), customerRefOf(tx, payment)]);
  const text = JSON.stringify(told);
  for (const hook of waiting) {
    send(tx, {
      merchantId: facts.merchant.id,
      storeId: facts.store.id,
      dialect: "mondido",
      channel: hook.email === null ? "callback" : "mail",
      kind: hook.trigger,
      subjectId: hook.id,
      destination: hook.email ?? hook.url ?? "",
      body: text,
      envelope: envelopeOf(hook, payment, customerRef),
    });
  }
}

/** Those that a payment has brought along. They belong to the first payment of a subscription; later ones are told to
 *  standing webhooks only (facts 4.4). */
async function webhooksOf(tx: Tx, payment: Payment | undefined): Promise<readonly Webhook[]> {
  if (!payment || payment.method === "recurring" || !toldBy(payment).hasWebhooks) return [];
  return withInserted(tx).list(webhooks, { paymentId: payment.id });
}

function envelopeOf(hook: Webhook, payment: Payment | undefined, customerRef: string) {
  const { httpMethod: method, dataFormat: format, template } = hook;
  const transaction = payment?.number ? String(payment.number) : null;
  if (hook.email !== null) return { template, transaction };
  return { method, format, customerRef, transaction } satisfies Envelope;
}

/** As the hash takes it: the payer's reference may have changed since the payment was made. */
async function customerRefOf(tx: Tx, payment: Payment | undefined): Promise<string> {
  const payerId = payment?.payerId;
  const [payer] = payerId ? await withInserted(tx).list(payers, { id: payerId }) : [];
  return payer?.reference ?? (payment ? toldBy(payment).customerRef : "");
}

/** Whoever looks after the store hears of a webhook that could not be brought (document, "Important"). An alert that
 *  cannot be brought itself is not told of. */
async function alertMerchant(tx: Tx, { subjectId: id }: Event, known: KnownStores): Promise<void> {
  const delivery = await tx.lock(deliveries, { id });
  if (delivery?.dialect !== "mondido" || delivery.kind === "alert") return;
  const facts = await storeFacts(tx, delivery, known);
  const to = facts?.store.settings.alertEmail;
  if (!facts || !to) return;
  const { merchantId, storeId } = delivery;
  const { body, ...envelope } = alertMail(delivery, facts);
  send(tx, {
    merchantId,
    storeId,
    dialect: "mondido",
    channel: "mail",
    kind: "alert",
    subjectId: delivery.id,
    destination: to,
    body,
    envelope,
  });
}
