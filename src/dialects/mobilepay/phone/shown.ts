import type { Payment } from "../../../core/payments/index.ts";
import { isOverdue } from "../../../core/payments/index.ts";
import type { Card } from "../../../core/vault/index.ts";
import type { Address, WalletUser } from "../../../core/wallet/index.ts";
import {
  type AddressChoice,
  type CardChoice,
  countryName,
  type Entry,
  type Merchant,
  type PaymentState,
  type Reason,
  type WalletLocale,
} from "../../../pages/wallet/index.ts";
import { logoOf } from "../landing/logo.ts";
import { cardFacts, isExpired } from "../users.ts";

/** What a merchant is shown as. */
export function merchantOf(told: {
  readonly merchantName: string;
  readonly merchantLogoUrl: string;
}): Merchant {
  return { name: told.merchantName, logoUrl: logoOf(told) };
}

const brands: Readonly<Record<string, string>> = {
  visa: "Visa",
  electron: "Visa Electron",
  mastercard: "Mastercard",
  maestro: "Maestro",
  dankort: "Dankort",
};

/** Such as `Visa •••• 1111`. */
export function cardLabel(card: Pick<Card, "brand" | "lastFour" | "details">): string {
  const brand = brands[card.brand] ?? card.brand;
  const isBoth = card.brand === "visa" && cardFacts(card).types.includes("DANKORT");
  return `${isBoth ? "Visa/Dankort" : brand} •••• ${card.lastFour}`;
}

/** `usable`: the ids of cards that can be chosen; undefined: all. */
export function cardChoice(card: Card, now: Temporal.Instant, usable?: ReadonlySet<string>): CardChoice {
  const { id, expiresOn } = card;
  const cannot = isExpired(card, now) ? "expired" : usable && !usable.has(id) ? "cannot" : undefined;
  return {
    id,
    label: cardLabel(card),
    month: String(expiresOn.month).padStart(2, "0"),
    year: String(expiresOn.year % 100).padStart(2, "0"),
    ...(cannot && { cannot }),
  };
}

/** `limitedTo`: the countries that are delivered to; empty: all. */
export function addressChoice(
  address: Address,
  place: number,
  { limitedTo, locale }: { limitedTo: readonly string[]; locale: WalletLocale },
): AddressChoice {
  return {
    place,
    label: addressLines(address, locale).join(", "),
    isOutside: limitedTo.length > 0 && !limitedTo.includes(address.country),
  };
}

export function addressLines(address: Address, locale: WalletLocale): string[] {
  const { firstName, surname, company, attention, line1, line2, postalCode, city, country } = address;
  const lines = [
    `${firstName} ${surname}`.trim(),
    company,
    attention,
    [line1, line2].filter(Boolean).join(", "),
    `${postalCode} ${city}`.trim(),
    countryName(country, locale),
  ];
  return lines.filter(Boolean);
}

/** One payment of a list. */
export function entryOf(
  payment: Payment,
  told: Parameters<typeof merchantOf>[0],
  { now, at }: { now: Temporal.Instant; at: string },
): Entry {
  const { id, amount, currency } = payment;
  return { id, merchant: merchantOf(told), amount: { amount, currency }, state: stateOf(payment, now), at };
}

export function stateOf(payment: Payment, now: Temporal.Instant): PaymentState {
  const { state, reason, authorizedAt, details } = payment;
  if (authorizedAt && details.verifies) return "verified";
  if (state === "voided") return reason === "rejected" || reason === "invalidated" ? reason : "voided";
  if (state === "pending") return isOverdue(payment, now) ? "expired" : "open";
  if (state === "processing") return "open";
  return state === "failed" ? "declined" : state;
}

/** A charge that failed keeps the integrator's code. */
export function declineOf({ state, reason }: Pick<Payment, "state" | "reason">): Reason | undefined {
  if (state !== "declined") return undefined;
  return /^\d{4}$/.test(reason ?? "") ? Number(reason) : 1000;
}

/** Day and time where the user is. */
export function momentText(
  at: Temporal.Instant,
  { user, locale }: { user: Pick<WalletUser, "phone">; locale: WalletLocale },
): string {
  const timeZone = user.phone.startsWith("+358") ? "Europe/Helsinki" : "Europe/Copenhagen";
  return at.toLocaleString(locale === "en" ? "en-GB" : locale, {
    timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  });
}
