import { type Key, type Table, type Tx, table } from "../../platform/db/index.ts";
import { type Parties, readTariff, type StoredTariff, type Tariff } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";

/** What a merchant asks a customer to pay, known to the merchant by `reference`. Amounts in minor units. */
export type Payment = {
  readonly id: string;
  readonly merchantId: string;
  readonly storeId: string;
  readonly dialect: string;
  readonly reference: string;
  readonly currency: string;
  /** The order's total; `prepayment` of it is paid elsewhere, the rest on credit. */
  readonly amount: bigint;
  readonly prepayment: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
  readonly state: PaymentState;
  /** What was decided about the customer; null until then. */
  readonly decision: "approved" | "declined" | null;
  readonly reason: string | null;
  readonly customerId: string | null;
  readonly tariffId: string | null;
  readonly term: number | null;
  readonly holdId: string | null;
  readonly phone: string | null;
  readonly checkoutId: string | null;
  /** null: nobody is called back. */
  readonly callbackUrl: string | null;
  readonly details: PaymentDetails;
  readonly openedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly authorizedAt: Temporal.Instant | null;
  readonly capturedAt: Temporal.Instant | null;
  /** Its public number, where payments have one; several may then share a reference. */
  readonly number: bigint | null;
  readonly method: PaymentMethod;
  /** What a link to the payment window names it by. */
  readonly token: string | null;
  readonly payerId: string | null;
  /** The stored card that pays, or that this payment's card was stored as. */
  readonly cardId: string | null;
  readonly subscriptionId: string | null;
  readonly isTest: boolean;
  /** What the acquirer holds or has held; 0 on credit, where it is what is financed. */
  readonly authorized: bigint;
  readonly instrument: Instrument | null;
  /** When somebody decided: authorized, captured, declined or failed. */
  readonly processedAt: Temporal.Instant | null;
  /** The mandate that its approval activates, or that it is charged under. */
  readonly mandateId: string | null;
};

/** How a customer pays. */
export type PaymentMethod =
  | "credit"
  | "card"
  | "stored_card"
  | "recurring"
  | "invoice"
  /** Approved by somebody with a wallet, charged by an integrator. */
  | "wallet"
  /** Charged by an integrator under a mandate. */
  | "mandate";

/** What was paid with, as it may be shown. JSON. */
export type Instrument = {
  readonly brand?: string;
  /** First six and last four digits, the rest hidden. */
  readonly masked?: string;
  readonly holder?: string;
  /** Names this attempt to the acquirer. */
  readonly attempt?: string;
  readonly authorizationId?: string;
  /** What came with a refusal. */
  readonly declined?: { readonly code?: string; readonly message?: string };
  /** What 3-D Secure says of the holder. */
  readonly authentication?: { readonly reference: string; readonly eci: string };
};

export type PaymentState =
  | "pending"
  | "processing"
  | "authorized"
  | "captured"
  | "refunded"
  | "declined"
  | "failed"
  | "voided"
  | "expired";

/** What the merchant told of the order, for the shopper to see and the merchant to find again. JSON. */
export type PaymentDetails = {
  readonly items: readonly Item[];
  readonly delivery?: unknown;
  readonly client?: unknown;
  readonly additional?: unknown;
  /** What a dialect keeps of the merchant's words. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** What the merchant has changed of it since. */
  readonly changed?: Readonly<Record<string, unknown>>;
  /** It only checks a card, for a mandate. */
  readonly verifies?: boolean;
  /** Finish as soon as the customer has accepted, without waiting for the merchant. */
  readonly captureAtOnce?: boolean;
  /** At a till: who served the customer, and the merchant's own number of the order. */
  readonly salesperson?: string;
  readonly orderId?: string;
  /** A payment that the merchant gets only once it has approved it, as on a marketplace: whether it has. */
  readonly pool?: "waiting" | "approved";
  /** The tariff as the customer accepted it. */
  readonly agreed?: StoredTariff;
};

/** One line of the cart; prices as decimal text of the payment's currency. */
export type Item = {
  readonly name: string;
  readonly sku?: string;
  readonly price: string;
  readonly salePrice?: string;
  readonly quantity: number | null;
};

