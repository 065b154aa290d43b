import {
  cardsOf,
  changeSale,
  deleteSale,
  type Subscription,
  sell,
  subscriptions,
} from "../../../core/agreements/index.ts";
import { cards } from "../../../core/vault/index.ts";
import { dueTime, nextRun } from "../attempts.ts";
import type { Call, Setting } from "../call.ts";
import { customerOf } from "../customer.ts";
import type { Fault } from "../envelope.ts";
import { timeZone } from "../istanbul.ts";
import { found, type Named, readNamed } from "../named.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import {
  isBefore,
  readNewSale,
  readParties,
  readSaleAmount,
  readTerms,
  type SaleParties,
} from "../read-terms.ts";
import { type SaleDetails, saleDetailsOf } from "../sale-details.ts";
import { saleJson, saleListJson } from "../wire/sale.ts";
import { beginOf } from "../wire-sale.ts";
import { findProduct } from "./products.ts";
import { findParties, type Parties, tell } from "./sale-parties.ts";
import { findSchedule } from "./schedules.ts";

const add: Endpoint<"DealerSale/AddSale"> = async (call) => {
  const { house, facts, baseUrl } = call;
  const given = readNewSale(call);
  const payer = await customerOf(call, call.path, given.customer);
  const product = await findProduct(call, given.product);
  const schedule = given.schedule === undefined ? null : await findSchedule(call, given.schedule);
  const [number, stepNumber] = await Promise.all([
    house.numbers.next("subscription"),
    house.numbers.next("step"),
  ]);
  const details: SaleDetails = {
    soldOn: given.soldOn.toString(),
    trialDays: given.trialDays ?? 1,
    description: given.description ?? "",
    customerType: given.customerType ?? null,
    ...(given.customerType && { baseUrl }),
  };
  const sale = await house.write((tx) =>
    sell(tx, {
      number,
      merchantId: facts.merchant.id,
      storeId: facts.store.id,
      dialect: "moka",
      payerId: payer.id,
      productId: product.id,
      scheduleId: schedule?.id ?? null,
      cardIds: given.cards.filter((id) => id !== undefined),
      isTest: house.isSandbox,
      currency: given.currency ?? "TRY",
      price: given.price,
      installments: given.installments ?? 1,
      timeZone,
      dueTime,
      code: given.code ?? tx.id(),
      beginOn: given.beginOn,
      endOn: given.endOn ?? null,
      details,
      late: { stepNumber, attemptAt: nextRun(tx.now) },
    }),
  );
  return saleJson(await tell(call, sale));
};

/** What is not sent stays. Beside an id the code is a new one. */
const update: Endpoint<"DealerSale/UpdateSale"> = async (call) => {
  const { house, refuse, baseUrl } = call;
  const given = readParties(call);
  const named = readNamed(call, "DealerSaleId", "SaleCode");
  if (!named) throw refuse("SaleCodeOrDealerSaleIdMustBeGiven");
  const price = readSaleAmount(call);
  const terms = readTerms(call);
  const { installments, currency, beginOn, endOn } = terms;

  const byOne = named.number === undefined ? named : { ...named, code: undefined };
  const missing = () => refuse("DealerSaleNotFound");
  const sale = await findSale(call, byOne, { missing, mismatched: missing });
  const isAutomatic = terms.planType ? terms.planType === "automatic" : sale.timing !== "manual";
  if (isAutomatic && !given.schedule && !sale.scheduleId) throw refuse("DealerSaleScheduleIdIsRequired");
  const last = endOn ?? sale.endOn;
  if (last && isBefore(last, beginOn ?? beginOf(sale))) throw refuse("EndDateMustBeAfterBeginDate");

  const schedule = isAutomatic ? given.schedule : undefined;
  const parties = await findParties(call, { ...given, schedule });
  const cardIds = await cardsAfter(call, sale, given, parties);
  const isAsked = Boolean(given.customerType ?? saleDetailsOf(sale).customerType);
  if (isAutomatic && !isAsked && (cardIds ?? cardsOf(sale)).length === 0)
    throw refuse("DefaultCard1TokenIsRequired");
  const details: Partial<SaleDetails> = {
    ...(terms.soldOn && { soldOn: terms.soldOn.toString() }),
    ...(terms.trialDays && { trialDays: terms.trialDays }),
    ...(given.description && { description: given.description }),
    ...(given.customerType && { customerType: given.customerType, baseUrl }),
  };
  const { id, merchantId } = sale;
  const changed = await house.write((tx) =>
    changeSale(tx, {
      id,
      merchantId,
      payerId: parties.customer?.id,
      productId: parties.product?.id,
      scheduleId: isAutomatic ? parties.schedule?.id : null,
      cardIds,
      code: named.code,
      price,
      currency,
      installments,
      beginOn,
      endOn,
      details,
    }),
  );
  return saleJson(await tell(call, changed));
};

