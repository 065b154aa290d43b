import type { Billing } from "./billing.ts";
import { inTurn } from "./in-turn.ts";
import * as moka from "./moka.ts";
import { mokaFailure } from "./moka-words.ts";
import { type Notice, newToken } from "./orders.ts";
import {
  bagPrice,
  type Invoice,
  type KeptCard,
  type MonthlyCustomer,
  newSubscriber,
  newSubscriberId,
  type Subscriber,
  type Subscribers,
} from "./subscribers.ts";

export type Wish = { customer: MonthlyCustomer; bags: number; card: moka.NewCard };

/** What was not done, and the field of the form that it is about. */
export type Refused = { refused: Notice; field?: "cardNumber" };

export type Subscribing = {
  /** Stores the card at Moka, makes the sale, and has the first month charged. */
  begin(wish: Wish): Promise<{ subscriber: Subscriber } | Refused>;
  /** Puts another card in the place of the one there is, and has everything charged that was given up. */
  replaceCard(subscriber: Subscriber, card: moka.NewCard): Promise<{ done: Notice } | Refused>;
  /** A new step for what was given up, or could not be planned. */
  chargeAgain(subscriber: Subscriber, number: string): Promise<Notice>;
  /** Ends the sale, and with it what is open. What is paid stays paid. */
  end(subscriber: Subscriber): Promise<Notice>;
};

const coffee = { code: "brzoza-coffee", name: "Coffee by the month" };

export function createSubscribing(
  account: moka.MokaAccount,
  subscribers: Subscribers,
  billing: Billing,
): Subscribing {
  let isProductThere = false;

  /** The product is made once; after a restart it is there already. */
  const makeProduct = async () => {
    if (isProductThere) return undefined;
    const answer = await moka.addProduct(account, coffee);
    isProductThere =
      answer.outcome === "accepted" ||
      (answer.outcome === "refused" && moka.reasonOf(answer.code) === "ProductCodeAlreadyUsing");
    return isProductThere ? undefined : (answer as moka.MokaRefusal);
  };

  const openSale = async (customerCode: string, { customer, bags, card }: Wish) => {
    const id = newSubscriberId();
    const stored = await moka.addCustomerWithCard(account, { ...customer, code: customerCode }, card);
    if (stored.outcome !== "accepted") return stored;
    const begunOn = await billing.today();
    const sale = await moka.addSale(account, {
      code: id,
      customerCode,
      productCode: coffee.code,
      amount: bags * bagPrice,
      cardToken: stored.body.token,
      beginOn: begunOn,
    });
    if (sale.outcome !== "accepted") return sale;
    return newSubscriber({
      id,
      customer,
      customerCode,
      saleId: sale.body,
      card: keptCard(stored.body),
      bags,
      begunOn,
    });
  };

  return {
    async begin(wish) {
      const failed = await makeProduct();
      if (failed) return { refused: mokaFailure(failed, "Please try again in a moment.") };
      const customerCode = `brzoza-${newToken()}`;
      const opened = await openSale(customerCode, wish);
      if ("outcome" in opened) {
        // Also when nobody answered: a card that we do not know of must not stay there.
        await moka.removeCustomer(account, customerCode);
        return refusedCard(
          opened,
          "Nothing was stored and nothing is charged. Please try again in a moment.",
        );
      }
      subscribers.add(opened);
      subscribers.record(opened, `Subscribed; Moka's sale ${opened.saleId}`);
      await inTurn(opened, () => billing.bill(opened, opened.begunOn));
      return { subscriber: opened };
    },

    replaceCard: (subscriber, card) =>
      inTurn(subscriber, async () => {
        if (!subscriber.isActive) return { refused: bad("This subscription has ended.") };
        const added = await addCard(account, subscriber, card);
        if ("outcome" in added) return refusedCard(added, "Please try again in a moment.");
        const old = subscriber.card?.token;
        if (added.token === old) return { refused: bad(sameCard), field: "cardNumber" };

        const changed = await moka.changeCardOfSale(account, subscriber.saleId, added.token);
        if (changed.outcome !== "accepted") {
          // Without an answer the sale may have the new card already: then both have to stay.
          if (changed.outcome === "refused") await moka.removeCard(account, added.token);
          return { refused: mokaFailure(changed, "Please try again in a moment.") };
        }
        subscriber.card = keptCard(added);
        subscribers.record(subscriber, `The card is now ${subscriber.card.label}`);
        if (old) await removeOld(subscriber, old);
        return { done: await chargeWithNewCard(subscriber) };
      }),

    chargeAgain: (subscriber, number) =>
      inTurn(subscriber, async () => {
        const invoice = subscriber.invoices.find((one) => one.number === number);
        if (!subscriber.isActive || !invoice || !isChargeable(invoice))
          return bad("This invoice cannot be charged now.");
        invoice.state = "open";
        const failed = await billing.bill(subscriber, await billing.today());
        if (failed) return mokaFailure(failed, "The next run asks again.");
        return good("Planned: Moka charges it with its next run.");
      }),

    end: (subscriber) =>
      inTurn(subscriber, async () => {
        if (!subscriber.isActive) return good("This subscription had ended already.");
        const answer = await moka.deleteSale(account, subscriber.saleId);
        // Gone is what we wanted, and what the first try may have led to.
        const isGone =
          answer.outcome === "accepted" ||
          (answer.outcome === "refused" && moka.reasonOf(answer.code) === "DealerSaleNotFund");
        if (!isGone) return mokaFailure(answer as moka.MokaRefusal, "Please try again in a moment.");
        subscriber.isActive = false;
        subscribers.record(subscriber, "Ended");
        // What was charged a moment ago is paid; the steps that are gone cancel their invoices.
        await billing.look();
        for (const invoice of subscriber.invoices) if (isChargeable(invoice)) invoice.state = "canceled";
        if (subscriber.card) await removeOld(subscriber, subscriber.card.token);
        delete subscriber.card;
        return good("The subscription has ended. Nothing more is charged, and your card is deleted at Moka.");
      }),
  };

  async function removeOld(subscriber: Subscriber, token: string): Promise<void> {
    const removed = await moka.removeCard(account, token);
    const outcome = removed.outcome === "accepted" ? "was deleted at Moka" : "could not be deleted at Moka";
    subscribers.record(subscriber, `The card from before ${outcome}`);
  }

  /** What was given up gets a new step; what Moka still tries has one, and it takes the sale's card. */
  async function chargeWithNewCard(subscriber: Subscriber): Promise<Notice> {
    const { invoices } = subscriber;
    const isOwed = invoices.some(({ state }) => state === "retrying" || state === "declined");
    for (const invoice of invoices) if (invoice.state === "declined") invoice.state = "open";
    const failed = await billing.bill(subscriber, await billing.today());
    const { label = "" } = subscriber.card ?? {};
    if (failed) return mokaFailure(failed, `Your new card is ${label}; we charge it a little later.`);
    const next = isOwed ? " What is open is charged to it with the next run, at noon or at six." : "";
    return good(`Your card is now ${label}.${next}`);
  }
}

