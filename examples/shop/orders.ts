import { createHash, randomBytes } from "node:crypto";
import type { Instalment, OrderCallback, OrderStatus } from "./mokka.ts";
import { type Product, product } from "./products.ts";

export type OrderState = "pending" | "declined" | "hold" | "expired" | "finished" | "canceled" | "refunded";
export type StaffAction = "finish" | "change" | "cancel" | "refund" | "refresh";
export type Line = { sku: string; quantity: number };
export type Customer = { firstName: string; surname: string; phone: string; email: string };

/** What the staff is told after a button: our words, and the API's own when it refused. */
export type Notice = { tone: "good" | "bad"; text: string; code?: number; message?: string };

export type Order = {
  id: string;
  placedAt: Temporal.Instant;
  customer: Customer;
  lines: Line[];
  /** What the order costs now, in minor units; a change moves it, and finish sends it. */
  amount: number;
  returned: number;
  state: OrderState;
  iframeUrl?: string;
  paymentId?: string;
  term?: number;
  schedule: Instalment[];
  /** A callback that comes after a change tells the amounts from before it. */
  changed: boolean;
  /** Set when a change got no answer: the lines that hold if the API turns out to have taken it. */
  unconfirmedLines?: Line[];
  /** Set when the API's amount is not the order's. */
  amountAtMokka?: number;
  checkNumber?: string;
  notice?: Notice;
  /** Good for one press of a button; a double click finds it used. */
  actionToken: string;
  history: { at: Temporal.Instant; text: string }[];
};

/** An order only moves to a later state. So callbacks and status answers may come twice or in any order. */
const rank: Record<OrderState, number> = {
  pending: 0,
  declined: 1,
  hold: 2,
  expired: 3,
  finished: 4,
  canceled: 4,
  refunded: 5,
};

export const actionsIn: Record<OrderState, readonly StaffAction[]> = {
  pending: ["refresh", "cancel"],
  declined: ["refresh"],
  hold: ["finish", "change", "cancel", "refresh"],
  expired: ["cancel", "refresh"],
  finished: ["refund", "refresh"],
  canceled: ["refresh"],
  refunded: ["refresh"],
};

/** Nobody restarts a demo shop for months, and nobody should run out of memory because of it. */
const keptOrders = 2_000;

export type Orders = {
  add(customer: Customer, lines: Line[]): Order;
  remove(id: string): void;
  find(id: string): Order | undefined;
  /** Newest first. */
  list(): Order[];
  ofPhone(phone: string): Order[];
  /** Takes a callback whose signature was checked. Answers what it did. */
  receive(callback: OrderCallback, rawBody: Uint8Array): "taken" | "seen before" | "unknown order";
  takeStatus(order: Order, status: OrderStatus): void;
  advance(order: Order, to: OrderState, text: string): boolean;
  record(order: Order, text: string): void;
};

export function createOrders(now: () => Temporal.Instant): Orders {
  const orders = new Map<string, Order>();
  const seenCallbacks = new Map<string, Set<string>>();

  const record = (order: Order, text: string) => {
    order.history.push({ at: now(), text });
  };

  const advance = (order: Order, to: OrderState, text: string) => {
    if (rank[to] <= rank[order.state]) return false;
    order.state = to;
    record(order, text);
    return true;
  };

  return {
    add(customer, lines) {
      const placedAt = now();
      const id = `SHOP-${compactTime(placedAt)}-${randomBytes(3).toString("hex").toUpperCase()}`;
      const order: Order = {
        id,
        placedAt,
        customer,
        lines,
        amount: total(lines),
        returned: 0,
        state: "pending",
        schedule: [],
        changed: false,
        actionToken: newToken(),
        history: [],
      };
      orders.set(id, order);
      record(order, "Order placed");
      const oldest = orders.keys().next().value;
      if (orders.size > keptOrders && oldest) this.remove(oldest);
      return order;
    },

    remove(id) {
      orders.delete(id);
      seenCallbacks.delete(id);
    },

    find: (id) => orders.get(id),
    list: () => [...orders.values()].reverse(),
    ofPhone: (phone) => [...orders.values()].filter((order) => order.customer.phone === phone),

    receive(callback, rawBody) {
      const order = orders.get(callback.order_id);
      if (!order) return "unknown order";
      const seen = seenCallbacks.getOrInsert(order.id, new Set());
      const digest = createHash("sha256").update(rawBody).digest("base64");
      if (seen.has(digest)) return "seen before";
      seen.add(digest);

      if (callback.decision === "declined") {
        advance(order, "declined", "Mokka's callback: declined");
        return "taken";
      }
      advance(order, "hold", "Mokka's callback: approved");
      order.paymentId ??= callback.payment_id;
      order.term ??= callback.term ?? undefined;
      if (order.changed) return "taken";
      if (order.schedule.length === 0) order.schedule = callback.schedule;
      if (order.state === "hold") compareAmount(order, callback.amount);
      return "taken";
    },

    takeStatus(order, status) {
      const changed = order.unconfirmedLines;
      if (changed && status.amount === total(changed)) {
        applyChange(order, changed, []);
        record(order, "Mokka had taken the change");
      }
      order.unconfirmedLines = undefined;
      const ranOut = status.expired && (status.status === "pending" || status.status === "hold");
      const state = ranOut ? "expired" : status.status;
      advance(order, state, `Mokka's status: ${state}`);
      order.term ??= status.term ?? undefined;
      if (order.state === "hold") compareAmount(order, status.amount);
      if (order.state === "refunded") order.returned = order.amount;
    },

    advance,
    record,
  };
}

export function applyChange(order: Order, lines: Line[], schedule: Instalment[]): void {
  order.lines = lines;
  order.amount = total(lines);
  order.schedule = schedule;
  order.changed = true;
  order.amountAtMokka = undefined;
  order.unconfirmedLines = undefined;
}

function compareAmount(order: Order, amountAtMokka: number): void {
  order.amountAtMokka = amountAtMokka === order.amount ? undefined : amountAtMokka;
}

export function lineProducts(lines: Line[]): (Product & { quantity: number; lineTotal: number })[] {
  return lines.map(({ sku, quantity }) => {
    const found = product(sku);
    return { ...found, quantity, lineTotal: found.price * quantity };
  });
}

export function total(lines: Line[]): number {
  return lineProducts(lines).reduce((sum, line) => sum + line.lineTotal, 0);
}

export function newToken(): string {
  return randomBytes(16).toString("base64url");
}

export function compactTime(at: Temporal.Instant): string {
  const [day = "", time = ""] = at.toString({ smallestUnit: "second" }).split("T");
  return `${day.slice(2).replaceAll("-", "")}${time.slice(0, 8).replaceAll(":", "")}`;
}
