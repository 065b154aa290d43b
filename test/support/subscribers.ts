import { onTestFinished } from "vitest";
import { problemsOf } from "../../src/cli/verify.ts";
import {
  addPlan,
  type Billing,
  type Plan,
  type Sign,
  type Step,
  type Subscription,
  steps,
  subscribe,
  subscriptions,
} from "../../src/core/agreements/index.ts";
import type { House } from "../../src/core/house.ts";
import { Directory, merchants, type Store, stores } from "../../src/core/merchants/index.ts";
import { type Acquirer, type Payment, payments } from "../../src/core/payments/index.ts";
import { type Card, prepareCard, storeCard } from "../../src/core/vault/index.ts";
import { billing as moka } from "../../src/dialects/moka/billing.ts";
import { billing as mondido } from "../../src/dialects/mondido/billing.ts";
import { asker, collector, expiry, follower, planner } from "../../src/due/index.ts";
import { Keyring, Seal } from "../../src/platform/crypto/index.ts";
import { createPool, Numbers, type Pool, Reader, type Verb, Writer } from "../../src/platform/db/index.ts";
import { randomToken, uuidAt, uuidOf } from "../../src/platform/ids/index.ts";
import { DueWork } from "../../src/platform/jobs/index.ts";
import { noRails, simulator } from "../../src/rails/index.ts";
import { newDatabase } from "./kassa.ts";

const secretKey = "00".repeat(32);
const seal = new Seal(secretKey);
export const merchantId = uuidOf("a merchant with subscribers");
export const storeId = uuidOf("a store with subscribers");

/** What the payments that a test prepares itself have in common. */
export const byCard = {
  merchantId,
  storeId,
  dialect: "mondido",
  currency: "SEK",
  method: "card",
  payer: null,
  subscriptionId: null,
  isTest: true,
  details: { items: [] },
} as const;

/** What a test does differently from the sandbox. */
type World = {
  readonly acquirer?: Acquirer;
  readonly billing?: Billing;
  readonly settings?: Store["settings"];
  /** Stands between a process and its database. */
  readonly gate?: <Result>(run: () => Promise<Result>) => Promise<Result>;
};

/** One process among those that share a database: a house, and what it does when something is due. */
export type Process = {
  readonly house: House;
  readonly due: DueWork;
  /** Lets go of its connections; otherwise the test's end does. */
  close(): Promise<void>;
};

/** A merchant with plans, cards and subscribers, on a clock of their own. */
export class Subscribers {
  readonly reader: Reader;
  readonly keyring = new Keyring(`1:${"11".repeat(32)}`, secretKey);
  readonly url: string;
  readonly #clock = { at: Temporal.Instant.from("2027-01-31T09:00:00Z") };
  readonly #pool: Pool;
  readonly #numbers: Numbers;
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly first: Process;

  static async open(world: World = {}): Promise<Subscribers> {
    const database = await newDatabase();
    const subscribers = new Subscribers(database.url, world);
    onTestFinished(async () => {
      await subscribers.close();
      await database.drop();
    });
    await subscribers.#found(world);
    return subscribers;
  }

