import { deliveries, send } from "../../core/deliveries/index.ts";
import type { Event } from "../../core/events/index.ts";
import { payments } from "../../core/payments/index.ts";
import { giveUpAttempt, mandates } from "../../core/wallet/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Announcements, Callbacks } from "../dialect.ts";
import { agreementBody, failedBody } from "./callbacks/bodies.ts";
import { agreementToldBy } from "./told.ts";

/** Seconds between the tries; all of them are made within 15 s (facts 3.1). */
const pauses = [1, 2, 3, 4, 4].map((seconds) => Temporal.Duration.from({ seconds }));

const announcements: Announcements = {
  "payment.expired": tellOfExpiry,
  "mandate.activated": (tx, event) => tellOfAgreement(tx, event, "Activated"),
  "mandate.terminated": async (tx, event) => {
    // Whoever ends an agreement knows.
    if (event.data.by === "payer") await tellOfAgreement(tx, event, "Terminated");
  },
  "delivery.failed": giveUp,
};

/** What integrators are told besides cards and addresses, which leave with the user's approval. Nobody signs it. */
export const callbacks: Callbacks = {
  isUnsigned: true,
  timeouts: { attempt: 5, all: 15 },
  announcements,
  seal: ({ destination, body }) => ({
    url: destination,
    headers: { "content-type": "application/json; charset=utf-8" },
    body,
  }),
  retryAfter: (attempts, { outcome }) =>
    outcome === "forbidden_address" ? null : (pauses[attempts - 1] ?? null),
};

/** The time to approve is over. What expires later, a reservation or a charge, was told by the integrator itself. */
async function tellOfExpiry(tx: Tx, { subjectId: id }: Event): Promise<void> {
  const payment = await tx.lock(payments, { id });
  if (payment?.dialect !== "mobilepay" || payment.method !== "wallet") return;
  const { merchantId, storeId, callbackUrl: destination, authorizedAt } = payment;
  if (!destination || authorizedAt) return;
  const body = JSON.stringify(failedBody(id));
  const letter = { merchantId, storeId, dialect: "mobilepay", channel: "callback", kind: "failed" } as const;
  send(tx, { ...letter, subjectId: id, destination, body });
}

async function tellOfAgreement(
  tx: Tx,
  { subjectId: id }: Event,
  state: "Activated" | "Terminated",
): Promise<void> {
  const mandate = await tx.lock(mandates, { id });
  if (!mandate) return;
  const { merchantId, storeId } = mandate;
  const { recurringAgreementCallbackUrl: destination } = agreementToldBy(mandate);
  const body = JSON.stringify(agreementBody(id, state));
  const letter = {
    merchantId,
    storeId,
    dialect: "mobilepay",
    channel: "callback",
    kind: "agreement",
  } as const;
  send(tx, { ...letter, subjectId: id, destination, body });
}

const aboutAttempts = ["card", "address", "card_update"];

/** The integrator could not be given a card: its user may approve again. */
async function giveUp(tx: Tx, { subjectId: id, data }: Event): Promise<void> {
  if (data.dialect !== "mobilepay" || !aboutAttempts.includes(String(data.kind))) return;
  const delivery = await tx.lock(deliveries, { id });
  if (delivery) await giveUpAttempt(tx, { id: delivery.subjectId });
}
