import { resumeCharge, steps } from "../../core/agreements/index.ts";
import { addPayer, type Payer, payers } from "../../core/payers/index.ts";
import {
  type AuthorizationAnswer,
  type CardDetails,
  fail,
  type Instrument,
  type Payment,
  paymentReferences,
  payments,
  prepare,
  settle,
} from "../../core/payments/index.ts";
import {
  brandOf,
  type Card,
  findSameCard,
  mask,
  masked,
  openPan,
  prepareCard,
  storeCard,
} from "../../core/vault/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { askAcquirer, giveUp } from "../toolkit/card-payment.ts";
import { billing } from "./billing.ts";
import type { Call, Setting } from "./call.ts";
import { findCard } from "./card.ts";
import { customerKeyOf, detailsWith, type Person, readPerson } from "./customer.ts";
import { faultOf, readable } from "./errors.ts";
import { commissionOf } from "./installments.ts";
import { dayOf } from "./istanbul.ts";
import type { DirectOrder } from "./order.ts";
import { textAt } from "./read/index.ts";
import { isAway, visitOf } from "./three-d/visit.ts";
import { toldBy } from "./told.ts";

/** How long a pre-authorization may be captured. */
const holdTime = Temporal.Duration.from({ hours: 30 * 24 });
/** How long a payment may wait for its shopper. */
const waitingTime = Temporal.Duration.from({ hours: 1 });

/** What is paid with: what the acquirer is told, and what may be kept. */
export type Purse = {
  readonly card: CardDetails;
  /** The stored card that pays. */
  readonly stored: Card | undefined;
  readonly instrument: Instrument;
};

/** Takes the card that was told, or opens the one that is stored. Faults CardTokenNotFound. */
export async function openPurse(
  call: Setting & Pick<Call, "path">,
  { means }: Pick<DirectOrder, "means">,
): Promise<Purse> {
  if (means.kind === "card") {
    const { card } = means;
    const { number, holder } = card;
    return { card, stored: undefined, instrument: { brand: brandOf(number), masked: mask(number), holder } };
  }
  const stored = await findCard(call, means.token);
  if (!stored || stored.isTest !== call.house.isSandbox) throw faultOf(call.path, "CardTokenNotFound");
  const { holder, expiresOn, brand } = stored;
  return {
    card: { number: openPan(call.house.keyring, stored), holder, expiresOn },
    stored,
    instrument: { brand, masked: masked(stored), holder },
  };
}

/** What a payment has to be opened with, within a write. A payment without a reference gets a name of its own. One with
 *  the same reference whose shopper is still at the bank has failed then: many shops have one code for an order, and
 *  send it again when the shopper starts anew. Refuses: reference_processed. */
export async function prepareOpening(
  setting: Setting,
  order: DirectOrder,
): Promise<(tx: Tx) => Promise<Payment>> {
  const { reference } = order;
  const number = await setting.house.numbers.next("payment");
  return async (tx) => {
    if (reference !== undefined) await endVisit(tx, { storeId: setting.facts.store.id, reference });
    return open(tx, setting, order, { number, token: null, waits: waitingTime });
  };
}

async function endVisit(tx: Tx, name: Pick<Payment, "storeId" | "reference">): Promise<void> {
  const { paymentId: id } = (await tx.lock(paymentReferences, name)) ?? {};
  const holder = id ? await tx.lock(payments, { id }) : undefined;
  if (holder && givesWay(holder)) await fail(tx, { id: holder.id, reason: "not_authenticated" });
}

function givesWay(payment: Payment): boolean {
  return visitOf(payment) !== undefined && isAway(payment) && !toldBy(payment).userPosPayment;
}

type Opened = Pick<DirectOrder, "currency" | "amount" | "told" | "isPool"> & {
  readonly reference?: string | undefined;
};

/** Opens a payment under this number; `token` names the link to its page. Refuses: reference_processed. */
export function open(
  tx: Tx,
  { house, facts }: Setting,
  order: Opened,
  { number, token, waits }: { number: bigint; token: string | null; waits: Temporal.Duration },
): Promise<Payment> {
  return prepare(tx, {
    merchantId: facts.merchant.id,
    storeId: facts.store.id,
    dialect: "moka",
    reference: order.reference ?? tx.id(),
    number,
    token,
    currency: order.currency,
    amount: order.amount,
    method: "card",
    payer: null,
    subscriptionId: null,
    isTest: house.isSandbox,
    details: { items: [], told: order.told, ...(order.isPool && { pool: "waiting" }) },
    expiresAt: tx.now.add(waits),
  });
}

