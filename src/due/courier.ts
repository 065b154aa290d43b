import {
  type Attempt,
  claim,
  type Delivery,
  dueDeliveries,
  nextAttempt,
  recordAttempt,
} from "../core/deliveries/index.ts";
import type { House } from "../core/house.ts";
import type { StoreFacts } from "../core/merchants/index.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";
import { type Parcel, type Posted, type PostOptions, post, type SmsGateway } from "../rails/index.ts";

/** How a dialect addresses, signs and retries its callbacks. */
export type Sender = {
  readonly name: string;
  seal(delivery: Delivery, store: StoreFacts): Parcel;
  retryAfter(attempts: number): Temporal.Duration | null;
};

type CourierOptions = {
  readonly house: House;
  readonly sms: SmsGateway;
  readonly senders: readonly Sender[];
  readonly post: PostOptions;
  readonly stopwatchMs: () => number;
  readonly log: Logger;
};

const atOnce = 128;
const atOncePerReceiver = 16;
const longestQueue = 20_000;

/** Brings out what is in the outbox: at once what was just committed, and by polling what is due again. Several
 *  couriers may share a database; a claim keeps each attempt to one of them. */
export class Courier implements DueSource {
  readonly name = "deliveries";
  readonly #options: CourierOptions;
  readonly #waiting = new Map<string, string>();
  readonly #underway = new Map<string, Promise<void>>();
  readonly #perReceiver = new Map<string, number>();
  #closed = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Takes over what a commit has put into the outbox. What does not fit is found by polling. */
  offer(deliveries: readonly Pick<Delivery, "id" | "destination">[]): void {
    for (const { id, destination } of deliveries) {
      if (this.#waiting.size >= longestQueue || this.#underway.has(id)) continue;
      this.#waiting.set(id, receiverOf(destination));
    }
    this.#startSome();
  }

  get queued(): number {
    return this.#waiting.size + this.#underway.size;
  }

  async next(): Promise<Temporal.Instant | null> {
    return nextAttempt(this.#options.house.reader);
  }

  /** Tries everything that is due and waits for it. */
  async run(now: Temporal.Instant): Promise<number> {
    const due = await dueDeliveries(this.#options.house.reader, now, 1_000);
    this.offer(due);
    const promises = due.map(({ id }) => this.#finished(id));
    await Promise.all(promises);
    return due.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await Promise.all(this.#underway.values());
  }

  async #finished(id: string): Promise<void> {
    while (this.#waiting.has(id) || this.#underway.has(id)) {
      await (this.#underway.get(id) ?? Promise.race(this.#underway.values()));
    }
  }

  #startSome(): void {
    if (this.#closed) return;
    for (const [id, receiver] of this.#waiting) {
      if (this.#underway.size >= atOnce) return;
      const busy = this.#perReceiver.get(receiver) ?? 0;
      if (busy >= atOncePerReceiver) continue;
      this.#waiting.delete(id);
      this.#perReceiver.set(receiver, busy + 1);
      this.#underway.set(id, this.#bring(id, receiver));
    }
  }

  async #bring(id: string, receiver: string): Promise<void> {
    try {
      await this.#attempt(id);
    } catch (error) {
      this.#options.log.error({ err: error, delivery: id }, "a delivery could not be tried");
    } finally {
      this.#underway.delete(id);
      const busy = (this.#perReceiver.get(receiver) ?? 1) - 1;
      if (busy > 0) this.#perReceiver.set(receiver, busy);
      else this.#perReceiver.delete(receiver);
      this.#startSome();
    }
  }

  async #attempt(id: string): Promise<void> {
    const { house, stopwatchMs } = this.#options;
    const startedAt = house.now();
    const until = startedAt.add({ milliseconds: this.#options.post.timeoutMs * 2 });
    const delivery = await house.write((tx) => claim(tx, { id, until }));
    if (!delivery) return;
    const begunMs = stopwatchMs();
    const posted = await this.#send(delivery);
    const durationMs = Math.round(stopwatchMs() - begunMs);
    const attempt: Omit<Attempt, "id"> = { deliveryId: id, startedAt, durationMs, ...posted };
    const pause = this.#sender(delivery)?.retryAfter(delivery.attempts) ?? null;
    await house.write((tx) => recordAttempt(tx, { attempt, retryAt: pause && tx.now.add(pause) }));
  }

  async #send(delivery: Delivery): Promise<Posted> {
    const { house, sms } = this.#options;
    if (delivery.channel === "sms") {
      return sms.send({ to: delivery.destination, text: delivery.body }).then(
        () => ({ outcome: "delivered", status: null, answer: "" }),
        (error) => ({ outcome: "connection", status: null, answer: String(error) }),
      );
    }
    const store = await house.directory.byId(delivery.storeId);
    const sender = this.#sender(delivery);
    if (!store || !sender)
      return { outcome: "connection", status: null, answer: "nobody knows how to send this" };
    return post(sender.seal(delivery, store), this.#options.post);
  }

  #sender({ dialect }: Delivery): Sender | undefined {
    return this.#options.senders.find(({ name }) => name === dialect);
  }
}

function receiverOf(destination: string | undefined): string {
  return destination && URL.canParse(destination) ? new URL(destination).host : "";
}
