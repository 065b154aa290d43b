import type { Asking, CardChoice, Entry, PhoneFrame, PhoneScreen } from "./screens.ts";

/** Screens as a user may meet them, for the tests and for looking at the pages. */
export const frame: PhoneFrame = { locale: "en", here: "/phone", token: "5f3a", isSignedIn: true };

const id = "472e651e-5a1e-424d-8098-23858bf03ad7";
const merchant = { name: "Gedekid & Smoothies", logoUrl: "https://no-logo.invalid/logo.png" };
const gym = { name: "Motion & Mere", logoUrl: "" };
const dkk = (amount: bigint) => ({ amount, currency: "DKK" });
const at = "21 Nov 2026, 09:30";

const asking: Asking = {
  id,
  merchant,
  amount: dkk(124_950n),
  isVerification: false,
  isAgreement: false,
};

const cards: readonly CardChoice[] = [
  { id: "a", label: "Visa/Dankort •••• 1234", month: "12", year: "30" },
  { id: "b", label: "Visa •••• 1111", month: "03", year: "30" },
  { id: "c", label: "Mastercard •••• 8031", month: "05", year: "25", cannot: "expired" },
];

const request = {
  name: "request",
  asking,
  orderId: "Order 17",
  website: "https://shop.example",
  cards,
  secondsLeft: 1_999,
} as const;

const checkout = {
  addresses: [
    { place: 0, label: "Anna Jensen, Vesterbrogade 1, 1620 København V, Denmark", isOutside: false },
    { place: 1, label: "Anna Jensen, Storgatan 2, 111 22 Stockholm, Sweden", isOutside: true },
  ],
  delivery: true,
  limitedTo: ["Denmark", "Finland"],
  email: "anna@example.com",
} as const;

const entry: Entry = { id, merchant, amount: dkk(124_950n), state: "captured", at };

const agreement = {
  name: "agreement",
  id,
  merchant: gym,
  isActive: true,
  since: "21 Nov 2026",
  number: "M-4711",
  website: "https://gym.example",
  selfServiceUrl: "https://gym.example/me",
  card: "Visa •••• 1111",
  isChanged: false,
  payments: [
    { ...entry, merchant: gym, amount: dkk(19_900n), state: "captured" },
    { ...entry, merchant: gym, amount: dkk(19_900n), state: "declined" },
    { ...entry, merchant: gym, amount: dkk(0n), state: "verified" },
  ],
} as const;