/** Stores the card that has paid, within the write that settles the payment. */
export type Keeping = (tx: Tx) => Promise<{ readonly cardId: string; readonly payerId: string }>;

/** Whose the card becomes that is to be stored: a customer's who is there, or is made with it. A card that the customer
 *  has already stays one. Faults InvalidRequest. */
export async function prepareKeeping(
  call: Setting & Pick<Call, "path">,
  order: Pick<DirectOrder, "isTokenized" | "customer">,
  purse: Purse,
): Promise<Keeping | undefined> {
  if (!order.isTokenized || purse.stored) return undefined;
  const { house, facts, path } = call;
  const { customer } = order;
  const { number: key, code } = customerKeyOf(path, customer);
  const person = readPerson(path, customer);
  const cardName = readable(path, textAt(customer, "CardName", 50)) ?? "";
  const merchantId = facts.merchant.id;
  const named = key === undefined ? undefined : await house.reader.find(payers, { number: key });
  const known = named?.merchantId === merchantId && named.state === "active" ? named : undefined;
  const { number: pan, holder, expiresOn } = purse.card;
  const prepared = prepareCard(house.keyring, merchantId, { pan, holder, expiresOn });
  const [number, payerNumber] = await Promise.all([house.numbers.next("card"), house.numbers.next("payer")]);
  const isTest = house.isSandbox;
  return async (tx) => {
    const reference = known ? known.reference : (code ?? null);
    const payer = await keeperOf(tx, { known, merchantId, number: payerNumber, reference, person });
    const same = await findSameCard(tx, { ...prepared, payerId: payer.id, isTest });
    if (same) return { cardId: same.id, payerId: payer.id };
    const { currency, id: storeId } = facts.store;
    const owner = { number, payerId: payer.id, currency, isTest, details: { cardName }, storeId };
    return { cardId: storeCard(tx, prepared, owner).id, payerId: payer.id };
  };
}

type Keeper = Pick<Payer, "merchantId" | "number" | "reference"> & {
  readonly known: Payer | undefined;
  readonly person: Person;
};

async function keeperOf(tx: Tx, { known, person, ...wanted }: Keeper): Promise<Payer> {
  const { merchantId, reference } = wanted;
  const key = known ? { id: known.id } : reference === null ? undefined : { merchantId, reference };
  const payer = key && (await tx.lock(payers, key));
  if (payer?.state === "active") return payer;
  return addPayer(tx, { ...wanted, details: detailsWith({ details: {} }, person) });
}

/** Asks the acquirer about a payment that has begun, and records what it says, with the card when it is to be stored. A
 *  card past its date is not sent. No answer is a failed payment: what may have been held is let go. */
export async function decide(
  { house, facts }: Setting,
  payment: Payment,
  { card }: Pick<Purse, "card">,
  keep?: Keeping,
): Promise<Payment> {
  const answer = isOver(card, house.now()) ? expired : await askAcquirer(house, payment, card);
  if (!answer) return giveUp(house, payment);
  const { isPreAuth, installments, userPosPayment } = toldBy(payment);
  const step = userPosPayment?.step;
  const stepNumber = step ? await house.numbers.next("step") : 0n;
  return house.write(async (tx) => {
    if (step) await tx.lock(steps, { id: step.id });
    const decided = await settle(tx, {
      id: payment.id,
      answer,
      capture: !isPreAuth,
      holdUntil: tx.now.add(holdTime),
      operatorId: facts.merchant.lenderId,
      fee: commissionOf(payment.amount, installments),
      ...(answer.outcome === "approved" && keep && (await keep(tx))),
    });
    // Another card may still pay what one was declined for.
    if (step && answer.outcome === "approved") {
      const due = { stepId: step.id, subscriptionId: step.saleId, isSale: true };
      await resumeCharge(tx, { due, onward: { stepNumber, billing, settings: facts.store.settings } });
    }
    return decided;
  });
}

const expired: AuthorizationAnswer = { outcome: "declined", reason: "card_expired", code: "54" };

function isOver({ expiresOn }: CardDetails, now: Temporal.Instant): boolean {
  return Temporal.PlainDate.compare(expiresOn, dayOf(now)) < 0;
}
