import { addPayer, knowPayer, type Payer, payers } from "../../../core/payers/index.ts";
import type { CardDetails } from "../../../core/payments/index.ts";
import {
  type Card,
  cardPage,
  cards,
  changeCard,
  countCards,
  prepareCard,
  storeCard,
} from "../../../core/vault/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { randomToken } from "../../../platform/ids/index.ts";
import { isAbsent, plainText } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { readDate, readHolder, readMeans } from "../card.ts";
import { Fault } from "../errors.ts";
import { type ListQuery, page, readExtend, readKinds, readListQuery } from "../list.ts";
import type { Operation } from "../operation.ts";
import { readCurrency, readCustomerRef } from "../order.ts";
import { instructionsOf } from "../pay.ts";
import { readInteger, readMetadata, readTest } from "../read/index.ts";
import { cardJson, errorOfDecline, payerJson } from "../wire.ts";

/** Facts 2.7. */
export const storedCards: readonly Operation[] = [
  { name: "create stored card", method: "POST", path: "/stored_cards", run: create },
  {
    name: "list stored cards",
    method: "GET",
    path: "/stored_cards",
    run: async (call) => listCards(call, await filterOf(call)),
  },
  {
    name: "get stored card",
    method: "GET",
    path: "/stored_cards/:id",
    run: async (call) => answer(call, await find(call)),
  },
  { name: "update stored card", method: "PUT", path: "/stored_cards/:id", run: update },
  {
    name: "delete stored card",
    method: "DELETE",
    path: "/stored_cards/:id",
    run: (call) => change(call, { state: "deleted" }),
  },
  // An empty id leaves this.
  {
    name: "delete stored card",
    method: "DELETE",
    path: "/stored_cards",
    run: (call) => change(call, { state: "deleted" }),
  },
];

/** Stores a card once its bank has said that it is good: nothing is charged. */
async function create(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const currency = readCurrency(params);
  const isTest = readTest(params.test);
  const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
  const means = readMeans(params, { today, isTest, currency, guessesType: false, mayBeNameless: true });
  if (means.kind !== "card") throw new Fault("errors.card_type.unsupported");
  const metadata = readMetadata(params.metadata);
  const owner = await readOwner(call);
  await verify(call, { card: means.card, currency, isTest, metadata });

  const { number: pan, holder, expiresOn } = means.card;
  const prepared = prepareCard(house.keyring, facts.merchant.id, { pan, holder, expiresOn });
  const number = await house.numbers.next("card");
  const details = { type: means.type, metadata };
  const stored = await house.write(async (tx) => {
    const payerId = (await owner(tx)).id;
    return storeCard(tx, prepared, { number, payerId, currency, isTest, details, storeId: facts.store.id });
  });
  return answer(call, stored);
}

/** Whom a card is for: a customer who is there, one by the merchant's name, or a new one. Faults 138, 142, 165. */
async function readOwner(call: Call): Promise<(tx: Tx) => Promise<Payer>> {
  const { house, facts, params } = call;
  const merchantId = facts.merchant.id;
  if (!isAbsent(params.customer_id)) {
    const payer = await findPayer(call, params.customer_id);
    return async () => payer;
  }
  const reference = readCustomerRef(params);
  const known = reference && (await house.reader.find(payers, { merchantId, reference }));
  if (known) return async () => known;
  const number = await house.numbers.next("payer");
  return (tx) =>
    reference === ""
      ? addPayer(tx, { merchantId, number, reference: null })
      : knowPayer(tx, { merchantId, number, reference });
}

