import { createHash, randomBytes } from "node:crypto";
import type { Instalment, OrderCallback, OrderStatus } from "./mokka.ts";
import { type Currency, inKroner, inKronor } from "./money.ts";
import { type Product, product } from "./products.ts";

export type OrderState = "pending" | "declined" | "hold" | "expired" | "finished" | "canceled" | "refunded";

/** Every way to pay an order, with whom it goes through. */
const providers = {
  mokka: "mokka",
  card: "mondido",
  "saved-card": "mondido",
  invoice: "mondido",
  plan: "mondido",
  link: "mondido",
  mobilepay: "mobilepay",
  "mobilepay-checkout": "mobilepay",
} as const;

export type Method = keyof typeof providers;
export type Provider = (typeof providers)[Method];
export type StaffAction = "finish" | "change" | "capture" | "cancel" | "refund" | "refresh";
export type Line = { sku: string; quantity: number };
export type Customer = { firstName: string; surname: string; phone: string; email: string };

/** What somebody is told after a button: our words, and the API's own when it refused. */
export type Notice = {
  tone: "good" | "bad";
  text: string;
  from?: string;
  code?: number | string;
  message?: string;
};

/** How an order is to be paid. */
export type Purchase = {
  method: Method;
  currency: Currency;
  /** What Mondido knows the customer by. */
  customerRef: string;
  /** The money is only set aside; the staff take it when the order is ready. */
  isReserved: boolean;
  /** A plan, with what is asked for at once: nothing while it is tried for free. */
  plan?: { id: string; name: string; firstPrice: number };
};

/** What Mondido has told about an order's payment. */
export type Payment = {
  id: number;
  captured: number;
  card?: string;
  /** Whether the card's bank has asked the customer. */
  isSecured: boolean;
  subscription?: { id: number; status?: string; nextAt?: string };
};

/** What the PSP has told about an order's payment with the wallet. */
export type Wallet = {
  id: string;
  /** Where the shopper pays. */
  payUrl: string;
  captured: number;
  canceled: number;
  card?: string;
  isSecured: boolean;
  /** Why the last card was not taken. */
  decline?: string;
  /** The lines of the address that the wallet gave. */
  delivery: string[];
};

export type Order = {
  id: string;
  /** What Mondido and the PSP know the order by: 12 characters at most. */
  reference: string;
  placedAt: Temporal.Instant;
  customer: Customer;
  purchase: Purchase;
  lines: Line[];
  /** What the order costs now, in minor units; a change moves it, and finish sends it. */
  amount: number;
  returned: number;
  state: OrderState;
  iframeUrl?: string;
  /** The payment window's address, when the payment was prepared. */
  windowUrl?: string;
  payment?: Payment;
  wallet?: Wallet;
  /** Why the last try to pay came to nothing. */
  declinedBecause?: string;
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

const mokkaActions: Record<OrderState, readonly StaffAction[]> = {
  pending: ["refresh", "cancel"],
  declined: ["refresh"],
  hold: ["finish", "change", "cancel", "refresh"],
  expired: ["cancel", "refresh"],
  finished: ["refund", "refresh"],
  canceled: ["refresh"],
  refunded: ["refresh"],
};

const actionsAt: Record<Provider, Record<OrderState, readonly StaffAction[]>> = {
  mokka: mokkaActions,
  mondido: { ...mokkaActions, pending: ["refresh"], hold: ["capture", "cancel", "refresh"] },
  mobilepay: { ...mokkaActions, hold: ["capture", "cancel", "refresh"] },
};

/** What can be done with what is still reserved, once something was taken. */
const actionsForRest: Record<Provider, readonly StaffAction[]> = {
  mokka: [],
  mondido: ["capture"],
  mobilepay: ["capture", "cancel"],
};

export function actionsFor(order: Order): readonly StaffAction[] {
  const isPartlyTaken = order.state === "finished" && order.purchase.isReserved && leftToCapture(order) > 0;
  const provider = providerOf(order);
  return [...(isPartlyTaken ? actionsForRest[provider] : []), ...actionsAt[provider][order.state]];
}

export function providerOf({ purchase }: Order): Provider {
  return providers[purchase.method];
}

export function isAtMondido(order: Order): boolean {
  return providerOf(order) === "mondido";
}

export function isAtMobilePay(order: Order): boolean {
  return providerOf(order) === "mobilepay";
}

export function leftToCapture({ amount, payment, wallet }: Order): number {
  return amount - ((wallet ?? payment)?.captured ?? 0) - (wallet?.canceled ?? 0);
}

/** What the customer may still get back. */
export function leftToReturn(order: Order): number {
  const { payment, wallet, amount, returned } = order;
  const paid = providerOf(order) === "mokka" ? amount : ((wallet ?? payment)?.captured ?? 0);
  return paid - returned;
}

/** Nobody restarts a demo shop for months, and nobody should run out of memory because of it. */
const keptOrders = 2_000;

export type Orders = {
  add(customer: Customer, lines: Line[], purchase: Purchase): Order;
  remove(id: string): void;
  find(id: string): Order | undefined;
  byReference(reference: string): Order | undefined;
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
    add(customer, lines, purchase) {
      const placedAt = now();
      const id = `SHOP-${compactTime(placedAt)}-${randomBytes(3).toString("hex").toUpperCase()}`;
      const order: Order = {
        id,
        reference: randomBytes(6).toString("hex").toUpperCase(),
        placedAt,
        customer,
        purchase,
        lines,
        amount: askedAmount({ lines, purchase }),
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
    byReference: (reference) => [...orders.values()].find((order) => order.reference === reference),
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

export type ProductLine = Pick<Product, "sku" | "name" | "price" | "category" | "illustration"> & {
  quantity: number;
  lineTotal: number;
};

/** The shop's prices in other currencies; its own otherwise. */
const priceIn: Partial<Record<Currency, (minor: number) => number>> = { SEK: inKronor, DKK: inKroner };

/** The lines with their products, priced in the shop's currency, in kronor or in kroner. */
export function lineProducts(lines: Line[], currency?: Currency): ProductLine[] {
  return lines.map(({ sku, quantity }) => {
    const found = product(sku);
    const price = (currency && priceIn[currency]?.(found.price)) ?? found.price;
    return { ...found, price, quantity, lineTotal: price * quantity };
  });
}

/** What the customer has bought: goods, or a plan. */
export function boughtLines({ lines, amount, purchase: { plan, currency } }: Order): ProductLine[] {
  if (!plan) return lineProducts(lines, currency);
  const { id, name } = plan;
  const line = { sku: `plan-${id}`, category: "Plans", illustration: "", quantity: 1 };
  return [{ ...line, name, price: amount, lineTotal: amount }];
}

/** What the shop asks for; Mondido adds a plan's setup fee by itself. */
export function askedAmount({ lines, purchase }: Pick<Order, "lines" | "purchase">): number {
  return purchase.plan?.firstPrice ?? total(lines, purchase.currency);
}

export function total(lines: Line[], currency?: Currency): number {
  return lineProducts(lines, currency).reduce((sum, line) => sum + line.lineTotal, 0);
}

export function newToken(): string {
  return randomBytes(16).toString("base64url");
}

export function compactTime(at: Temporal.Instant): string {
  const [day = "", time = ""] = at.toString({ smallestUnit: "second" }).split("T");
  return `${day.slice(2).replaceAll("-", "")}${time.slice(0, 8).replaceAll(":", "")}`;
}
