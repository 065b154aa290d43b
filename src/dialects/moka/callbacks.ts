import { type Subscription, steps, subscriptions } from "../../core/agreements/index.ts";
import { send } from "../../core/deliveries/index.ts";
import type { Event } from "../../core/events/index.ts";
import { type Store, stores } from "../../core/merchants/index.ts";
import { payers } from "../../core/payers/index.ts";
import { payments } from "../../core/payments/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Callbacks, KnownStores } from "../dialect.ts";
import { customerFrom } from "./customer.ts";
import { composeLink, isEmail, readPhone, sendLink } from "./payment-link/letters.ts";

/** How long to wait after the first and the second try that was not answered with OK. */
const pauses = ["PT5M", "PT30M"].map((pause) => Temporal.Duration.from(pause));

/** What dealers and payers are told. Nobody signs it. */
export const callbacks: Callbacks = {
  isUnsigned: true,
  announcements: { "step.requested": askPayer, "step.paid": tellDealer, "step.failed": tellDealer },
  seal: ({ destination, body }) => ({
    url: destination,
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body,
  }),
  compose: composeLink,
  accepts: ({ answer }) => answer.trim() === "OK",
  retryAfter: (attempts, { outcome }) =>
    outcome === "forbidden_address" ? null : (pauses[attempts - 1] ?? null),
};

/** That a step was charged or given up (facts 2.8): which step and which payment, but not how it went, as the provider
 *  does. */
async function tellDealer(tx: Tx, event: Event, known: KnownStores): Promise<void> {
  const { merchantId, subjectId, data } = event;
  const payment = data.payment === null ? undefined : await tx.lock(payments, { id: String(data.payment) });
  const { dialect, storeId } = payment ?? (await saleOf(tx, subjectId)) ?? {};
  const destination = dialect === "moka" && storeId && (await notificationUrlOf(tx, storeId, known));
  if (!destination) return;
  const body = new URLSearchParams({
    DealerPaymentPlanId: String(data.number),
    DealerPaymentId: String(payment?.number ?? 0n),
  });
  send(tx, {
    merchantId,
    storeId,
    dialect: "moka",
    channel: "callback",
    kind: "step",
    subjectId,
    destination,
    body: body.toString(),
  });
}

/** Sends a payer the link that a step is to be paid by. */
async function askPayer(tx: Tx, { data }: Event, known: KnownStores): Promise<void> {
  const payment = await tx.lock(payments, { id: String(data.payment) });
  if (payment?.dialect !== "moka" || !payment.payerId) return;
  const store = await storeOf(tx, payment.storeId, known);
  const [payer] = await tx.list(payers, { id: payment.payerId });
  if (!store || !payer) return;
  const { phone, email } = customerFrom(payer);
  sendLink(tx, payment, store, { phone: readPhone(phone), email: isEmail(email) ? email : undefined });
}

/** Of a step that no card was there for. */
async function saleOf(tx: Tx, id: string): Promise<Subscription | undefined> {
  const [step] = await tx.list(steps, { id });
  return step && (await tx.list(subscriptions, { id: step.subscriptionId }))[0];
}

async function notificationUrlOf(tx: Tx, id: string, known: KnownStores): Promise<string | undefined> {
  return (await storeOf(tx, id, known))?.settings.notificationUrl;
}

async function storeOf(tx: Tx, id: string, known: KnownStores): Promise<Store | undefined> {
  return known.remembered(id)?.store ?? (await tx.list(stores, { id }))[0];
}
