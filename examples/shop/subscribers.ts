import { randomBytes } from "node:crypto";
import { newToken } from "./orders.ts";
import { newPressable, type Pressable } from "./press.ts";

/** Open has no step yet; planned waits for its day's runs; declined is given up, and retrying is not. */
export type InvoiceState = "open" | "planned" | "retrying" | "declined" | "paid" | "canceled";

export type Invoice = {
  number: string;
  dueOn: Temporal.PlainDate;
  /** In kuruş. */
  amount: number;
  state: InvoiceState;
  /** Moka's numbers of the steps that were to pay it; only the last one counts. */
  steps: number[];
  /** The day that the last step was planned for. */
  plannedOn?: Temporal.PlainDate;
  /** A step was asked for and nobody answered: it may be there. */
  isUnsure: boolean;
  paymentId?: number;
  /** Of the last attempt, in Istanbul. */
  triedAt?: string;
  /** Why the last attempt failed, in words and as Moka's history says it. */
  decline?: { text: string; message: string };
};

export type MonthlyCustomer = { firstName: string; surname: string; email: string; address: string };

/** All that the shop has of a card. */
export type KeptCard = { token: string; label: string; expires: string };

export type Subscriber = {
  /** What the staff call the subscription, and Moka's `SaleCode`. */
  id: string;
  /** Stands in the address of the customer's own page: whoever knows it may replace the card. */
  key: string;
  customer: MonthlyCustomer;
  /** What Moka knows the customer by. */
  customerCode: string;
  saleId: number;
  /** Nothing when the old one is gone and the new one was not taken. */
  card?: KeptCard;
  bags: number;
  begunOn: Temporal.PlainDate;
  isActive: boolean;
  invoices: Invoice[];
  /** The customer's page and the staff's; each has its own buttons. */
  page: Pressable;
  desk: Pressable;
  history: { at: Temporal.Instant; text: string }[];
};

export type Subscribers = {
  add(subscriber: Subscriber): void;
  find(id: string): Subscriber | undefined;
  byKey(key: string): Subscriber | undefined;
  byStep(step: number): Subscriber | undefined;
  /** Newest first. */
  list(): Subscriber[];
  record(subscriber: Subscriber, text: string): void;
};

/** In kuruş. */
export const bagPrice = 395_00;
export const mostBags = 3;

const keptSubscribers = 2_000;

export function createSubscribers(now: () => Temporal.Instant): Subscribers {
  const subscribers = new Map<string, Subscriber>();
  const all = () => [...subscribers.values()];
  return {
    add(subscriber) {
      subscribers.set(subscriber.id, subscriber);
      const oldest = subscribers.keys().next().value;
      if (subscribers.size > keptSubscribers && oldest) subscribers.delete(oldest);
    },
    find: (id) => subscribers.get(id),
    byKey: (key) => all().find((one) => one.key === key),
    byStep: (step) => all().find(({ invoices }) => invoices.some(({ steps }) => steps.includes(step))),
    list: () => all().reverse(),
    record(subscriber, text) {
      subscriber.history.push({ at: now(), text });
    },
  };
}

type Beginning = Pick<
  Subscriber,
  "id" | "customer" | "customerCode" | "saleId" | "card" | "bags" | "begunOn"
>;

export function newSubscriber(beginning: Beginning): Subscriber {
  return {
    ...beginning,
    key: newToken(),
    isActive: true,
    invoices: [],
    page: newPressable(),
    desk: newPressable(),
    history: [],
  };
}

export function newSubscriberId(): string {
  return `COFFEE-${randomBytes(4).toString("hex").toUpperCase()}`;
}

/** The day of the next invoice: the same of each month, or the last of a shorter one. */
export function nextInvoiceOn({ begunOn, invoices }: Subscriber): Temporal.PlainDate {
  return begunOn.add({ months: invoices.length });
}

/** Whether somebody has to do something so that an invoice is paid. */
export function needsCard({ invoices, isActive }: Subscriber): boolean {
  return isActive && invoices.some(({ state }) => state === "retrying" || state === "declined");
}

/** Whether Moka may still change something about an invoice. */
export function isUnderWay({ state }: Invoice): boolean {
  return state === "planned" || state === "retrying";
}

/** Changes when anything changes that a page shows of the invoices. */
export function pictureOf({ invoices, isActive }: Subscriber): string {
  return [isActive, ...invoices.map(({ state, triedAt }) => `${state}${triedAt ?? ""}`)].join(" ");
}

/** Whether the picture may change by itself before the next invoice is due. */
export function isMoving({ invoices, isActive }: Subscriber): boolean {
  return invoices.some((invoice) => isUnderWay(invoice) || (isActive && invoice.state === "open"));
}
