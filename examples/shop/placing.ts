import { checkoutRequest } from "./checkout-request.ts";
import * as mokka from "./mokka.ts";
import { paymentFields } from "./mondido-order.ts";
import { failure } from "./order-actions.ts";
import type { Customer, Notice, Order, Purchase } from "./orders.ts";
import type { Placement, Session } from "./sessions.ts";
import type { Shop } from "./shop.ts";

/** How a cart can be paid. */
const offered = {
  mokka: { isReserved: true, start: startAtMokka, goOnAt: "/pay#popup" },
  card: { isReserved: true, start: startNothing, goOnAt: "/pay#post" },
  invoice: { isReserved: false, start: startNothing, goOnAt: "/pay#post" },
  "saved-card": { isReserved: true, start: chargeSavedCard, goOnAt: "/return" },
} as const;

export type Offered = keyof typeof offered;

export function isOffered(method: unknown): method is Offered {
  return typeof method === "string" && Object.hasOwn(offered, method);
}

type Choice = { method: Offered; previousUrl: string | undefined };

/** Makes an order of the cart and starts its payment. What is refused leaves the cart as it was. */
export async function place(
  shop: Shop,
  session: Session,
  customer: Customer,
  { method, previousUrl }: Choice,
): Promise<Placement> {
  const { isReserved, start, goOnAt } = offered[method];
  const purchase: Purchase = {
    method,
    // Invoices are for Sweden.
    currency: method === "invoice" ? "SEK" : shop.currency,
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
  // The fragment asks our script to go on by itself; without scripts it means nothing.
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

async function chargeSavedCard(shop: Shop, order: Order): Promise<Notice | undefined> {
  const card = shop.savedCards.of(order.purchase.customerRef);
  if (!card) return { tone: "bad", text: "We have no card of yours. Please pay with a new one." };
  const fields = paymentFields(shop.mondido, order, shop.publicUrl());
  return shop.payments.chargeSavedCard(order, fields, card.token);
}
