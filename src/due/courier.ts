import {
  type Attempt,
  type AttemptRecord,
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
import {
  type Mail,
  type MailGateway,
  type Parcel,
  type Posted,
  type PostOptions,
  post,
  type SmsGateway,
} from "../rails/index.ts";

/** How a dialect addresses, signs and retries its callbacks, takes their answers, and words its mails. */
export type Sender = {
  readonly name: string;
  seal(delivery: Delivery, store: StoreFacts): Parcel;
  retryAfter(attempts: number, failure: Posted): Temporal.Duration | null;
  accepts?(answer: Pick<Posted, "answer">): boolean;
  /** In seconds: one attempt, and all of them together. */
  readonly timeouts?: { readonly attempt: number; readonly all: number };
  compose?(delivery: Delivery, store: StoreFacts, render: Render): Promise<Composed>;
};

type Render = (source: string, roots: Record<string, unknown>) => Promise<string>;
type Composed = Omit<Mail, "id" | "to"> & { readonly note?: string | undefined };

type CourierOptions = {
  readonly house: House;
  readonly sms: SmsGateway;
  readonly mail: MailGateway;
  readonly render: Render;
  readonly senders: readonly Sender[];
  readonly post: PostOptions;
  readonly stopwatchMs: () => number;
  readonly log: Logger;
};

const atOnce = 512;
const atOncePerReceiver = 32;
/** Mails share one server, and the threads that render templates with the pages of shoppers. */
const mailsAtOnce = 8;
const longestQueue = 20_000;

/** A code by SMS is of no use for long. */
const smsPauses = ["PT5S", "PT30S", "PT2M"].map((pause) => Temporal.Duration.from(pause));

/** A mail server that is down comes back within days. What it refuses for good is not sent again. */
const mailPauses = ["PT1M", "PT10M", "PT1H", "PT6H", "PT24H"].map((pause) => Temporal.Duration.from(pause));
const smallestLastingRefusal = 500;

/** How a try went, with what was sent, where that was put into words for it. */
type Sent = Posted & Pick<AttemptRecord, "content">;

const nobody: Posted = { outcome: "connection", status: null, answer: "nobody knows how to send this" };

/** A delivery on its way to a receiver. One that was just committed is ours already; another is claimed first. */
type Errand = {
  readonly id: string;
  readonly receiver: string;
  readonly committed: Delivery | undefined;
  readonly finished: PromiseWithResolvers<void>;
};

/** Brings out what is in the outbox: at once what was just committed, and by polling what is due again. Several
 *  couriers may share a database; a claim keeps each attempt to one of them. Each receiver has a queue of its
 *  own, so that one that hangs holds up nobody else. */
export class Courier implements DueSource {
  readonly name = "deliveries";
  readonly #options: CourierOptions;
  readonly #errands = new Map<string, Errand>();
  readonly #queues = new Map<string, Errand[]>();
  readonly #underway = new Map<string, number>();
  #underwayInAll = 0;
  #isClosed = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Takes over what a commit has put into the outbox. What does not fit is found by polling. */
  offer(committed: readonly Delivery[]): void {
    for (const delivery of committed) this.#accept(delivery, delivery);
  }

  get queued(): number {
    return this.#errands.size;
  }

  async next(): Promise<Temporal.Instant | null> {
    return nextAttempt(this.#options.house.reader);
  }

  /** Tries everything that is due and waits for it. */
  async run(now: Temporal.Instant): Promise<number> {
    const due = await dueDeliveries(this.#options.house.reader, now, 1_000);
    const accepted = due
      .map((delivery) => this.#accept(delivery, undefined))
      .filter((errand) => errand !== undefined);
    await Promise.all(accepted.map(({ finished }) => finished.promise));
    return accepted.length;
  }

  /** Waits for what is under way; what has not begun stays in the outbox. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const errand of [...this.#queues.values()].flat()) this.#finish(errand);
    this.#queues.clear();
    await Promise.all([...this.#errands.values()].map(({ finished }) => finished.promise));
  }

  #accept({ id, destination }: Pick<Delivery, "id" | "destination">, committed: Delivery | undefined) {
    const known = this.#errands.get(id);
    if (known || this.#isClosed || this.#errands.size >= longestQueue) return known;
    const receiver = receiverOf(destination);
    const errand: Errand = { id, receiver, committed, finished: Promise.withResolvers() };
    this.#errands.set(id, errand);
    const queue = this.#queues.getOrInsertComputed(receiver, () => []);
    queue.push(errand);
    this.#start(receiver, queue);
    return errand;
  }

  #start(receiver: string, queue: Errand[]): void {
    let underway = this.#underway.get(receiver) ?? 0;
    while (queue.length > 0 && underway < mostAtOnce(receiver) && this.#underwayInAll < atOnce) {
      const errand = queue.shift() as Errand;
      this.#underway.set(receiver, ++underway);
      this.#underwayInAll++;
      void this.#bring(errand);
    }
    if (queue.length === 0) this.#queues.delete(receiver);
  }

  async #bring(errand: Errand): Promise<void> {
    try {
      await this.#attempt(errand);
    } catch (error) {
      this.#options.log.error({ err: error, delivery: errand.id }, "a delivery could not be tried");
    }
    const wasFull = this.#underwayInAll-- === atOnce;
    const left = (this.#underway.get(errand.receiver) ?? 1) - 1;
    if (left > 0) this.#underway.set(errand.receiver, left);
    else this.#underway.delete(errand.receiver);
    this.#finish(errand);
    const own = this.#queues.get(errand.receiver);
    if (own) this.#start(errand.receiver, own);
    if (wasFull) for (const [receiver, queue] of this.#queues) this.#start(receiver, queue);
  }

  #finish(errand: Errand): void {
    this.#errands.delete(errand.id);
    errand.finished.resolve();
  }

  async #attempt({ id, committed }: Errand): Promise<void> {
    const { house, stopwatchMs } = this.#options;
    const isStillOurs = committed && isClaimed(committed, house.now());
    const delivery = isStillOurs ? committed : await house.write((tx) => claim(tx, { id }));
    if (!delivery) return;
    const startedAt = house.now();
    const begunMs = stopwatchMs();
    const { content, ...posted } = await this.#send(delivery);
    const durationMs = Math.round(stopwatchMs() - begunMs);
    const attempt: Omit<Attempt, "id"> = { deliveryId: id, startedAt, durationMs, ...posted };
    const retryAt = this.#retryAt(delivery, posted);
    await house.write((tx) => recordAttempt(tx, { attempt, retryAt, content }));
  }

  async #send(delivery: Delivery): Promise<Sent> {
    const { house, sms } = this.#options;
    if (delivery.channel === "sms") {
      return sms.send({ to: delivery.destination, text: delivery.body }).then(
        () => ({ outcome: "delivered", status: null, answer: "" }),
        (error) => ({ outcome: "connection", status: null, answer: String(error) }),
      );
    }
    const store = await house.directory.byId(delivery.storeId);
    const sender = this.#sender(delivery);
    if (!store || !sender) return nobody;
    if (delivery.channel === "mail") return this.#mail(delivery, store, sender);
    const { post: options } = this.#options;
    const { timeouts } = sender;
    const bounded = timeouts ? { ...options, timeoutMs: timeouts.attempt * 1_000 } : options;
    const posted = await post(sender.seal(delivery, store), bounded);
    const isRefused = posted.outcome === "delivered" && sender.accepts?.(posted) === false;
    return isRefused ? { ...posted, outcome: "answer" } : posted;
  }

  async #mail(delivery: Delivery, store: StoreFacts, sender: Sender): Promise<Sent> {
    const { mail, render } = this.#options;
    const composed = await sender.compose?.(delivery, store, render);
    if (!composed) return nobody;
    const { note, ...words } = composed;
    const posted = await mail.send({ id: delivery.id, to: delivery.destination, ...words });
    const { body, ...envelope } = words;
    const content = { body, envelope: { ...delivery.envelope, ...envelope } };
    return { ...posted, answer: note ?? posted.answer, content };
  }

  /** null: not again. */
  #retryAt(delivery: Delivery, failure: Posted): Temporal.Instant | null {
    const pause = this.#retryAfter(delivery, failure);
    const retryAt = pause && this.#options.house.now().add(pause);
    const { all } = this.#sender(delivery)?.timeouts ?? {};
    const isTooLate =
      retryAt && all && Temporal.Instant.compare(retryAt, delivery.createdAt.add({ seconds: all })) > 0;
    return isTooLate ? null : retryAt;
  }

  #retryAfter(delivery: Delivery, failure: Posted): Temporal.Duration | null {
    const attempts = delivery.attempts + 1;
    const { outcome, status } = failure;
    if (outcome === "forbidden_address") return null;
    if (delivery.channel === "sms") return smsPauses[attempts - 1] ?? null;
    if (delivery.channel === "callback") return this.#sender(delivery)?.retryAfter(attempts, failure) ?? null;
    const isForGood = status !== null && status >= smallestLastingRefusal;
    return isForGood ? null : (mailPauses[attempts - 1] ?? null);
  }

  #sender({ dialect }: Delivery): Sender | undefined {
    return this.#options.senders.find(({ name }) => name === dialect);
  }
}

/** Whether the claim that a delivery was made with still keeps others from it. */
function isClaimed({ nextAttemptAt }: Delivery, now: Temporal.Instant): boolean {
  return nextAttemptAt !== null && Temporal.Instant.compare(now, nextAttemptAt) < 0;
}

function receiverOf(destination: string): string {
  if (URL.canParse(destination)) return new URL(destination).host;
  return destination.includes("@") ? mailbox : "";
}

const mailbox = "@";

function mostAtOnce(receiver: string): number {
  return receiver === mailbox ? mailsAtOnce : atOncePerReceiver;
}
