import type { Answer } from "./answer.ts";
import { cartItems } from "./checkout-request.ts";
import * as mokka from "./mokka.ts";
import { type Currency, moneyText } from "./money.ts";
import { applyChange, type Line, type Notice, type Order, type Orders, total } from "./orders.ts";
import { newCheckNumber, receiptPdf } from "./receipt.ts";
import { refusalWords } from "./refusal-words.ts";

export type OrderActions = {
  /** Asks Status. Leaves a notice on the order only when it could not be asked. */
  refresh(order: Order): Promise<Notice | undefined>;
  finish(order: Order): Promise<Notice>;
  change(order: Order, lines: Line[]): Promise<Notice>;
  /** Calls the order off: releases a hold, takes a finished order back in full. */
  cancel(order: Order): Promise<Notice>;
  /** Takes a finished order back, all of it or a part. A hold is canceled instead. */
  refund(order: Order, amount: number): Promise<Notice>;
};

export function createOrderActions(
  connection: mokka.MokkaConnection,
  orders: Orders,
  currency: Currency,
): OrderActions {
  const text = (minor: number) => moneyText(minor, currency);

  const refresh = async (order: Order) => {
    const answer = await mokka.status(connection, order.id);
    if (answer.outcome !== "accepted") return failure(answer, "Nothing was changed.");
    orders.takeStatus(order, answer.body.current_order);
    return undefined;
  };

  /** The shop's own picture may be old, so every button asks Status before it decides. */
  const afterStatus = async (order: Order, decide: () => Notice | Promise<Notice>) =>
    (await refresh(order)) ?? (await decide());

  const release = async (order: Order) => {
    const answer = await mokka.cancel(connection, order.id);
    if (answer.outcome !== "accepted") return failure(answer, "Refresh the status before trying again.");
    orders.advance(order, "canceled", "Canceled");
    return good("The order is canceled and the customer's limit is free again.");
  };

  const takeBack = async (order: Order, amount: number) => {
    const rest = order.amount - order.returned;
    if (amount <= 0 || amount > rest) return bad(`Between ${text(1)} and ${text(rest)} can be returned.`);
    const answer = await mokka.returnGoods(connection, { order_id: order.id, amount });
    if (answer.outcome !== "accepted")
      return failure(answer, "Ask Mokka whether the return was booked before trying again.");
    order.returned += amount;
    orders.record(order, `Returned ${text(amount)}`);
    if (order.returned >= order.amount) orders.advance(order, "refunded", "Returned in full");
    return good(`${text(amount)} went back to the customer.`);
  };

  return {
    refresh,

    finish: (order) =>
      afterStatus(order, async () => {
        if (order.state === "finished") return good("Mokka had already finished this order.");
        if (order.state !== "hold") return bad(`Only a reserved order can be finished. ${nowIn(order)}`);
        if (order.amountAtMokka !== undefined)
          return bad(`Mokka reserved ${text(order.amountAtMokka)}. Change the order first, then finish it.`);
        const checkNumber = newCheckNumber(order);
        const answer = await mokka.finish(
          connection,
          { order_id: order.id, amount: order.amount, check_number: checkNumber },
          {
            fileName: "check.pdf",
            contentType: "application/pdf",
            bytes: receiptPdf(order, checkNumber, currency),
          },
        );
        if (answer.outcome !== "accepted") return failure(answer, "Refresh the status before trying again.");
        order.checkNumber = checkNumber;
        orders.advance(order, "finished", "Finished");
        return good(`Finished. Mokka pays ${text(order.amount)} to the shop.`);
      }),

    change: (order, lines) =>
      afterStatus(order, async () => {
        if (order.state !== "hold") return bad(`Only a reserved order can be changed. ${nowIn(order)}`);
        if (lines.length === 0) return bad("An order without items cannot be kept. Cancel it instead.");
        const amount = total(lines);
        if (amount === order.amount && order.amountAtMokka === undefined)
          return bad(`The amount is still ${text(amount)}, so there is nothing to change.`);
        const answer = await mokka.change(connection, {
          order_id: order.id,
          amount,
          cart_items: cartItems(lines),
        });
        if (answer.outcome === "unreachable") order.unconfirmedLines = lines;
        if (answer.outcome !== "accepted") return failure(answer, "The order is kept as it was.");
        applyChange(order, lines, answer.body.schedule ?? []);
        orders.record(order, `Changed to ${text(amount)}`);
        return good(`The order now costs ${text(amount)}.`);
      }),

    cancel: (order) =>
      afterStatus(order, async () => {
        if (order.state === "canceled") return good("The order was already canceled.");
        if (order.state !== "finished") return release(order);
        const notice = await takeBack(order, order.amount - order.returned);
        return { ...notice, text: `The order was already finished, so it was returned. ${notice.text}` };
      }),

    refund: (order, amount) =>
      afterStatus(order, () => {
        if (order.state === "finished") return takeBack(order, amount);
        if (order.state === "hold" && amount === order.amount) return release(order);
        return bad(`Only a finished order can be returned. ${nowIn(order)}`);
      }),
  };
}

export function failure(answer: Exclude<Answer<unknown>, { outcome: "accepted" }>, advice: string): Notice {
  if (answer.outcome === "unreachable") return bad(`Mokka did not answer. ${advice}`);
  const { code, message } = answer;
  return { tone: "bad", text: refusalWords(code), from: "Mokka", code, message };
}

const stateWords: Record<Order["state"], string> = {
  pending: "The customer has not completed Mokka's form.",
  declined: "Mokka declined this order.",
  hold: "The amount is reserved.",
  expired: "The reservation has run out.",
  finished: "The order is finished.",
  canceled: "The order is canceled.",
  refunded: "The order was returned in full.",
};

function nowIn(order: Order): string {
  return stateWords[order.state];
}

function good(text: string): Notice {
  return { tone: "good", text };
}

function bad(text: string): Notice {
  return { tone: "bad", text };
}
