import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** Something that has to leave the platform: a callback to a merchant, a text message, a mail. */
export type Delivery = {
  readonly id: string;
  readonly merchantId: string;
  readonly storeId: string;
  /** Whose words it speaks: it signs and addresses what it sends, and has its own schedule of retries. */
  readonly dialect: string;
  readonly channel: "callback" | "sms" | "mail";
  readonly kind: string;
  readonly subjectId: string;
  /** A URL, a phone, an address. */
  readonly destination: string;
  readonly body: string;
  readonly state: "pending" | "delivered" | "failed";
  readonly attempts: number;
  readonly nextAttemptAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
  /** How it is to be sent, where the dialect has several ways. JSON. */
  readonly envelope: Readonly<Record<string, unknown>> | null;
  /** What is to be sent once this has arrived, not before. */
  readonly followUp: FollowUp | null;
};

export type FollowUp = Pick<Delivery, "kind" | "destination" | "body">;

/** One try to deliver. Other people's failures are data. */
export type Attempt = {
  readonly id: string;
  readonly deliveryId: string;
  readonly startedAt: Temporal.Instant;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly status: number | null;
  /** The beginning of the answer's body. */
  readonly answer: string;
};

/** `answer`: a 2xx, but not the words that the dialect waits for. */
export type AttemptOutcome =
  | "delivered"
  | "status"
  | "answer"
  | "timeout"
  | "connection"
  | "forbidden_address";

export const deliveries: Table<Delivery> = table<Delivery>("deliveries", {
  id: "uuid",
  merchantId: "uuid",
  storeId: "uuid",
  dialect: "text",
  channel: "text",
  kind: "text",
  subjectId: "uuid",
  destination: "text",
  body: "text",
  state: "text",
  attempts: "integer",
  nextAttemptAt: "timestamptz",
  createdAt: "timestamptz",
  finishedAt: "timestamptz",
  envelope: "json",
  followUp: "json",
});

export const deliveryAttempts: Table<Attempt> = table<Attempt>("delivery_attempts", {
  id: "uuid",
  deliveryId: "uuid",
  startedAt: "timestamptz",
  durationMs: "integer",
  outcome: "text",
  status: "integer",
  answer: "text",
});

export type Letter = Pick<
  Delivery,
  "merchantId" | "storeId" | "dialect" | "channel" | "kind" | "subjectId" | "destination" | "body"
> &
  Partial<Pick<Delivery, "envelope" | "followUp">>;

/** How long whoever took a delivery has for its attempt before somebody else may try; longer than any attempt. */
export const claimFor: Temporal.Duration = Temporal.Duration.from({ seconds: 20 });

/** Puts something into the outbox. It is claimed by the process that commits it, which tries at once; should that
 *  process die, another finds it when the claim is over. */
export function send(tx: Tx, letter: Letter): Delivery {
  return tx.insert(deliveries, {
    ...letter,
    id: tx.id(),
    state: "pending",
    attempts: 0,
    nextAttemptAt: tx.now.add(claimFor),
    createdAt: tx.now,
    finishedAt: null,
    envelope: letter.envelope ?? null,
    followUp: letter.followUp ?? null,
  });
}

/** Takes a due delivery for an attempt. Undefined: it is not due, or somebody else has it. */
export async function claim(tx: Tx, { id }: { id: string }): Promise<Delivery | undefined> {
  const delivery = await tx.lock(deliveries, { id });
  if (!delivery?.nextAttemptAt || Temporal.Instant.compare(delivery.nextAttemptAt, tx.now) > 0)
    return undefined;
  return tx.update(deliveries, { ...delivery, nextAttemptAt: tx.now.add(claimFor) });
}

/** Takes back what has not been delivered yet about a subject: it is no longer true. */
export async function withdraw(tx: Tx, subjectId: string): Promise<void> {
  for (const { id, state } of await tx.list(deliveries, { subjectId })) {
    const delivery = state === "pending" ? await tx.lock(deliveries, { id }) : undefined;
    if (delivery?.state !== "pending") continue;
    tx.update(deliveries, { ...delivery, state: "failed", nextAttemptAt: null, finishedAt: tx.now });
  }
}
