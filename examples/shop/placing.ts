import { checkoutRequest } from "./checkout-request.ts";
import * as mokka from "./mokka.ts";
import { paymentFields } from "./mondido-order.ts";
import { type Currency, moneyText } from "./money.ts";
import { failure } from "./order-actions.ts";
import {
  type Customer,
  type Line,
  type Method,
  type Notice,
  type Order,
  type Purchase,
  total,
} from "./orders.ts";
import type { SavedCard } from "./saved-cards.ts";
import type { Placement, Session } from "./sessions.ts";
import type { Shop } from "./shop.ts";

/** A button of the cart, and what stands below it. */
export type Way = { method: Offered; look: "mokka" | "main" | "plain"; text: string; note: string };

type Wanted = { cart: Line[]; savedCard: SavedCard | undefined; hasPsp: boolean };

type Manner = {
  isReserved: boolean;
  /** Otherwise the shop's. */
  currency?: Currency;
  start(shop: Shop, order: Order, previousUrl: string): Promise<Notice | undefined>;
  /** Below the order's address. The fragment asks our script to go on by itself; without scripts it means nothing. */
  goOnAt: string;
  /** The wallet tells who the customer is. */
  knowsCustomer?: boolean;
  /** undefined: not for this visitor. */
  way(wanted: Wanted): Omit<Way, "method"> | undefined | false;
};

/** How a cart can be paid, in the order of the buttons. */
const offered = {
  mokka: {
    isReserved: true,
    start: startAtMokka,
    goOnAt: "/pay#popup",
    way: () => ({
      look: "mokka",
      text: "Pay in installments with Mokka",
      note: "You choose the number of installments in the next step.",
    }),
  },
  "saved-card": {
    isReserved: true,
    start: chargeSavedCard,
    goOnAt: "/return",
    way: ({ savedCard }) =>
      savedCard && {
        look: "main",
        text: `Pay with ${savedCard.brand} •••• ${savedCard.digits}`,
        note: "In one press. Reserved now, taken when your order is ready.",
      },
  },
  card: {
    isReserved: true,
    start: startNothing,
    goOnAt: "/pay#post",
    way: ({ savedCard }) => ({
      look: savedCard ? "plain" : "main",
      text: "Pay by card",
      note: savedCard ? "Choose a card, or use a new one." : "Reserved now, taken when your order is ready.",
    }),
  },
  invoice: {
    isReserved: false,
    // Invoices are for Sweden.
    currency: "SEK",
    start: startNothing,
    goOnAt: "/pay#post",
    way: ({ cart }) => ({
      look: "plain",
      text: "Pay by invoice",
      note: `For customers in Sweden, in kronor: ${moneyText(total(cart, "SEK"), "SEK")}.`,
    }),
  },
  mobilepay: {
    isReserved: true,
    // MobilePay has no zloty.
    currency: "DKK",
    start: startAtMobilePay,
    goOnAt: "/pay",
    way: ({ cart, hasPsp }) =>
      hasPsp && {
        look: "plain",
        text: "Pay with MobilePay",
        note: `Approve it on your phone, in Danish kroner: ${moneyText(total(cart, "DKK"), "DKK")}.`,
      },
  },
  "mobilepay-checkout": {
    isReserved: true,
    currency: "DKK",
    start: startAtMobilePay,
    goOnAt: "/pay",
    knowsCustomer: true,
    way: ({ hasPsp }) =>
      hasPsp && {
        look: "plain",
        text: "MobilePay Checkout",
        note: "Nothing to fill in: MobilePay tells us your name and address, and we send it to you.",
      },
  },
} satisfies Partial<Record<Method, Manner>>;

export type Offered = keyof typeof offered;

export function isOffered(method: unknown): method is Offered {
  return typeof method === "string" && Object.hasOwn(offered, method);
}

/** Whom an order is for before the wallet has told. */
export const unknownCustomer: Customer = {
  firstName: "MobilePay",
  surname: "customer",
  phone: "",
  email: "",
};

export function knowsCustomer(method: Offered): boolean {
  const { knowsCustomer = false }: Manner = offered[method];
  return knowsCustomer;
}

export function waysToPay(wanted: Wanted): Way[] {
  return Object.entries<Manner>(offered).flatMap(([method, manner]) => {
    const way = manner.way(wanted);
    return way ? [{ method: method as Offered, ...way }] : [];
  });
}

type Choice = { method: Offered; previousUrl: string | undefined };

/** Makes an order of the cart and starts its payment. What is refused leaves the cart as it was. */
export async function place(
  shop: Shop,
  session: Session,
  customer: Customer,
  { method, previousUrl }: Choice,
): Promise<Placement> {
  const { isReserved, start, goOnAt, currency = shop.currency }: Manner = offered[method];
  const purchase: Purchase = {
    method,
    currency,
    customerRef: session.customerRef,
    isReserved,
  };
  const order = shop.orders.add(customer, structuredClone(session.cart), purchase);
  const refused = await start(shop, order, previousUrl ?? `${shop.publicUrl()}/cart`);
  if (refused) {
    shop.orders.remove(order.id);
    return { refused };
  }
  session.cart = [];
  return { goOnAt: `/orders/${order.id}${goOnAt}` };
}

async function startAtMokka(shop: Shop, order: Order, previousUrl: string): Promise<Notice | undefined> {
  const earlier = shop.orders.ofPhone(order.customer.phone).filter((one) => one !== order);
  const addresses = { public: shop.publicUrl(), previousUrl };
  const request = checkoutRequest(order, earlier, addresses, shop.holdHours);
  const answer = await mokka.checkout(shop.mokka, request);
  if (answer.outcome !== "accepted")
    return failure(answer, "Your cart is kept. Please try again in a moment.");
  order.iframeUrl = answer.body.iframe_url;
  return undefined;
}

/** The shopper's browser takes the order to Mondido, in a form that the next page has. */
async function startNothing(): Promise<undefined> {}

function startAtMobilePay(shop: Shop, order: Order): Promise<Notice | undefined> {
  return shop.mobilePay.start(order, `${shop.publicUrl()}/orders/${order.id}/return`);
}

async function chargeSavedCard(shop: Shop, order: Order): Promise<Notice | undefined> {
  const card = shop.savedCards.of(order.purchase.customerRef);
  if (!card) return { tone: "bad", text: "We have no card of yours. Please pay with a new one." };
  const fields = paymentFields(shop.mondido, order, shop.publicUrl());
  return shop.payments.chargeSavedCard(order, fields, card.token);
}