/** A merchant's customer by number. Faults 138, 142. */
export async function findPayer({ house, facts }: Call, id: unknown): Promise<Payer> {
  const number = readInteger(id);
  const payer = number === undefined ? undefined : await house.reader.find(payers, { number });
  if (!payer) throw new Fault("errors.customer.not_found");
  if (payer.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  if (payer.state === "deleted") throw new Fault("errors.customer.not_found");
  return payer;
}

type Verification = {
  readonly card: CardDetails;
  readonly currency: string;
  readonly isTest: boolean;
  readonly metadata: unknown;
};

/** Asks the card's bank for nothing, which tells whether the card is good. */
async function verify({ house }: Call, { card, currency, isTest, metadata }: Verification): Promise<void> {
  const id = `verification:${randomToken(16)}`;
  const instructions = house.isSandbox ? instructionsOf(metadata) : undefined;
  const asked = { id, amount: 0n, currency, card, isTest, initiatedBy: "shopper" } as const;
  const said = await house.acquirer
    .authorize({ ...asked, ...(instructions && { instructions }) })
    .catch(() => undefined);
  if (said?.outcome === "declined") {
    const { reason, code, message } = said;
    throw new Fault(errorOfDecline(reason, code), reason === "instructed" ? message : undefined);
  }
  await house.acquirer.reverse(id).catch(() => undefined);
  if (!said) throw new Fault("errors.payment.failed");
}

const states: Readonly<Record<string, Card["state"]>> = {
  active: "active",
  inactive: "inactive",
  cancelled: "inactive",
};

async function update(call: Call): Promise<Answer> {
  const { params } = call;
  const card = await find(call);
  const today = call.house.now().toZonedDateTimeISO("UTC").toPlainDate();
  const holder = readHolder(params);
  return change(call, {
    ...(!isAbsent(params.status) && { state: readState(params.status) }),
    ...(holder !== undefined && { holder }),
    ...(!isAbsent(params.card_expiry) && { expiresOn: readDate(params, today, card.isTest) }),
    ...(!isAbsent(params.metadata) && {
      details: { ...card.details, metadata: readMetadata(params.metadata) },
    }),
  });
}

function readState(status: unknown): Card["state"] {
  const state = states[plainText(status).toLowerCase()];
  if (!state) throw new Fault("errors.status.invalid");
  return state;
}

type Changes = Partial<Pick<Card, "state" | "holder" | "expiresOn" | "details">>;

async function change(call: Call, changes: Changes): Promise<Answer> {
  const { id, merchantId } = await find(call);
  return answer(call, await call.house.write((tx) => changeCard(tx, { id, merchantId, ...changes })));
}

/** The card of the path, if it is the merchant's. Faults 137; 138 for somebody else's. */
async function find({ house, facts, path }: Call): Promise<Card> {
  const number = readInteger(path.id);
  const card = number === undefined ? undefined : await house.reader.find(cards, { number });
  if (!card) throw new Fault("errors.stored_card.not_found");
  if (card.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  return card;
}

async function answer(call: Call, card: Card): Promise<Answer> {
  return { json: await told(call, card) };
}

async function told(call: Call, card: Card): Promise<Record<string, unknown>> {
  const payer = card.payerId ? await call.house.reader.find(payers, { id: card.payerId }) : undefined;
  const json = cardJson(card, call.facts, payer);
  return payer && readExtend(call).has("customer") ? { ...json, customer: payerJson(payer) } : json;
}

type Wanted = { readonly query: ListQuery; readonly payerId?: string; readonly isNobody?: boolean };

/** Faults 142 for a customer who is not there; a reference that nobody has fits nothing. */
async function filterOf(call: Call): Promise<Wanted> {
  const filters = ["customer", "customer_id", "customer_ref", "status", "test", "currency"];
  const query = readListQuery(call, { filters, orders: ["id", "created_at"] });
  const { customer_id: id = query.filter.customer, customer_ref: reference } = query.filter;
  if (id !== undefined) return { query, payerId: (await findPayer(call, id)).id };
  if (reference === undefined) return { query };
  const merchantId = call.facts.merchant.id;
  const payer = await call.house.reader.find(payers, { merchantId, reference });
  return payer ? { query, payerId: payer.id } : { query, isNobody: true };
}

/** Cards of a merchant, or of one customer. Deleted ones are told when they are asked for. */
export async function listCards(call: Call, { query, payerId, isNobody }: Wanted): Promise<Answer> {
  if (isNobody) return page([], query, 0);
  const { filter, startId } = query;
  const wanted = {
    merchantId: call.facts.merchant.id,
    payerId,
    states: filter.status === undefined ? (["active", "inactive"] as const) : [stateAsked(filter.status)],
    ...readKinds(filter),
    from: startId === null ? undefined : BigInt(startId),
  };
  const [rows, total] = await Promise.all([
    cardPage(call.house.reader, wanted, query),
    countCards(call.house.reader, wanted, query),
  ]);
  return page(await Promise.all(rows.map((card) => told(call, card))), query, total);
}

function stateAsked(status: string): Card["state"] {
  const state = { ...states, deleted: "deleted" as const }[status.toLowerCase()];
  if (!state) throw new Fault("errors.filter_value.not_supported");
  return state;
}