/** Stores a card with the customer. One that is there already, which is also how a request without an answer may have
 *  ended, is used as it is; with a new date it is removed and stored again, because a stored card cannot be changed. */
async function addCard(
  account: moka.MokaAccount,
  subscriber: Subscriber,
  card: moka.NewCard,
): Promise<moka.StoredCard | moka.MokaRefusal> {
  const { customerCode } = subscriber;
  const answer = await moka.addCard(account, customerCode, card);
  if (answer.outcome === "accepted") return answer.body;
  if (answer.outcome === "unreachable" || moka.reasonOf(answer.code) !== "CardAlreadyExists") return answer;

  const known = await moka.cardsOf(account, customerCode);
  if (known.outcome !== "accepted") return known;
  const same = known.body.find(
    ({ firstSix, lastFour }) => card.number.startsWith(firstSix) && card.number.endsWith(lastFour),
  );
  if (!same) return answer;
  if (same.month === card.month && same.year === card.year) return same;
  const removed = await moka.removeCard(account, same.token);
  if (removed.outcome !== "accepted") return removed;
  if (subscriber.card?.token === same.token) delete subscriber.card;
  const again = await moka.addCard(account, customerCode, card);
  return again.outcome === "accepted" ? again.body : again;
}

function keptCard({ bank, lastFour, month, year, token }: moka.StoredCard): KeptCard {
  return { token, label: `${bank || "Card"} •••• ${lastFour}`, expires: `${month}/${year}` };
}

function isChargeable({ state }: Invoice): boolean {
  return state === "open" || state === "declined";
}

const sameCard = "This is the card that we already have.";

function refusedCard(answer: moka.MokaRefusal, advice: string): Refused {
  const refused = mokaFailure(answer, advice);
  const isAboutCard = answer.outcome === "refused" && moka.reasonOf(answer.code) === "InvalidCardInfo";
  return { refused, ...(isAboutCard && { field: "cardNumber" }) };
}

function good(text: string): Notice {
  return { tone: "good", text };
}

function bad(text: string): Notice {
  return { tone: "bad", text };
}