const get: Endpoint<"DealerSale/GetSale"> = async (call) => {
  const { refuse } = call;
  const named = readNamed(call, "DealerSaleId", "SaleCode");
  if (!named) throw refuse("SaleCodeOrDealerSaleIdMustBeGiven");
  const sale = await findSale(call, named, {
    missing: () => refuse("DealerSaleNotFound"),
    mismatched: () => refuse("SaleCodeDoesntMatchDealerSaleId"),
  });
  return saleJson(await tell(call, sale));
};

const list: Endpoint<"DealerSale/GetSaleList"> = async (call) => {
  const { house, facts, refuse } = call;
  const all = await house.reader.list(subscriptions, { merchantId: facts.merchant.id });
  const sales = all.filter(isSale).toSorted((a, b) => (a.number < b.number ? -1 : 1));
  if (sales.length === 0) throw refuse("NoDataFound");
  return saleListJson(await Promise.all(sales.map((sale) => tell(call, sale))));
};

const remove: Endpoint<"DealerSale/DeleteSale"> = async (call) => {
  const { house, refuse } = call;
  const named = readNamed(call, "DealerSaleId", "SaleCode");
  if (!named) throw refuse("SaleCodeOrDealerSaleIdMustBeGiven");
  const { id, merchantId } = await findSale(call, named, {
    missing: () => refuse("DealerSale.DeleteDealer.DealerSaleNotFund"),
    mismatched: () => refuse("DealerSale.DeleteDealer.SaleCodeDoesntMatchDealerSaleId"),
  });
  await house.write((tx) => deleteSale(tx, { id, merchantId }));
  return true;
};

/** Facts 2.6. */
export const sales: Endpoints = {
  "DealerSale/AddSale": add,
  "DealerSale/UpdateSale": update,
  "DealerSale/GetSale": get,
  "DealerSale/GetSaleList": list,
  "DealerSale/DeleteSale": remove,
};

/** A dealer's sale that is not deleted. */
export function findSale(
  { house, facts }: Setting,
  named: Named,
  words: { readonly missing: () => Fault; readonly mismatched: () => Fault },
): Promise<Subscription> {
  const merchantId = facts.merchant.id;
  const isOurs = (sale: Subscription) => sale.merchantId === merchantId && isSale(sale);
  const shelf = {
    byNumber: async (number: bigint) => (await house.reader.list(subscriptions, { number })).find(isOurs),
    byCode: async (code: string) =>
      (await house.reader.list(subscriptions, { merchantId, code })).find(isOurs),
    codeOf: ({ code }: Subscription) => code,
  };
  return found(named, shelf, words);
}

function isSale({ timing, state }: Subscription): boolean {
  return timing !== "cadence" && state === "active";
}

/** Cards that are named take the place of those there were; of these, what was removed or is another customer's is
 *  dropped. undefined: nothing changes. */
async function cardsAfter(
  { house }: Pick<Call, "house">,
  sale: Subscription,
  given: SaleParties,
  { customer }: Parties,
): Promise<readonly string[] | undefined> {
  if (!given.cards.some((id) => id !== undefined) && !customer) return undefined;
  const payerId = customer?.id ?? sale.payerId;
  const known = await Promise.all(cardsOf(sale).map((id) => house.reader.find(cards, { id })));
  const kept = known.map((card) =>
    card?.state === "active" && card.payerId === payerId ? card.id : undefined,
  );
  return [0, 1, 2].map((turn) => given.cards[turn] ?? kept[turn]).filter((id) => id !== undefined);
}
