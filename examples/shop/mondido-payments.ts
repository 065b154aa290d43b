import type { Answer } from "./answer.ts";
import * as mondido from "./mondido.ts";
import { isSameHash, responseHash } from "./mondido-hash.ts";
import { mondidoWords } from "./mondido-words.ts";
import { moneyText } from "./money.ts";
import {
  leftToCapture,
  leftToReturn,
  type Notice,
  type Order,
  type OrderState,
  type Orders,
} from "./orders.ts";
import type { SavedCards } from "./saved-cards.ts";

/** An outcome with what proves that Mondido has told it. */
export type Told = { status: string; amount: number; hash: unknown };

export type MondidoPayments = {
  /** Whether Mondido has told this outcome of this order. */
  isProven(order: Order, told: Told): boolean;
  /** Takes a proven outcome: asks for the whole story, and goes by the status alone when there is no answer. */
  settle(order: Order, told: Told): Promise<void>;
  /** Charges the card that the customer has saved. A declined card is an outcome, not a failure. */
  chargeSavedCard(order: Order, fields: mondido.Fields, token: string): Promise<Notice | undefined>;
  /** Asks how the order's payment stands. Answers a notice only when it could not be asked. */
  refresh(order: Order): Promise<Notice | undefined>;
  /** Takes a reservation's money, all of it or a part; the rest can follow. */
  capture(order: Order, amount: number): Promise<Notice>;
  /** Lets a reservation go. */
  cancel(order: Order): Promise<Notice>;
  /** Gives captured money back, all of it or a part. */
  refund(order: Order, amount: number): Promise<Notice>;
  /** No more charges by the order's subscription. */
  stop(order: Order): Promise<Notice>;
};

export function createMondidoPayments(
  account: mondido.MondidoAccount,
  orders: Orders,
  savedCards: SavedCards,
): MondidoPayments {
  const take = (order: Order, transaction: mondido.Transaction) => {
    const state = stateOf(transaction);
    const isNews = orders.advance(order, state, historyOf(state, transaction));
    if (state === "declined") order.declinedBecause = reasonOf(transaction);
    // An order may have been tried several times: the payment is the one that brought it to where it is.
    if (!isNews && order.payment && order.payment.id !== transaction.id) return;
    order.payment = { ...paymentOf(transaction), subscription: subscriptionOf(order, transaction) };
    if (transaction.status === "approved") order.returned = Math.max(order.returned, returnedOf(transaction));
    const { stored_card: card } = transaction;
    if (card?.status === "active")
      savedCards.keep(order.purchase.customerRef, {
        token: card.token,
        brand: card.card_type,
        digits: card.card_number.slice(-4),
      });
  };

  const refresh = async (order: Order) => {
    const answer = await mondido.transactionsOf(account, order.reference);
    if (answer.outcome !== "accepted") return mondidoFailure(answer, "Nothing was changed.");
    for (const transaction of answer.body.toReversed()) take(order, transaction);
    await refreshSubscription(order);
    return undefined;
  };

  const refreshSubscription = async ({ payment }: Order) => {
    if (!payment?.subscription) return;
    const answer = await mondido.getSubscription(account, payment.subscription.id);
    if (answer.outcome === "accepted") payment.subscription = subscriptionState(answer.body);
  };

  /** The shop's own picture may be old, so every button asks before it decides. */
  const afterRefresh = async (
    order: Order,
    decide: (payment: NonNullable<Order["payment"]>) => Promise<Notice> | Notice,
  ) => {
    const failed = await refresh(order);
    if (failed) return failed;
    return order.payment ? decide(order.payment) : bad("Nobody has paid this order yet.");
  };

  return {
    isProven: ({ reference, purchase: { customerRef, currency } }, { status, amount, hash }) =>
      isSameHash(responseHash(account, { reference, customerRef, amount, currency }, status), hash),

    async settle(order, { status }) {
      const failed = await refresh(order);
      const state = states[status as mondido.Transaction["status"]];
      if (failed && state) orders.advance(order, state, `Mondido's answer: ${status}`);
    },

    async chargeSavedCard(order, fields, token) {
      const answer = await mondido.payWithSavedCard(account, fields, token);
      if (answer.outcome === "accepted") take(order, answer.body);
      // A declined payment is kept at Mondido, and one that got no answer may be: the order asks for it.
      else if (answer.outcome === "unreachable" || answer.code === declined) await refresh(order);
      else return mondidoFailure(answer, "Your cart is kept.");
      return undefined;
    },

    refresh,

    capture: (order, amount) =>
      afterRefresh(order, async ({ id }) => {
        const left = leftToCapture(order);
        const text = textIn(order);
        if (order.state !== "hold" && order.state !== "finished") return bad("Nothing is reserved.");
        if (amount <= 0 || amount > left) return bad(`Between ${text(1)} and ${text(left)} can be captured.`);
        const answer = await mondido.capture(account, id, amount);
        if (answer.outcome !== "accepted")
          return mondidoFailure(answer, "Refresh the status before trying again.");
        take(order, answer.body);
        orders.record(order, `Captured ${text(amount)}`);
        return good(`Captured. Mondido pays ${text(amount)} to the shop.`);
      }),

    cancel: (order) =>
      afterRefresh(order, async ({ id }) => {
        if (order.state !== "hold") return bad("Only a reservation can be canceled. Return what was paid.");
        const answer = await mondido.refund(account, id, order.amount, "The order was canceled");
        if (answer.outcome !== "accepted")
          return mondidoFailure(answer, "Refresh the status before trying again.");
        orders.advance(order, "canceled", "Canceled");
        return good("The order is canceled and the customer's money is free again.");
      }),

    refund: (order, amount) =>
      afterRefresh(order, async ({ id }) => {
        const { returned: before } = order;
        const left = leftToReturn(order);
        const text = textIn(order);
        if (order.state !== "finished") return bad("Only what was paid can be returned.");
        if (amount <= 0 || amount > left) return bad(`Between ${text(1)} and ${text(left)} can be returned.`);
        const answer = await mondido.refund(account, id, amount, "The customer returned goods");
        if (answer.outcome !== "accepted")
          return mondidoFailure(answer, "Refresh the status before trying again.");
        // The webhook about it may have come before this answer.
        order.returned = Math.max(order.returned, before + amount);
        orders.record(order, `Returned ${text(amount)}`);
        if (amount === left) orders.advance(order, "refunded", "Returned in full");
        return good(`${text(amount)} went back to the customer.`);
      }),

    stop: (order) =>
      afterRefresh(order, async (payment) => {
        if (!payment.subscription) return bad("This order has no subscription.");
        const answer = await mondido.stopSubscription(account, payment.subscription.id);
        if (answer.outcome !== "accepted") return mondidoFailure(answer, "Refresh the status first.");
        payment.subscription = subscriptionState(answer.body);
        orders.record(order, "The subscription was stopped");
        return good("The subscription is stopped. Nothing more is charged.");
      }),
  };
}

