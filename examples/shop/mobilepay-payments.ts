import { type Currency, moneyText } from "./money.ts";
import {
  leftToCapture,
  leftToReturn,
  type Notice,
  newToken,
  type Order,
  type OrderState,
  type Orders,
  type Wallet,
} from "./orders.ts";
import * as psp from "./psp-client.ts";

export type MobilePayPayments = {
  /** Starts a payment; the shopper goes on at the order's `payUrl`. Answers why there is none. */
  start(order: Order, returnUrl: string): Promise<Notice | undefined>;
  /** A new payment in the place of one that came to nothing, or was left. */
  startAgain(order: Order, returnUrl: string): Promise<Notice | undefined>;
  /** Asks the PSP how the payment stands. Answers a notice only when it could not be asked. */
  refresh(order: Order): Promise<Notice | undefined>;
  capture(order: Order, amount: number): Promise<Notice>;
  /** Takes an open payment back, or lets go of what is still reserved. */
  cancel(order: Order): Promise<Notice>;
  refund(order: Order, amount: number): Promise<Notice>;
};

export function createMobilePayPayments(
  connection: psp.PspConnection | undefined,
  orders: Orders,
): MobilePayPayments {
  const take = (order: Order, payment: psp.PspPayment) => {
    const { id, payUrl, captured, canceled, card, isSecured, decline, recipient } = payment;
    const words = decline && `${decline.text} Nothing was charged.`;
    order.wallet = {
      id,
      payUrl,
      captured,
      canceled,
      isSecured,
      delivery: recipient?.delivery ?? [],
      ...(card && { card: cardLabel(card) }),
      ...(words && { decline: words }),
    };
    order.returned = payment.refunded;
    if (recipient && order.purchase.method === "mobilepay-checkout") {
      const { delivery: _, ...customer } = recipient;
      order.customer = customer;
    }
    const state = stateOf(payment, order);
    if (state === "declined") order.declinedBecause = endWords[payment.state];
    orders.advance(order, state, `MobilePay: ${historyWords[state] ?? state}`);
  };

  /** Something done at the PSP, and what it makes of the order. */
  const taking = async <Answer extends Awaited<ReturnType<typeof psp.getPayment>>>(
    order: Order,
    answer: Promise<Answer>,
    advice: string,
  ): Promise<Notice | undefined> => {
    const told = await answer;
    if (told.outcome !== "accepted") return pspFailure(told, advice);
    take(order, told.body);
    return undefined;
  };

  const withConnection = async <Result>(
    act: (connection: psp.PspConnection) => Promise<Result>,
  ): Promise<Result | Notice> => (connection ? act(connection) : bad("MobilePay is not connected."));

  const refresh = (order: Order) =>
    withConnection(async (at) =>
      order.wallet ? taking(order, psp.getPayment(at, order.wallet.id), "Nothing was changed.") : undefined,
    );

  const start = (order: Order, returnUrl: string) =>
    withConnection(async (at) => {
      const { method, currency } = order.purchase;
      const isCheckout = method === "mobilepay-checkout";
      const wanted = { orderId: order.reference, amount: order.amount, currency, returnUrl, isCheckout };
      return taking(order, psp.startPayment(at, wanted), "Please try again in a moment.");
    });

  /** The shop's own picture may be old, so every button asks before it decides. */
  const afterRefresh = (
    order: Order,
    decide: (wallet: Wallet, connection: psp.PspConnection) => Promise<Notice> | Notice,
  ) =>
    withConnection(async (at) => {
      const failed = await refresh(order);
      if (failed) return failed;
      return order.wallet ? decide(order.wallet, at) : bad("Nobody has begun to pay this order.");
    });

  const advice = "Refresh the status before trying again.";

  return {
    start,
    refresh,

    startAgain: (order, returnUrl) =>
      withConnection(async (at) => {
        const failed = await refresh(order);
        if (failed || !order.wallet || !isUnpaid(order)) return failed;
        if (order.state === "pending") {
          const taken = await taking(order, psp.withdraw(at, order.wallet.id), "Look again in a moment.");
          if (taken) return taken;
        }
        const refused = await start(order, returnUrl);
        if (refused) return refused;
        order.state = "pending";
        delete order.declinedBecause;
        return undefined;
      }),

    capture: (order, amount) =>
      afterRefresh(order, async ({ id }, at) => {
        const left = leftToCapture(order);
        const text = textIn(order);
        if (order.state !== "hold" && order.state !== "finished") return bad("Nothing is reserved.");
        if (amount <= 0 || amount > left) return bad(`Between ${text(1)} and ${text(left)} can be captured.`);
        const failed = await taking(order, psp.move(at, "captures", id, { amount, key: newToken() }), advice);
        if (failed) return failed;
        orders.record(order, `Captured ${text(amount)}`);
        return good(`Captured. The bank pays ${text(amount)} to the shop.`);
      }),

    cancel: (order) =>
      afterRefresh(order, async ({ id }, at) => {
        if (order.state === "canceled") return good("The order was already canceled.");
        if (order.state === "pending") {
          const failed = await taking(order, psp.withdraw(at, id), advice);
          if (failed) return failed;
          orders.advance(order, "canceled", "Canceled before it was paid");
          return good("The payment is taken back. Nobody can approve it any more.");
        }
        const amount = leftToCapture(order);
        if ((order.state !== "hold" && order.state !== "finished") || amount === 0)
          return bad("Nothing is reserved. Return what was paid.");
        const failed = await taking(order, psp.move(at, "cancels", id, { amount, key: newToken() }), advice);
        if (failed) return failed;
        orders.record(order, `Released ${textIn(order)(amount)}`);
        return good(`${textIn(order)(amount)} is no longer reserved on the customer's card.`);
      }),

    refund: (order, amount) =>
      afterRefresh(order, async ({ id }, at) => {
        const left = leftToReturn(order);
        const text = textIn(order);
        if (order.state !== "finished") return bad("Only what was paid can be returned.");
        if (amount <= 0 || amount > left) return bad(`Between ${text(1)} and ${text(left)} can be returned.`);
        const failed = await taking(order, psp.move(at, "refunds", id, { amount, key: newToken() }), advice);
        if (failed) return failed;
        orders.record(order, `Returned ${text(amount)}`);
        return good(`${text(amount)} went back to the customer.`);
      }),
  };
}