export const samples: Readonly<Record<string, PhoneScreen>> = {
  "sign-in": { name: "sign-in", prefix: "45", number: "", next: "/phone/cards" },
  "sign-in-invalid": { name: "sign-in", prefix: "45", number: "1", error: "invalid" },
  "home-empty": { name: "home", firstName: "Anna", requests: [], messages: [] },
  home: {
    name: "home",
    firstName: "Anna",
    requests: [
      asking,
      { ...asking, id: "0", merchant: gym, amount: dkk(0n), isVerification: true, isAgreement: true },
    ],
    messages: [
      { kind: "no_card", merchantName: gym.name, href: "/phone/agreements/1" },
      {
        kind: "charge_failed",
        merchantName: gym.name,
        href: "/phone/payments/1",
        amount: dkk(19_900n),
        at,
        reason: 1001,
      },
      { kind: "paid", merchantName: gym.name, href: "/phone/payments/2", amount: dkk(19_900n), at },
      { kind: "refunded", merchantName: merchant.name, href: "/phone/payments/3", amount: dkk(5_000n), at },
      { kind: "ended", merchantName: "Avisen", href: "/phone/agreements/2" },
    ],
  },
  request,
  "request-failed": { ...request, failure: 1007 },
  "request-checkout": { ...request, checkout, refused: { why: "address" } },
  "request-no-delivery": { ...request, checkout: { ...checkout, delivery: 4, limitedTo: [] } },
  "request-agreement": {
    ...request,
    asking: { ...asking, merchant: gym, isAgreement: true },
    refused: { why: "agree" },
  },
  "request-verification": {
    ...request,
    asking: { ...asking, merchant: gym, amount: dkk(0n), isAgreement: true, isVerification: true },
  },
  "request-too-young": { ...request, refused: { why: "too_young", age: 18 } },
  "request-no-card": { ...request, cards: cards.slice(2), website: "DK11102248" },
  processing: { name: "processing", merchantName: merchant.name, stage: "asked", isCard: false },
  "processing-card": { name: "processing", merchantName: gym.name, stage: "asked", isCard: true },
  "stepped-up": { name: "processing", merchantName: merchant.name, stage: "stepped_up", isCard: false },
  challenge: {
    name: "challenge",
    merchantName: merchant.name,
    url: "https://psp.invalid/3ds",
    otherUrl: "?other=1",
  },
  receipts: {
    name: "receipts",
    receipts: [entry, { ...entry, state: "rejected" }, { ...entry, merchant: gym, state: "refunded" }],
  },
  "receipts-empty": { name: "receipts", receipts: [] },
  receipt: {
    name: "receipt",
    entry: { ...entry, state: "refunded" },
    orderId: "Order 17",
    website: "https://shop.example",
    card: "Visa •••• 1111",
    agreementId: id,
    movements: [
      { kind: "reserved", amount: dkk(124_950n), at },
      { kind: "captured", amount: dkk(100_000n), at },
      { kind: "cancelled", amount: dkk(24_950n), at },
      { kind: "refunded", amount: dkk(5_000n), at },
    ],
    shopUrl: "https://shop.example/orders/17",
  },
  "receipt-declined": {
    name: "receipt",
    entry: { ...entry, state: "declined" },
    orderId: "Order 17",
    website: "",
    failure: 1003,
    movements: [],
  },
  cards: { name: "cards", cards: cards.map((card, i) => ({ ...card, isPreferred: i === 0 })) },
  "cards-empty": { name: "cards", cards: [] },
  "add-card": { name: "add-card", expiry: "", errors: {}, next: "/phone" },
  "add-card-wrong": {
    name: "add-card",
    expiry: "13/20",
    errors: { number: "number", expiry: "expiry" },
  },
  "add-card-unsupported": { name: "add-card", expiry: "", errors: { number: "unsupported" } },
  addresses: {
    name: "addresses",
    addresses: [
      { place: 0, lines: ["Anna Jensen", "Vesterbrogade 1, 2. tv", "1620 København V", "Denmark"] },
    ],
  },
  "addresses-empty": { name: "addresses", addresses: [] },
  address: { name: "address", values: {}, country: "DK", wrong: [], next: "/phone" },
  "address-wrong": {
    name: "address",
    place: 0,
    values: { first_name: "Anna" },
    country: "XX",
    wrong: ["surname", "line1", "country"],
  },
  agreements: {
    name: "agreements",
    agreements: [
      { id: "1", merchant: gym, isActive: true, hasCard: true },
      { id: "2", merchant, isActive: true, hasCard: false },
      { id: "3", merchant, isActive: false, hasCard: true },
    ],
  },
  "agreements-empty": { name: "agreements", agreements: [] },
  agreement,
  "agreement-changed": { ...agreement, isChanged: true },
  "agreement-no-card": { ...agreement, card: undefined, selfServiceUrl: undefined } as PhoneScreen,
  "agreement-ended": { ...agreement, isActive: false, endedAt: "22 Nov 2026", payments: [] },
  "choose-card": { name: "choose-card", id, merchantName: gym.name, cards, chosenCard: "b" },
  "choose-card-failed": { name: "choose-card", id, merchantName: gym.name, cards, failure: 1000 },
  "choose-card-refused": {
    name: "choose-card",
    id,
    merchantName: gym.name,
    cards,
    refused: { why: "under_way" },
  },
  "end-agreement": { name: "end-agreement", id, merchantName: gym.name },
  profile: {
    name: "profile",
    phone: "+45 12 34 56 78",
    fullName: "Anna Jensen",
    email: "anna@example.com",
    birthOn: Temporal.PlainDate.from("1990-01-15"),
  },
  "not-found": { name: "error", kind: "not_found" },
  forbidden: { name: "error", kind: "forbidden" },
  "bad-request": { name: "error", kind: "bad_request" },
  busy: { name: "error", kind: "busy" },
};
