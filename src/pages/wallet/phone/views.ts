import { linkable, webUrl } from "../../credit-form/addresses.ts";
import { prefixes } from "../landing/landing.ts";
import { reasonText } from "../reasons.ts";
import { clockText, initialOf, text, textOf, type WalletLocale } from "../render.ts";
import { countryName, deliverable, listed } from "./countries.ts";
import {
  type AddCardScreen,
  type AddressScreen,
  addressFields,
  type CardChoice,
  type Entry,
  type Merchant,
  type Message,
  type PhoneFrame,
  type PhoneScreen,
  type RequestScreen,
} from "./screens.ts";

/** The heading of a screen. */
export function titleOf(screen: PhoneScreen, locale: WalletLocale): string {
  switch (screen.name) {
    case "home":
      return text(locale, "phone.hello", { name: screen.firstName });
    case "request": {
      const merchant = screen.asking.merchant.name;
      return text(locale, screen.asking.isAgreement ? "request.title_agreement" : "request.title", {
        merchant,
      });
    }
    case "choose-card":
      return text(locale, "agreement.choose_card", { merchant: screen.merchantName });
    case "address":
      return text(locale, screen.place === undefined ? "address.add" : "address.edit");
    case "error":
      return text(locale, `${screen.kind}.title`);
    default:
      return text(locale, titles[screen.name]);
  }
}

const titles = {
  "sign-in": "phone.sign_in",
  processing: "processing.title",
  challenge: "challenge.title",
  receipt: "receipt.title",
  receipts: "phone.receipts",
  cards: "phone.cards",
  "add-card": "card.add",
  addresses: "phone.addresses",
  agreements: "phone.agreements",
  agreement: "agreement.title",
  "end-agreement": "agreement.terminate",
  profile: "profile.title",
} as const;

/** What the template of a screen prints beside the screen itself. */
export function viewOf(screen: PhoneScreen, { locale }: PhoneFrame): object {
  const t = (key: string) => textOf(locale, key);
  switch (screen.name) {
    case "sign-in":
      return { ...screen, prefixes, error: screen.error && t(`phone_error.${screen.error}`) };
    case "home":
      return {
        requests: screen.requests.map((asking) => ({ ...asking, ...shownMerchant(asking.merchant) })),
        messages: screen.messages.map((message) => shownMessage(message, locale)),
      };
    case "request":
      return requestView(screen, locale);
    case "processing": {
      const { stage, isCard, merchantName: merchant } = screen;
      const key = isCard ? "processing.text_card" : "processing.text";
      return {
        heading: stage === "stepped_up" ? text(locale, "stepped_up.title") : text(locale, "processing.title"),
        message: stage === "stepped_up" ? text(locale, "stepped_up.text") : text(locale, key, { merchant }),
      };
    }
    case "challenge":
      return { url: webUrl(screen.url), otherUrl: screen.otherUrl };
    case "receipt": {
      const { entry, movements, website } = screen;
      return {
        ...screen,
        ...shownMerchant(entry.merchant),
        ...entryView(entry, locale),
        movements: movements.map((one) => ({ ...one, label: t(`receipt.${one.kind}`) })),
        websiteUrl: siteUrl(website),
        shopUrl: linkable(screen.shopUrl),
      };
    }
    case "receipts":
      return { receipts: screen.receipts.map((entry) => entryView(entry, locale)) };
    case "cards":
      return { cards: screen.cards.map((card) => ({ ...card, note: cardNote(card, locale) })) };
    case "add-card":
      return { ...screen, errors: cardErrors(screen, locale) };
    case "address":
      return addressView(screen, locale);
    case "agreements":
      return { agreements: screen.agreements.map((one) => ({ ...one, ...shownMerchant(one.merchant) })) };
    case "agreement":
      return {
        ...screen,
        ...shownMerchant(screen.merchant),
        websiteUrl: siteUrl(screen.website),
        selfServiceUrl: webUrl(screen.selfServiceUrl),
        payments: screen.payments.map((entry) => entryView(entry, locale)),
      };
    case "choose-card":
      return { id: screen.id, ...cardsView(screen, locale) };
    case "error":
      return { message: t(`${screen.kind}.text`) };
    case "end-agreement":
    case "profile":
    case "addresses":
      return screen;
  }
}

