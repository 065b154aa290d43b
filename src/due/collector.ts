import {
  abandonCharge,
  type Billing,
  beginCharge,
  cardsOf,
  type DueStep,
  dueSteps,
  missCharge,
  nextStepDue,
  type Onward,
  obstacleOf,
  resumeCharge,
  settleCharge,
  subscriptions,
  turnOf,
} from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import { dayAt, type StoreFacts } from "../core/merchants/index.ts";
import {
  type AuthorizationAnswer,
  attemptOf,
  authorizationOf,
  type Payment,
} from "../core/payments/index.ts";
import { type Card, cards, openPan } from "../core/vault/index.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";

const most = 1_000;
const atOnce = 64;

/** Charges the steps of subscriptions that are due: the intent is stored, the acquirer asked, the outcome stored with
 *  what follows from it. Several may share a database: who stores the intent charges. A step that was left in the middle
 *  goes on when its payment is decided. `billings`, by dialect, word and time the charges. */
export function collector(
  house: House,
  billings: ReadonlyMap<string, Billing>,
  log: Pick<Logger, "error">,
): DueSource {
  const dialects = [...billings.keys()];
  return {
    name: "collector",
    next: () => nextStepDue(house.reader),
    async run(now) {
      const due = await dueSteps(house.reader, { now, dialects, most });
      let done = 0;
      await eachOf(due, atOnce, async (step) => {
        try {
          if (await chargeStep(house, billings, step)) done++;
        } catch (error) {
          log.error({ err: error, step: step.stepId }, "a subscription could not be charged");
        }
      });
      return done;
    },
  };
}

/** Works off a list, so many at a time. */
async function eachOf<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>) {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Whether anything was done. */
async function chargeStep(
  house: House,
  billings: ReadonlyMap<string, Billing>,
  due: DueStep,
): Promise<boolean> {
  const { numbers, write } = house;
  const { facts, card, currency } = await surroundingsOf(house, due);
  const billing = billings.get(due.dialect) as Billing;
  const [number, stepNumber] = await Promise.all([numbers.next("payment"), numbers.next("step")]);
  const onward: Onward = { stepNumber, billing, settings: facts.store.settings };
  if (due.state === "processing") return Boolean(await write((tx) => resumeCharge(tx, { due, onward })));
  if (!card) return Boolean(await write((tx) => missCharge(tx, { due, onward })));

  const begin = { due, card, number, billing };
  const { installments } = due;
  const obstacle =
    obstacleOf(card, dayAt(facts.store, house.now())) ?? billing.obstacle?.({ currency, installments });
  if (!obstacle) return ask(house, { facts, card, due, onward, begin });
  const refused = await write(async (tx) => {
    const payment = await beginCharge(tx, begin);
    return payment && settleCharge(tx, outcome({ due, payment, onward, facts }, obstacle));
  });
  return refused !== undefined;
}

/** `card`: of those whose turn it is or comes, the first that is active, or the last; undefined when there is none. */
async function surroundingsOf({ reader, directory }: House, due: DueStep) {
  const subscription = await reader.find(subscriptions, { id: due.subscriptionId });
  if (!subscription) throw new Error("the subscription is missing");
  const ids = cardsOf(subscription);
  const [facts, ...inTurn] = await Promise.all([
    directory.byId(subscription.storeId),
    ...ids.slice(turnOf(due, ids.length)).map((id) => reader.find(cards, { id })),
  ]);
  const card = inTurn.find((one) => one?.state === "active") ?? inTurn.at(-1);
  if (!facts || (!card && ids.length > 0)) throw new Error("the store or the card is missing");
  return { facts, card, currency: due.currency ?? subscription.currency };
}

type Errand = {
  readonly facts: StoreFacts;
  readonly card: Card;
  readonly due: DueStep;
  readonly onward: Onward;
  readonly begin: Parameters<typeof beginCharge>[1];
};

/** The card's number is opened first: a key that is missing must not cost a subscription its attempts. */
async function ask(house: House, { facts, card, due, onward, begin }: Errand): Promise<boolean> {
  const number = openPan(house.keyring, card);
  const payment = await house.write((tx) => beginCharge(tx, begin));
  if (!payment) return false;
  const { holder, expiresOn } = card;
  const attempt = attemptOf(payment);
  const answer = await house.acquirer
    .authorize(authorizationOf(payment, { number, holder, expiresOn }, "merchant"))
    .catch(() => undefined);
  if (!answer) {
    await house.acquirer.reverse(attempt);
    await house.write((tx) => abandonCharge(tx, { due, paymentId: payment.id, onward }));
    return true;
  }
  const settled = await house.write((tx) =>
    settleCharge(tx, outcome({ due, payment, onward, facts }, answer)),
  );
  if (!settled && answer.outcome === "approved") await house.acquirer.reverse(attempt);
  return true;
}

type Asked = Pick<Errand, "due" | "onward" | "facts"> & { readonly payment: Payment };

function outcome({ due, payment, onward, facts }: Asked, answer: AuthorizationAnswer) {
  const operatorId = facts.merchant.lenderId;
  const fee = onward.billing.feeOf(facts.store, payment.amount, due.installments);
  return { due, paymentId: payment.id, onward, answer, operatorId, fee };
}
