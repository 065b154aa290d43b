import type { Method, Provider } from "./orders.ts";

/** What stands behind "paid". */
export const methodWords: Record<Method, string> = {
  mokka: "in installments with Mokka",
  card: "by card",
  "saved-card": "by saved card",
  invoice: "by invoice",
  plan: "by card, again and again",
  link: "by payment link",
  mobilepay: "with MobilePay",
  "mobilepay-checkout": "with MobilePay Checkout",
};

export const providerNames: Record<Provider, string> = {
  mokka: "Mokka",
  mondido: "Mondido",
  mobilepay: "MobilePay",
};
