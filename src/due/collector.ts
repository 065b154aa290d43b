import {
  abandonCharge,
  type Begun,
  type Billing,
  beginCharge,
  type DueStep,
  dueSteps,
  missCharge,
  nextStepDue,
  obstacleOf,
  resumeCharge,
  type Subscription,
  settleCharge,
  subscriptions,
} from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import { dayAt, type Store } from "../core/merchants/index.ts";
import { type AuthorizationAnswer, payments } from "../core/payments/index.ts";
import { type Card, openPan } from "../core/vault/index.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";
import { eachOf } from "./each-of.ts";

const most = 20_000;
/** Enough for full commits, though each step waits for two of them and the acquirer. */
const atOnce = 512;

/** Charges the steps of subscriptions that are due: the intent is stored, the acquirer asked, the outcome stored with
 *  what follows from it. Several may share a database: who stores the intent charges. A step that was left in the middle
 *  goes on when its payment is decided, or can be no more. `billings`, by dialect, word and time the charges. */
export function collector(
  house: House,
  billings: ReadonlyMap<string, Billing>,
  log: Pick<Logger, "error">,
): DueSource {
  const { reader, write, keyring, acquirer } = house;
  const dialects = [...billings.keys()];
  const open = (card: Card) => (card.state === "active" ? openPan(keyring, card) : undefined);

  /** Whether anything was done. */
  async function charge(due: DueStep): Promise<boolean> {
    if (due.state === "processing") return goOn(due);
    // The card's number is opened first: a key that is missing must not cost a subscription its attempts.
    const begun = await write((tx) => beginCharge(tx, { due, open }));
    if (begun === "no_card") {
      const { onward } = await surroundingsOf(await subscriptionOf(due));
      return Boolean(await write((tx) => missCharge(tx, { due, onward })));
    }
    if (begun) await ask(due, begun.charge, begun.opened);
    return begun !== undefined;
  }

  async function ask(due: DueStep, charge: Begun, pan: string | undefined): Promise<void> {
    const { installments, amount, paymentId } = charge.step;
    const { store, operatorId, number, onward } = await surroundingsOf(charge.subscription);
    const answer = refusalOf(charge, store, onward.billing) ?? (await answerTo(charge, pan ?? ""));
    if (!answer) {
      await acquirer.reverse(paymentId);
      await write((tx) => abandonCharge(tx, { due, paymentId, number, onward }));
      return;
    }
    const verdict = { answer, operatorId, fee: onward.billing.feeOf(store, amount, installments) };
    const settled = await write((tx) => settleCharge(tx, { charge, verdict, number, onward }));
    if (!settled && answer.outcome === "approved") await acquirer.reverse(paymentId);
  }

  /** Why the acquirer is not asked at all. */
  function refusalOf({ card, step, currency }: Begun, store: Store, billing: Billing) {
    const { installments } = step;
    return obstacleOf(card, dayAt(store, house.now())) ?? billing.obstacle?.({ currency, installments });
  }

  function answerTo(
    {
      subscription: { isTest },
      step: { paymentId: id, amount },
      currency,
      card: { holder, expiresOn },
    }: Begun,
    number: string,
  ): Promise<AuthorizationAnswer | undefined> {
    const card = { number, holder, expiresOn };
    return acquirer
      .authorize({ id, amount, currency, card, isTest, initiatedBy: "merchant" })
      .catch(() => undefined);
  }

  /** What is not recorded although its time is over was left in the middle: nobody knows whether it was authorized. */
  async function goOn(due: DueStep): Promise<boolean> {
    const { paymentId } = due;
    if (!paymentId) throw new TypeError(`step ${due.stepId} is processing without a payment`);
    const { number, onward } = await surroundingsOf(await subscriptionOf(due));
    if (await reader.find(payments, { id: paymentId }))
      return Boolean(await write((tx) => resumeCharge(tx, { due, onward })));
    await acquirer.reverse(paymentId);
    return Boolean(await write((tx) => abandonCharge(tx, { due, paymentId, number, onward })));
  }

  async function subscriptionOf({ subscriptionId: id }: DueStep): Promise<Subscription> {
    const subscription = await reader.find(subscriptions, { id });
    if (!subscription) throw new Error("the subscription is missing");
    return subscription;
  }

  async function surroundingsOf({ storeId, dialect }: Pick<Subscription, "storeId" | "dialect">) {
    const { directory, numbers } = house;
    const [facts, number, stepNumber] = await Promise.all([
      directory.byId(storeId),
      numbers.next("payment"),
      numbers.next("step"),
    ]);
    if (!facts) throw new Error("the store is missing");
    const { store, merchant } = facts;
    const billing = billings.get(dialect) as Billing;
    const onward = { stepNumber, billing, settings: store.settings };
    return { store, operatorId: merchant.lenderId, number, onward };
  }

  return {
    name: "collector",
    next: () => nextStepDue(reader),
    async run(now) {
      const due = await dueSteps(reader, { now, dialects, most });
      let done = 0;
      await eachOf(due, atOnce, async (step) => {
        try {
          if (await charge(step)) done++;
        } catch (error) {
          log.error({ err: error, step: step.stepId }, "a subscription could not be charged");
        }
      });
      return done;
    },
  };
}