function requestView(screen: RequestScreen, locale: WalletLocale): object {
  const { asking, checkout, website, orderId, secondsLeft } = screen;
  const { amount, isVerification, isAgreement, id } = asking;
  return {
    id,
    merchant: { ...shownMerchant(asking.merchant), amount: isVerification ? undefined : amount },
    merchantName: asking.merchant.name,
    isVerification,
    isAgreement,
    orderId,
    website,
    websiteUrl: siteUrl(website),
    ...cardsView(screen, locale),
    clock: clockText(secondsLeft),
    swipe: isVerification ? text(locale, "request.swipe_verify") : text(locale, "request.swipe", { amount }),
    checkout: checkout && {
      ...checkout,
      asksDelivery: checkout.delivery === true,
      noDelivery: checkout.delivery === true ? undefined : noDelivery(checkout.delivery, locale),
      limitedTo: checkout.limitedTo.length > 0 ? listed(checkout.limitedTo, locale) : undefined,
    },
  };
}

/** Why no delivery address is asked for; what is not documented is told like the first reason. */
function noDelivery(code: number, locale: WalletLocale): string {
  const known = code >= 1 && code <= 5 ? code : 1;
  return textOf(locale, `request.no_delivery.${known}`);
}

function cardsView(
  { cards, chosenCard }: { cards: readonly CardChoice[]; chosenCard?: string },
  locale: WalletLocale,
) {
  const usable = cards.filter(({ cannot }) => !cannot);
  const chosen = usable.find(({ id }) => id === chosenCard) ?? usable[0];
  return {
    canPay: chosen !== undefined,
    noCard: chosen ? undefined : text(locale, "reason.no_card"),
    cards: cards.map((card) => ({ ...card, note: cardNote(card, locale), isChosen: card === chosen })),
  };
}

function cardNote({ cannot, month, year }: CardChoice, locale: WalletLocale): string {
  return cannot ? textOf(locale, `request.card_${cannot}`) : text(locale, "request.expires", { month, year });
}

function cardErrors({ errors }: AddCardScreen, locale: WalletLocale) {
  const { number, expiry } = errors;
  return {
    number: number && text(locale, `card_error.${number}`),
    expiry: expiry && text(locale, `card_error.${expiry}`),
  };
}

function addressView({ place, values, country, wrong, next }: AddressScreen, locale: WalletLocale): object {
  return {
    place,
    next,
    fields: addressFields.map((field) => ({
      ...field,
      label: `address.${field.name}`,
      value: values[field.name] ?? "",
      error: wrong.includes(field.name) ? text(locale, "address_error.required") : undefined,
    })),
    countries: deliverable
      .map((code) => ({ code, name: countryName(code, locale), isChosen: code === country }))
      .toSorted((a, b) => a.name.localeCompare(b.name, locale)),
    countryError: wrong.includes("country") ? text(locale, "address_error.country") : undefined,
  };
}

function entryView(entry: Entry, locale: WalletLocale) {
  const isBad = ["declined", "expired", "rejected", "invalidated", "voided"].includes(entry.state);
  const state = textOf(locale, `state.${entry.state}`);
  return { ...entry, ...shownMerchant(entry.merchant), stateText: state, isBad };
}

/** A merchant without a site tells its VAT number instead. */
function siteUrl(website: string): string | undefined {
  return /^https?:/i.test(website.trim()) ? webUrl(website) : undefined;
}

function shownMerchant({ name, logoUrl }: Merchant) {
  return { name, logoUrl: webUrl(logoUrl), initial: initialOf(name) };
}

function shownMessage(message: Message, locale: WalletLocale) {
  const { kind, merchantName: merchant, href } = message;
  const isAbout = "amount" in message;
  const sentence = textOf(locale, `message.${kind}`, {
    merchant,
    ...(isAbout && { amount: message.amount }),
  });
  const reason =
    isAbout && message.reason !== undefined ? textOf(locale, reasonText(message.reason)) : undefined;
  return {
    href,
    text: reason ? `${sentence} ${reason}` : sentence,
    at: isAbout ? message.at : undefined,
    isUrgent: kind === "no_card" || kind === "charge_failed",
  };
}