const declined = 129;

const states: Record<mondido.Transaction["status"], OrderState> = {
  pending: "pending",
  authorized: "hold",
  approved: "finished",
  declined: "declined",
  failed: "declined",
};

/** A reservation that was let go stays "authorized", with a refund. */
function stateOf(transaction: mondido.Transaction): OrderState {
  const state = states[transaction.status];
  const returned = returnedOf(transaction);
  if (state === "hold" && returned > 0) return "canceled";
  return state === "finished" && returned >= transaction.amount && returned > 0 ? "refunded" : state;
}

function returnedOf({ refunds }: mondido.Transaction): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

function paymentOf(transaction: mondido.Transaction): NonNullable<Order["payment"]> {
  const { id, status, amount, card_type: brand, card_number: number, mpi_ref: proof } = transaction;
  return {
    id,
    captured: status === "approved" ? amount : 0,
    ...(number && { card: `${brand ?? "Card"} •••• ${number.slice(-4)}` }),
    isSecured: Boolean(proof),
  };
}

function subscriptionOf({ payment }: Order, { subscription }: mondido.Transaction) {
  if (!subscription) return undefined;
  return payment?.subscription?.id === subscription.id ? payment.subscription : { id: subscription.id };
}

function subscriptionState({ id, status, next_at: nextAt }: mondido.Subscription) {
  return { id, status, ...(nextAt && status === "active" && { nextAt: nextAt.slice(0, 10) }) };
}

function reasonOf({ error }: mondido.Transaction): string {
  return error ? mondidoWords(error.code) : "The payment was not completed.";
}

function historyOf(state: OrderState, transaction: mondido.Transaction): string {
  return state === "declined"
    ? `Mondido: ${reasonOf(transaction)}`
    : `Mondido's status: ${transaction.status}`;
}

export function mondidoFailure(
  answer: Exclude<Answer<unknown>, { outcome: "accepted" }>,
  advice: string,
): Notice {
  if (answer.outcome === "unreachable") return bad(`Mondido did not answer. ${advice}`);
  const { code, message } = answer;
  return { tone: "bad", text: mondidoWords(code), from: "Mondido", code, message };
}

function textIn({ purchase: { currency } }: Order): (minor: number) => string {
  return (minor) => moneyText(minor, currency);
}

function good(text: string): Notice {
  return { tone: "good", text };
}

function bad(text: string): Notice {
  return { tone: "bad", text };
}