  private constructor(url: string, world: World) {
    this.url = url;
    this.reader = new Reader(url);
    this.#pool = createPool(url, 2);
    this.#numbers = new Numbers(this.#pool);
    this.#closing.push(
      () => this.reader.close(),
      () => this.#pool.end(),
    );
    this.first = this.process(world);
  }

  async close(): Promise<void> {
    for (const close of this.#closing.toReversed()) await close();
  }

  /** What is wrong with the books; must be empty. */
  problems(): Promise<string[]> {
    return problemsOf(this.reader);
  }

  get now(): Temporal.Instant {
    return this.#clock.at;
  }

  /** Another process on the same database. */
  process({ acquirer = simulator.acquirer, billing = mondido, gate = (run) => run() }: World): Process {
    const clock = this.#clock;
    const edge = { now: () => clock.at, idAt: uuidAt, token: randomToken };
    const writer = new Writer({ databaseUrl: this.url, edge });
    this.#closing.push(() => writer.close());
    const house: House = {
      ...noRails,
      write: <Result>(verb: Verb<Result>) => gate(() => writer.run(verb)),
      reader: this.reader,
      directory: new Directory(this.reader, seal, () => clock.at.epochMilliseconds),
      now: () => clock.at,
      numbers: this.#numbers,
      keyring: this.keyring,
      acquirer,
      codes: () => ["1111"],
      mayCall: () => false,
      publicUrl: undefined,
      isSandbox: true,
    };
    const movable = {
      now: () => clock.at,
      travelTo(instant: Temporal.Instant) {
        clock.at = instant;
      },
    };
    const log = { error: () => undefined };
    const billings = new Map([
      ["mondido", billing],
      ["moka", moka],
    ]);
    const sources = [
      expiry(house, this.#pool),
      follower(house),
      planner(house, log),
      asker(house, billings, log),
      collector(house, billings, log),
    ];
    return { house, due: new DueWork(movable, sources), close: () => writer.close() };
  }

  /** Moves the clock, and does what becomes due. */
  travelTo(instant: string | Temporal.Instant): Promise<void> {
    return this.first.due.travelTo(Temporal.Instant.from(instant));
  }

  /** Sets the clock, and does nothing. */
  sleepUntil(instant: string | Temporal.Instant): void {
    this.#clock.at = Temporal.Instant.from(instant);
  }

  write<Result>(verb: Verb<Result>): Promise<Result> {
    return this.first.house.write(verb);
  }

  /** 100.00 SEK or 10.00 EUR a month, unless told. */
  async plan(more: Partial<Plan> = {}): Promise<Plan> {
    const number = await this.#numbers.next("plan");
    const plan = {
      number,
      merchantId,
      name: "Monthly",
      description: null,
      cadence: { unit: "months", every: 1 } as const,
      periods: 0,
      trialDays: 0,
      prices: { SEK: "10000", EUR: "1000" },
      setupFees: {},
      ...more,
    };
    return this.write(async (tx) => addPlan(tx, plan));
  }

  async card({
    pan = "4111111111111111",
    expiresOn = "2060-12-31",
    isTest = true,
    payerId = null,
  }: {
    pan?: string;
    expiresOn?: string;
    isTest?: boolean;
    payerId?: string | null;
  } = {}): Promise<Card> {
    const data = { pan, holder: "Anna Nowak", expiresOn: Temporal.PlainDate.from(expiresOn) };
    const prepared = prepareCard(this.keyring, merchantId, data);
    const number = await this.#numbers.next("card");
    return this.write(async (tx) => storeCard(tx, prepared, { number, payerId, currency: "SEK", isTest }));
  }

  /** A subscription whose first period is paid, unless told. */
  async subscribe(plan: Plan, card: Card, more: Partial<Sign> = {}): Promise<Subscription> {
    const [subscription, step] = await Promise.all([
      this.#numbers.next("subscription"),
      this.#numbers.next("step"),
    ]);
    const first = { customerRef: "anna", metadata: { order: 7 }, paymentDetails: null, segmentation: null };
    return this.write((tx) =>
      subscribe(tx, {
        numbers: { subscription, step },
        merchantId,
        storeId,
        dialect: "mondido",
        planId: plan.id,
        payerId: null,
        cardId: card.id,
        isTest: card.isTest,
        currency: "SEK",
        multiplier: 1,
        items: [],
        debt: 0n,
        timeZone: "Europe/Stockholm",
        details: { metadata: { order: 7 }, name: plan.name, first },
        isPaidNow: true,
        ...more,
      }),
    );
  }

  async see({ id }: Pick<Subscription, "id">): Promise<Subscription> {
    const found = await this.reader.find(subscriptions, { id });
    if (!found) throw new Error("there is no such subscription");
    return found;
  }

  async stepsOf({ id: subscriptionId }: Pick<Subscription, "id">): Promise<readonly Step[]> {
    const found = await this.reader.list(steps, { subscriptionId });
    return found.toSorted((a, b) => (a.period ?? 0) - (b.period ?? 0));
  }

  /** Its payments in the order they were made. */
  async paymentsOf({ id }: Pick<Subscription, "id">): Promise<readonly Payment[]> {
    const all = await this.reader.list(payments, { storeId });
    return all
      .filter(({ subscriptionId }) => subscriptionId === id)
      .toSorted((a, b) => ((a.number ?? 0n) < (b.number ?? 0n) ? -1 : 1));
  }

  async #found({ settings = {} }: World): Promise<void> {
    await this.write(async (tx) => {
      tx.insert(merchants, { id: merchantId, lenderId: merchantId, name: "Gym", createdAt: tx.now });
      tx.insert(stores, {
        id: storeId,
        merchantId,
        dialect: "mondido",
        number: "77",
        name: "Gym",
        currency: "SEK",
        country: "SE",
        timeZone: "Europe/Stockholm",
        sealedSecret: seal.seal("secret"),
        settings: { feePpm: 25_000, ...settings },
        sealedKeys: null,
      });
    });
  }
}
