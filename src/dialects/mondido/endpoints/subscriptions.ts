import {
  cancelSubscription,
  changeSubscription,
  countSubscriptions,
  plans,
  type Subscription,
  type SubscriptionChange,
  subscribe,
  subscriptionPage,
  subscriptions as table,
} from "../../../core/agreements/index.ts";
import { payers } from "../../../core/payers/index.ts";
import { type Card, cards } from "../../../core/vault/index.ts";
import { isAbsent, plainText } from "../../toolkit/json.ts";
import type { Signed } from "../billing.ts";
import type { Answer, Call } from "../call.ts";
import { Fault } from "../errors.ts";
import { type ListQuery, page, readExtend, readKinds, readListQuery } from "../list.ts";
import { readDecimal } from "../money.ts";
import type { Operation } from "../operation.ts";
import { largestQuantity, readCurrency, readCustomerRef } from "../order.ts";
import { readInteger, readMetadata } from "../read/index.ts";
import { largestSum, offeredPlan, readAgreedItems } from "../signing.ts";
import { stateOf, subscriptionJson } from "../wire-agreements.ts";
import { findPlan } from "./plans.ts";
import { findPayer } from "./stored-cards.ts";

/** Facts 2.9. */
export const subscriptions: readonly Operation[] = [
  { name: "create subscription", method: "POST", path: "/subscriptions", run: create },
  {
    name: "list subscriptions",
    method: "GET",
    path: "/subscriptions",
    run: async (call) => list(call, await filterOf(call)),
  },
  {
    name: "get subscription",
    method: "GET",
    path: "/subscriptions/:id",
    run: async (call) => answer(call, await find(call)),
  },
  { name: "update subscription", method: "PUT", path: "/subscriptions/:id", run: update },
  { name: "delete subscription", method: "DELETE", path: "/subscriptions/:id", run: cancel },
  {
    name: "list customer's subscriptions",
    method: "GET",
    path: "/customers/:id/subscriptions",
    run: async (call) => {
      const query = readListQuery(call, known);
      return list(call, { query, payerId: (await findPayer(call, call.path.id)).id });
    },
  },
];

const known = {
  filters: ["status", "test", "plan_id", "customer_id"],
  orders: ["id", "created_at"],
} as const;

/** Subscribes a stored card to a plan; it is charged within a minute, or when the trial is over. */
async function create(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const numberOfPlan = readInteger(params.plan_id);
  if (numberOfPlan === undefined) throw new Fault("errors.plan.not_found");
  const card = await cardToCharge(call);
  const currency = isAbsent(params.currency) ? card.currency : readCurrency(params);
  const plan = await offeredPlan(call, numberOfPlan, currency);
  const { state, multiplier = 1, items = [], debt = 0n } = readTerms(call, currency);
  const payer = card.payerId ? await house.reader.find(payers, { id: card.payerId }) : undefined;
  const metadata = readMetadata(params.metadata);
  const details: Signed = {
    metadata,
    name: plan.name,
    first: { customerRef: payer?.reference ?? "", metadata, paymentDetails: null, segmentation: null },
  };
  const [subscription, step] = await Promise.all([
    house.numbers.next("subscription"),
    house.numbers.next("step"),
  ]);
  const signed = await house.write(async (tx) => {
    const fresh = await subscribe(tx, {
      numbers: { subscription, step },
      merchantId: facts.merchant.id,
      storeId: facts.store.id,
      dialect: "mondido",
      planId: plan.id,
      payerId: card.payerId,
      cardId: card.id,
      isTest: card.isTest,
      currency,
      multiplier,
      items,
      debt,
      timeZone: facts.store.timeZone,
      details,
      isPaidNow: false,
    });
    const { id, merchantId } = fresh;
    return state && state !== "active" ? changeSubscription(tx, { id, merchantId, state }) : fresh;
  });
  return answer(call, signed);
}

/** The card that is named, or the customer's newest. Faults 137, 138, 142, 143, 150. */
async function cardToCharge(call: Call): Promise<Card> {
  const { params, house } = call;
  if (!isAbsent(params.stored_card_id)) return findCard(call, params.stored_card_id);
  const payerId = await payerNamed(call);
  const stored = await house.reader.list(cards, { payerId });
  const usable = stored.filter(({ state }) => state === "active");
  const newest = usable.toSorted((a, b) => (a.number < b.number ? 1 : -1))[0];
  if (!newest) throw new Fault("errors.stored_card.not_found");
  return newest;
}

async function payerNamed(call: Call): Promise<string> {
  const { params, house, facts } = call;
  if (!isAbsent(params.customer_id)) return (await findPayer(call, params.customer_id)).id;
  const reference = readCustomerRef(params);
  if (reference === "") throw new Fault("errors.customer.missing");
  const payer = await house.reader.find(payers, { merchantId: facts.merchant.id, reference });
  if (payer?.state !== "active") throw new Fault("errors.customer.not_found");
  return payer.id;
}

