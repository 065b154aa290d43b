import { payers } from "../../../core/payers/index.ts";
import type { CardDetails } from "../../../core/payments/index.ts";
import {
  type Card,
  changeCard,
  findSameCard,
  lockCard,
  prepareCard,
  storeCard,
} from "../../../core/vault/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import type { Call, Setting } from "../call.ts";
import { cardsOf, detailsOf, findCard, readToldCard, storedCard } from "../card.ts";
import { customerFrom, customerOf, findCustomer, holdCustomer, requireKey } from "../customer.ts";
import type { Fault } from "../envelope.ts";
import { readable } from "../errors.ts";
import { dayOf } from "../istanbul.ts";
import type { MethodPath } from "../methods.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { guidAt, textAt } from "../read/index.ts";
import { refusalOf } from "../test-cards.ts";
import { customerJson } from "../wire/customer.ts";

const addCard: Endpoint<"DealerCustomer/AddCard"> = async (call) => {
  const { house, path, refuse } = call;
  const key = requireKey(call);
  const told = readCardToStore(call);
  const payer = await customerOf(call, path, key);
  const store = await prepareStoring(call, told);
  const card = await house.write(async (tx) => {
    await holdCustomer(tx, path, payer);
    const same = await findSameCard(tx, { ...store.prepared, payerId: payer.id, isTest: store.isTest });
    if (same) throw refuse("CardAlreadyExists");
    return store(tx, payer.id);
  });
  return customerJson(customerFrom(payer), [storedCard(card)]);
};

type MissingOfCard =
  | "CardHolderFullNameIsRequired"
  | "CardNumberIsRequired"
  | "ExpMonthIsRequired"
  | "ExpYearIsRequired"
  | "InvalidCardInfo";

/** A card, and what the dealer calls it. */
type NamedCard = CardDetails & { readonly cardName: string };

type Adding = {
  readonly house: Setting["house"];
  readonly path: MethodPath;
  readonly request: JsonObject;
  refuse(reason: MissingOfCard): Fault;
};

/** A card that is told in full and is not past its date; without a security code. Faults InvalidRequest, …IsRequired,
 *  InvalidCardInfo. */
export function readCardToStore({ house, path, request, refuse }: Adding): NamedCard {
  const cardName = readable(path, textAt(request, "CardName", 50)) ?? "";
  const told = readToldCard(path, request);
  if (told.holder === undefined) throw refuse("CardHolderFullNameIsRequired");
  if (told.number === undefined) throw refuse("CardNumberIsRequired");
  if (told.month === undefined) throw refuse("ExpMonthIsRequired");
  if (told.year === undefined) throw refuse("ExpYearIsRequired");
  const card = detailsOf(told);
  const isOver = card && Temporal.PlainDate.compare(card.expiresOn, dayOf(house.now())) < 0;
  const isRefused = card && house.isSandbox && refusalOf(card.number) === "InvalidCardInfo";
  if (!card || isOver || isRefused) throw refuse("InvalidCardInfo");
  return { ...card, cardName };
}

/** Makes a card ready to be stored within a write. */
export async function prepareStoring(
  { house, facts }: Setting,
  { number: pan, holder, expiresOn, cardName }: NamedCard,
) {
  const prepared = prepareCard(house.keyring, facts.merchant.id, { pan, holder, expiresOn });
  const number = await house.numbers.next("card");
  const isTest = house.isSandbox;
  const { currency, id: storeId } = facts.store;
  const store = (tx: Tx, payerId: string): Card =>
    storeCard(tx, prepared, { number, payerId, currency, isTest, details: { cardName }, storeId });
  return Object.assign(store, { prepared, isTest });
}

const updateCard: Endpoint<"DealerCustomer/UpdateCard"> = async (call) => {
  const { house, facts, path, request } = call;
  const cardName = readable(path, textAt(request, "CardName", 50));
  const { id } = await theCard(call);
  const card = await house.write(async (tx) => {
    const { details } = await lockCard(tx, { id });
    const changed = { ...details, ...(cardName !== undefined && { cardName }) };
    return changeCard(tx, { id, merchantId: facts.merchant.id, details: changed });
  });
  return withCustomer(call, card);
};

const getCard: Endpoint<"DealerCustomer/GetCard"> = async (call) => withCustomer(call, await theCard(call));

const getCardList: Endpoint<"DealerCustomer/GetCardList"> = async (call) => {
  const payer = await findCustomer(call);
  const found = await cardsOf(call, payer.id);
  if (found.length === 0) throw call.refuse("CardNotFound");
  return customerJson(customerFrom(payer), found.map(storedCard));
};

const removeCard: Endpoint<"DealerCustomer/RemoveCard"> = async (call) => {
  const { id } = await theCard(call);
  const merchantId = call.facts.merchant.id;
  await call.house.write((tx) => changeCard(tx, { id, merchantId, state: "deleted" }));
  return true;
};

type OfOneCard = Setting & {
  readonly path: MethodPath;
  readonly request: JsonObject;
  refuse(reason: "CardTokenIsRequired" | "CardNotFound"): Fault;
};

/** The card whose token a request has. A token that is no GUID is nobody's. Faults CardTokenIsRequired, CardNotFound. */
async function theCard(call: OfOneCard): Promise<Card> {
  const token = guidAt(call.request, "CardToken");
  if (token === undefined) throw call.refuse("CardTokenIsRequired");
  const card = await findCard(call, token);
  if (!card?.payerId) throw call.refuse("CardNotFound");
  return card;
}

async function withCustomer(
  { house, refuse }: OfOneCard | Call<"DealerCustomer/GetCard">,
  card: Card,
): Promise<unknown> {
  const payer = await house.reader.find(payers, { id: card.payerId ?? card.id });
  if (!payer) throw refuse("CardNotFound");
  return customerJson(customerFrom(payer), [storedCard(card)]);
}

export const customerCards: Endpoints = {
  "DealerCustomer/AddCard": addCard,
  "DealerCustomer/UpdateCard": updateCard,
  "DealerCustomer/GetCard": getCard,
  "DealerCustomer/GetCardList": getCardList,
  "DealerCustomer/RemoveCard": removeCard,
};
