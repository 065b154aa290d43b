import {
  addProduct,
  addSchedule,
  addStep,
  type Sale,
  type Schedule,
  type Step,
  type Subscription,
  sell,
  steps,
} from "../../src/core/agreements/index.ts";
import { stores } from "../../src/core/merchants/index.ts";
import { addPayer } from "../../src/core/payers/index.ts";
import { type Payment, payments } from "../../src/core/payments/index.ts";
import type { Card } from "../../src/core/vault/index.ts";
import { firstAttempt, nextRun } from "../../src/dialects/moka/attempts.ts";
import { timeZone } from "../../src/dialects/moka/istanbul.ts";
import type { SaleDetails } from "../../src/dialects/moka/sale-details.ts";
import { Seal } from "../../src/platform/crypto/index.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import { merchantId, Subscribers } from "./subscribers.ts";

const storeId = uuidOf("a dealer");
const seal = new Seal("00".repeat(32));

export const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** A local time in Istanbul, such as 2027-02-15T12:00. */
export const istanbul = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();

/** What a sale differs in. */
type Difference = Partial<Sale> & { readonly cards?: readonly Card[]; readonly trialDays?: number };

/** A dealer with a customer and a product, whose sales are charged as Moka does; on the clock of the merchant's other
 *  subscribers. */
export class Sales {
  readonly gym: Subscribers;
  readonly payerId: string;
  readonly #productId: string;

  static async open(world: Parameters<typeof Subscribers.open>[0] = {}): Promise<Sales> {
    const gym = await Subscribers.open(world);
    const { numbers } = gym.first.house;
    const [payer, product] = await Promise.all([numbers.next("payer"), numbers.next("product")]);
    const made = await gym.write(async (tx) => {
      tx.insert(stores, {
        id: storeId,
        merchantId,
        dialect: "moka",
        number: "77",
        name: "Gym",
        currency: "TRY",
        country: "TR",
        timeZone,
        sealedSecret: seal.seal("secret"),
        settings: { username: "gym" },
        sealedKeys: null,
      });
      const anna = await addPayer(tx, { merchantId, number: payer, reference: "anna" });
      const membership = await addProduct(tx, { merchantId, number: product, name: "Membership", code: "M" });
      return { payerId: anna.id, productId: membership.id };
    });
    return new Sales(gym, made.payerId, made.productId);
  }

  private constructor(gym: Subscribers, payerId: string, productId: string) {
    this.gym = gym;
    this.payerId = payerId;
    this.#productId = productId;
  }

  card(pan?: string): Promise<Card> {
    return this.gym.card({ payerId: this.payerId, ...(pan && { pan }) });
  }

  async schedule(schedule: Partial<Schedule> & Pick<Schedule, "unit">): Promise<string> {
    const number = await this.gym.first.house.numbers.next("schedule");
    const days = { every: 1, daysOfWeek: [], daysOfMonth: [] };
    const added = await this.gym.write(async (tx) =>
      addSchedule(tx, { merchantId, number, name: "Every", ...days, ...schedule }),
    );
    return added.id;
  }

  /** 100.00 TL each time, from today on, by hand unless a schedule is named, tried on one day. */
  async sale({ cards, trialDays = 1, ...more }: Difference = {}): Promise<Subscription> {
    const { numbers } = this.gym.first.house;
    const [number, stepNumber] = await Promise.all([numbers.next("subscription"), numbers.next("step")]);
    const cardIds = (cards ?? [await this.card()]).map(({ id }) => id);
    const beginOn = this.gym.now.toZonedDateTimeISO(timeZone).toPlainDate();
    const details: SaleDetails = {
      soldOn: String(beginOn),
      trialDays,
      description: "",
      customerType: null,
    };
    return this.gym.write((tx) =>
      sell(tx, {
        number,
        merchantId,
        storeId,
        dialect: "moka",
        payerId: this.payerId,
        productId: this.#productId,
        scheduleId: null,
        cardIds,
        isTest: true,
        currency: "TRY",
        price: 10_000n,
        installments: 1,
        timeZone,
        dueTime: Temporal.PlainTime.from("12:00"),
        code: `sale-${number}`,
        beginOn,
        endOn: null,
        details,
        late: { stepNumber, attemptAt: nextRun(this.gym.now) },
        ...more,
      }),
    );
  }

  async step({ id }: Subscription, dueOn: string, more: Partial<Step> = {}): Promise<Step> {
    const number = await this.gym.first.house.numbers.next("step");
    const { now } = this.gym;
    return this.gym.write((tx) =>
      addStep(tx, {
        saleId: id,
        merchantId,
        number,
        dueOn: day(dueOn),
        firstAttemptAt: firstAttempt(day(dueOn), now),
        amount: more.plannedAmount ?? 10_000n,
        currency: more.currency ?? "TRY",
        installments: more.installments ?? 1,
        refuseTwins: false,
      }),
    );
  }

  async stepsOf({ id: subscriptionId }: Pick<Subscription, "id">): Promise<readonly Step[]> {
    const found = await this.gym.reader.list(steps, { subscriptionId });
    return found.toSorted((a, b) => (String(a.dueOn) < String(b.dueOn) ? -1 : 1));
  }

  /** The payments of a sale in the order in which they were made. */
  async paymentsOf({ id }: Pick<Subscription, "id">): Promise<readonly Payment[]> {
    const all = await this.gym.reader.list(payments, { storeId });
    return all
      .filter(({ subscriptionId }) => subscriptionId === id)
      .toSorted((a, b) => ((a.number ?? 0n) < (b.number ?? 0n) ? -1 : 1));
  }

  /** When these were made: 2027-02-15 12:00. */
  async attemptsOf(sale: Pick<Subscription, "id">): Promise<readonly string[]> {
    const all = await this.paymentsOf(sale);
    return all.map(({ openedAt }) =>
      openedAt.toZonedDateTimeISO(timeZone).toPlainDateTime().toString().slice(0, 16).replace("T", " "),
    );
  }
}