async function findCard({ house, facts }: Call, id: unknown): Promise<Card> {
  const number = readInteger(id);
  const card = number === undefined ? undefined : await house.reader.find(cards, { number });
  if (!card) throw new Fault("errors.stored_card.not_found");
  if (card.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  if (card.state !== "active") throw new Fault("errors.stored_card.not_active");
  return card;
}

/** What creating and updating have in common; what is not sent is undefined. Faults 170, 109, 253, and those of items. */
function readTerms(
  { params }: Call,
  currency: string,
): Pick<SubscriptionChange, "state" | "multiplier" | "items" | "debt"> {
  const quantity = params.subscription_quantity ?? params.quantity ?? params.multiplier;
  const items = params.subscription_items ?? params.items;
  return {
    state: isAbsent(params.status) ? undefined : readState(plainText(params.status)),
    multiplier: isAbsent(quantity) ? undefined : readQuantity(quantity),
    items: isAbsent(items) ? undefined : readAgreedItems(items, currency),
    debt: isAbsent(params.debt) ? undefined : readDebt(params.debt, currency),
  };
}

function readState(status: string): SubscriptionChange["state"] {
  const state = stateOf(status);
  if (!state || state === "ended") throw new Fault("errors.subscription.status_invalid");
  return state;
}

function readQuantity(value: unknown): number {
  const quantity = readInteger(value);
  if (!quantity || quantity > largestQuantity) throw new Fault("errors.request.bad_format");
  return quantity;
}

function readDebt(value: unknown, currency: string): bigint {
  const debt = readDecimal(value, currency);
  if (debt === undefined || debt < 0n || debt > largestSum) throw new Fault("errors.amount.invalid");
  return debt;
}

async function update(call: Call): Promise<Answer> {
  const { house, params } = call;
  const { id, merchantId, currency, isTest } = await find(call);
  const terms = readTerms(call, currency);
  const card = isAbsent(params.stored_card_id) ? undefined : await findCard(call, params.stored_card_id);
  if (card && card.isTest !== isTest)
    throw new Fault(isTest ? "errors.stored_card.not_test" : "errors.stored_card.is_test");
  const details = isAbsent(params.metadata) ? undefined : { metadata: readMetadata(params.metadata) };
  const change = { ...terms, details, cardId: card?.id };
  return answer(call, await house.write((tx) => changeSubscription(tx, { id, merchantId, ...change })));
}

async function cancel(call: Call): Promise<Answer> {
  const { id, merchantId } = await find(call);
  return answer(call, await call.house.write((tx) => cancelSubscription(tx, { id, merchantId })));
}

/** The subscription of the path, if it is the merchant's. Faults 141; 138 for somebody else's. */
async function find({ house, facts, path }: Call): Promise<Subscription> {
  const number = readInteger(path.id);
  const found = number === undefined ? undefined : await house.reader.find(table, { number });
  if (found?.dialect !== "mondido") throw new Fault("errors.subscription.not_found");
  if (found.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  return found;
}

type Wanted = { readonly query: ListQuery; readonly payerId?: string; readonly planId?: string };

/** Faults 135, 138, 142 for a plan or customer that is not there. */
async function filterOf(call: Call): Promise<Wanted> {
  const query = readListQuery(call, known);
  const { customer_id: payer, plan_id: plan } = query.filter;
  return {
    query,
    ...(payer !== undefined && { payerId: (await findPayer(call, payer)).id }),
    ...(plan !== undefined && { planId: (await findPlan(call, plan)).id }),
  };
}

async function list(call: Call, { query, payerId, planId }: Wanted): Promise<Answer> {
  const { status } = query.filter;
  const state = status === undefined ? undefined : stateOf(status);
  if (status !== undefined && !state) throw new Fault("errors.filter_value.not_supported");
  const { limit, offset, isDescending, startId } = query;
  const wanted = {
    merchantId: call.facts.merchant.id,
    state,
    isTest: readKinds(query.filter).isTest,
    payerId,
    planId,
    from: startId === null ? undefined : BigInt(startId),
    isDescending,
    limit,
    offset,
  };
  const { reader } = call.house;
  const [rows, total] = await Promise.all([
    subscriptionPage(reader, wanted),
    countSubscriptions(reader, wanted),
  ]);
  return page(await Promise.all(rows.map((row) => told(call, row))), query, total);
}

async function answer(call: Call, subscription: Subscription): Promise<Answer> {
  return { json: await told(call, subscription) };
}

/** Questions of one turn are asked together. */
async function told(call: Call, subscription: Subscription): Promise<object> {
  const { reader } = call.house;
  const { planId, payerId, cardId } = subscription;
  const [plan, payer, card] = await Promise.all([
    planId ? reader.find(plans, { id: planId }) : undefined,
    payerId ? reader.find(payers, { id: payerId }) : undefined,
    cardId ? reader.find(cards, { id: cardId }) : undefined,
  ]);
  return subscriptionJson({ subscription, plan, payer, card }, call.facts, readExtend(call));
}
