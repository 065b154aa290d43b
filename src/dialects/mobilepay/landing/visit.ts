import type { FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { payers } from "../../../core/payers/index.ts";
import { type Payment, payments } from "../../../core/payments/index.ts";
import { attemptsOfPayments, readUser, type WalletUser } from "../../../core/wallet/index.ts";
import { type WalletLocale, walletLocale } from "../../../pages/wallet/index.ts";
import { rawBody } from "../../../platform/http/index.ts";
import { landingPath } from "../links.ts";
import { type Told, toldBy } from "../told.ts";
import { cookieOf } from "./cookies.ts";
import { type Stage, stageOf } from "./stage.ts";

/** A shopper at the landing page of a payment. */
export type Visit = {
  readonly house: House;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: Query;
  readonly facts: StoreFacts;
  readonly payment: Payment;
  readonly told: Told;
  /** Who was asked, once a phone was entered. */
  readonly user: WalletUser | undefined;
  readonly stage: Stage;
  readonly locale: WalletLocale;
};

export type Query = Readonly<Record<string, string | undefined>>;

/** The payment that the address names, as it stands; undefined: there is none. */
export async function visitOf(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visit | undefined> {
  const query = queryOf(request);
  const { id = "" } = query;
  const payment = isUuid(id) ? await house.reader.find(payments, { id: id.toLowerCase() }) : undefined;
  if (payment?.dialect !== "mobilepay" || payment.method !== "wallet") return undefined;
  const [facts, [attempt], payer] = await Promise.all([
    house.directory.byId(payment.storeId),
    attemptsOfPayments(house.reader, [payment.id]),
    payment.payerId ? house.reader.find(payers, { id: payment.payerId }) : undefined,
  ]);
  if (!facts) return undefined;
  const told = toldBy(payment);
  return {
    house,
    request,
    reply,
    query,
    facts,
    payment,
    told,
    user: payer && readUser(payer),
    stage: stageOf(payment, attempt, house.now()),
    locale: localeOf(request, query, told.language, facts),
  };
}

export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

/** What was chosen just now or before, else what the shop asks for, else what its country speaks (facts 4.1). */
export function localeOf(
  request: FastifyRequest,
  { lang }: Query,
  language?: string | null,
  facts?: StoreFacts,
): WalletLocale {
  const { settings, country } = facts?.store ?? {};
  const wishes = [lang, cookieOf(request, "mobilepay_language"), language ?? undefined];
  return walletLocale(wishes, settings?.registered?.country ?? country);
}

/** The first value of each name. */
export function queryOf({ query }: FastifyRequest): Query {
  const entries = Object.entries(query as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === "string" ? value : Array.isArray(value) ? String(value[0]) : undefined,
  ]);
  return Object.fromEntries(entries);
}

/** What stays in the address whatever happens. */
const kept = ["page", "id", "version", "alias", "disable-remember-me", "lang"];

/** The address of the page; `more`: what it is asked for besides. */
export function addressOf(query: Query, more: Readonly<Record<string, string>> = {}): string {
  const told = kept.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  return `${landingPath}?${new URLSearchParams([...told, ...Object.entries(more)])}`;
}

const mostFields = 30;

/** The fields of a form that was posted. */
export function fieldsOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  const fields = [...new URLSearchParams(rawBody(request).toString())].slice(0, mostFields);
  return Object.fromEntries(fields);
}
