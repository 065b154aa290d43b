import { type Subscription, steps, subscriptions } from "../../core/agreements/index.ts";
import { send } from "../../core/deliveries/index.ts";
import { stores } from "../../core/merchants/index.ts";
import { payments } from "../../core/payments/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Callbacks, KnownStores } from "../dialect.ts";

/** How long to wait after the first and the second try that was not answered with OK. */
const pauses = ["PT5M", "PT30M"].map((pause) => Temporal.Duration.from(pause));

/** Tells the dealer that a step was charged or given up (facts 2.8): which step and which payment, but not how it went,
 *  as the provider does. Nobody signs it. */
export const callbacks: Callbacks = {
  isUnsigned: true,
  async announce(tx, { type, merchantId, subjectId, data }, known) {
    if (type !== "step.paid" && type !== "step.failed") return;
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
  },
  seal: ({ destination, body }) => ({
    url: destination,
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body,
  }),
  accepts: ({ answer }) => answer.trim() === "OK",
  retryAfter: (attempts, { outcome }) =>
    outcome === "forbidden_address" ? null : (pauses[attempts - 1] ?? null),
};

/** Of a step that no card was there for. */
async function saleOf(tx: Tx, id: string): Promise<Subscription | undefined> {
  const [step] = await tx.list(steps, { id });
  return step && (await tx.list(subscriptions, { id: step.subscriptionId }))[0];
}

async function notificationUrlOf(tx: Tx, id: string, known: KnownStores): Promise<string | undefined> {
  const store = known.remembered(id)?.store ?? (await tx.list(stores, { id }))[0];
  return store?.settings.notificationUrl;
}