export function pspFailure(answer: psp.PspRefusal, advice: string): Notice {
  if (answer.outcome === "unreachable") return bad(`MobilePay cannot be reached. ${advice}`);
  const { code, message } = answer;
  return {
    tone: "bad",
    text: refusals[code] ?? `That was not possible. ${advice}`,
    from: "The PSP",
    code,
    message,
  };
}

/** What the wallet's codes mean for this shop. */
const refusals: Record<string, string> = {
  "2100": "The customer has just paid. Refresh the status.",
  "2101": "The customer is approving it at this moment. Look again shortly.",
  "4001": "This order was tried too often. Please put the items back in the cart.",
};

const cardNames: Record<string, string> = {
  DANKORT: "Dankort",
  "VISA-DEBIT": "Visa",
  "VISA-CREDIT": "Visa",
  "ELEC-DEBIT": "Visa Electron",
  "MC-DEBIT": "Mastercard",
  "MC-CREDIT": "Mastercard",
};

export function cardLabel({ type, lastFour }: { type: string; lastFour: string }): string {
  return `${cardNames[type] ?? "Card"} •••• ${lastFour}`;
}

const endWords: Partial<Record<psp.PspPayment["state"], string>> = {
  expired: "The time to approve it in MobilePay was over. Nothing was charged.",
  withdrawn: "The payment was taken back. Nothing was charged.",
};

const historyWords: Partial<Record<OrderState, string>> = {
  hold: "approved",
  finished: "captured",
  declined: "not paid",
};

function stateOf({ state, captured, canceled, refunded }: psp.PspPayment, order: Order): OrderState {
  if (state === "open") return "pending";
  if (state !== "approved") return "declined";
  if (captured === 0) return canceled >= order.amount ? "canceled" : "hold";
  return refunded >= captured && captured + canceled >= order.amount ? "refunded" : "finished";
}

function isUnpaid({ state }: Order): boolean {
  return state === "pending" || state === "declined";
}

function textIn({ purchase: { currency } }: { purchase: { currency: Currency } }) {
  return (minor: number) => moneyText(minor, currency);
}

function good(text: string): Notice {
  return { tone: "good", text };
}

function bad(text: string): Notice {
  return { tone: "bad", text };
}