/** What may be done in which state. */
export const transitions = {
  reopen: ["pending", "authorized", "declined", "voided", "expired"],
  authorize: ["pending"],
  decline: ["pending"],
  change: ["authorized"],
  capture: ["authorized"],
  void: ["pending", "authorized", "expired"],
  expire: ["pending", "processing", "authorized"],
  refund: ["captured"],
  begin: ["pending", "declined", "failed"],
  settle: ["processing"],
  capture_part: ["authorized", "captured"],
} as const satisfies Record<string, readonly PaymentState[]>;

export function can(action: keyof typeof transitions, payment: Payment): boolean {
  return (transitions[action] as readonly PaymentState[]).includes(payment.state);
}

/** The part that is lent: what is held, captured and returned. */
export function financed({ amount, prepayment }: Pick<Payment, "amount" | "prepayment">): bigint {
  return amount - prepayment;
}

/** The checkout that a payment on credit has. */
export function checkoutOf({ id, checkoutId }: Payment): string {
  if (!checkoutId) throw new TypeError(`payment ${id} has no checkout`);
  return checkoutId;
}

export function refundable({ captured, refunded }: Payment): bigint {
  return captured - refunded;
}

/** Whether time ends it: it is not finished, not decided, or held and not captured. */
export function endsByTime(payment: Payment): boolean {
  const isHeldInPart = payment.state === "captured" && payment.method !== "credit" && payment.holdId !== null;
  return can("expire", payment) || isHeldInPart;
}

/** Whether the time to finish is over, though nobody may have recorded it yet. */
export function isOverdue(payment: Payment, now: Temporal.Instant): boolean {
  return endsByTime(payment) && Temporal.Instant.compare(payment.expiresAt, now) <= 0;
}

/** Whether no other payment of its reference may be paid, where several may share one. */
export function hasReference({ number, state }: Payment): boolean {
  return number !== null && ["processing", "authorized", "captured", "refunded"].includes(state);
}

/** The tariff that the customer accepted, as it was then: what has become of the store's offer since is not what
 *  was agreed. `offers` are for a hold that is older than this record. */
export function agreedTariff({ details, tariffId }: Payment, offers: readonly Tariff[]): Tariff | undefined {
  return details.agreed ? readTariff(details.agreed) : offers.find(({ id }) => id === tariffId);
}

export function partiesOf(payment: Payment, lenderId: string): Parties {
  if (!payment.customerId) throw new TypeError("a payment on credit has a customer once it is authorized");
  const { merchantId, customerId, currency } = payment;
  return { merchantId, lenderId, customerId, paymentId: payment.id, currency };
}

/** A payment with which nothing has happened yet. */
export const untouched = {
  captured: 0n,
  refunded: 0n,
  authorized: 0n,
  state: "pending",
  decision: null,
  reason: null,
  customerId: null,
  tariffId: null,
  term: null,
  holdId: null,
  cardId: null,
  instrument: null,
  authorizedAt: null,
  capturedAt: null,
  processedAt: null,
  mandateId: null,
} as const satisfies Partial<Payment>;

export const payments: Table<Payment> = table<Payment>(
  "payments",
  {
    id: "uuid",
    merchantId: "uuid",
    storeId: "uuid",
    dialect: "text",
    reference: "text",
    currency: "text",
    amount: "bigint",
    prepayment: "bigint",
    captured: "bigint",
    refunded: "bigint",
    state: "text",
    decision: "text",
    reason: "text",
    customerId: "uuid",
    tariffId: "uuid",
    term: "integer",
    holdId: "uuid",
    phone: "text",
    checkoutId: "uuid",
    callbackUrl: "text",
    details: "json",
    openedAt: "timestamptz",
    expiresAt: "timestamptz",
    authorizedAt: "timestamptz",
    capturedAt: "timestamptz",
    number: "bigint",
    method: "text",
    token: "text",
    payerId: "uuid",
    cardId: "uuid",
    subscriptionId: "uuid",
    isTest: "boolean",
    authorized: "bigint",
    instrument: "json",
    processedAt: "timestamptz",
    mandateId: "uuid",
  },
  { unique: [["storeId", "reference"], ["number"], ["token"]] },
);

/** What names one payment on credit. */
export type PaymentKey = { readonly storeId: string; readonly reference: string } | { readonly id: string };

/** Takes a payment for change. Refuses: payment_not_found. */
export async function lockPayment(tx: Tx, key: Key<Payment>): Promise<Payment> {
  const payment = await tx.lock(payments, key);
  if (!payment) throw new Refusal("payment_not_found");
  return payment;
}
