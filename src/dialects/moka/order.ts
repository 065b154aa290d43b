import type { CardDetails } from "../../core/payments/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import { findBin } from "./bin.ts";
import type { Call } from "./call.ts";
import { detailsOf, readToldCard, type ToldCard } from "./card.ts";
import { checkAsked, checkOrdered, checkTerms } from "./contract.ts";
import { faultOf, readable } from "./errors.ts";
import { mostInstallments } from "./installments.ts";
import type { MethodPath } from "./methods.ts";
import { paymentCurrencies } from "./money.ts";
import { amountAt, countAt, currencyAt, flagAt, partAt, textAt } from "./read/index.ts";
import { refusalOf } from "./test-cards.ts";
import { type Told, untold } from "./told.ts";

/** What a direct payment is to be, with or without 3-D Secure. */
export type DirectOrder = {
  /** The dealer's own code; undefined: none is told. */
  readonly reference: string | undefined;
  /** In minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly isPool: boolean;
  /** The card is to be stored. */
  readonly isTokenized: boolean;
  readonly means: Means;
  readonly told: Told;
  /** Whose card it is to be, as the dealer tells it. */
  readonly customer: JsonObject;
};

type Means =
  | { readonly kind: "card"; readonly card: CardDetails }
  /** null: what stands there is no token. */
  | { readonly kind: "token"; readonly token: string | null };

type Asking = Pick<Call, "path" | "request" | "house" | "facts" | "address">;

/** Reads a direct payment, in the order of the methods' codes. Faults, as the method words them: InvalidRequest,
 *  AmountRequired, ExpMonthRequired, InvalidCardInfo, InvalidCurrencyCode, InvalidInstallmentNumber,
 *  InstallmentNotAvailableForForeignCurrencyTransaction, what the contract does not let it be,
 *  OnlyCardTokenOrCardNumber. */
export function readDirectOrder(call: Asking): DirectOrder {
  const { path, request, house } = call;
  const texts = readTexts(path, request);
  const flags = readFlags(path, request);
  const card = readToldCard(path, request);
  const currency = currencyAt(request, "Currency", paymentCurrencies);
  const amount = amountAt(request, "Amount", currency ?? "TRY");
  if (!amount) throw faultOf(path, "PaymentDealer.RequiredFields.AmountRequired");
  const means = readMeans({ path, request, house }, card);
  if (currency === null) throw faultOf(path, "InvalidCurrencyCode");
  const installments = readInstallments(path, request, currency ?? "TRY");
  const { reference, ...told } = texts;
  const order: DirectOrder = {
    reference,
    amount,
    currency: currency ?? "TRY",
    isPool: flags.isPool,
    isTokenized: flags.isTokenized,
    means,
    told: { ...untold, ...told, installments, isPreAuth: flags.isPreAuth },
    customer: partAt(request, "CustomerInformation"),
  };
  checkOrdered(call, order);
  if (card.number !== undefined && card.token !== undefined) throw faultOf(path, "OnlyCardTokenOrCardNumber");
  return order;
}

function readTexts(path: MethodPath, request: JsonObject) {
  const text = (name: string, longest: number) => readable(path, textAt(request, name, longest)) ?? "";
  const buyer = partAt(request, "BuyerInformation");
  // No page limits these, and no payment fails for a long address: they are cut.
  const cut = (name: string, longest: number) =>
    (textAt(buyer, name, Number.MAX_SAFE_INTEGER) ?? "").slice(0, longest).toWellFormed();
  return {
    reference: readable(path, textAt(request, "OtherTrxCode", 100)),
    description: text("Description", 200),
    software: text("Software", 30),
    buyer: {
      name: cut("BuyerFullName", 100),
      address: cut("BuyerAddress", 500),
      phone: cut("BuyerGsmNumber", 50),
      email: cut("BuyerEmail", 254),
    },
  };
}

function readFlags(path: MethodPath, request: JsonObject) {
  const flag = (name: string) => readable(path, flagAt(request, name)) ?? false;
  return {
    isPool: flag("IsPoolPayment"),
    isPreAuth: flag("IsPreAuth"),
    isTokenized: flag("IsTokenized"),
  };
}

function readMeans(
  { path, request, house }: Pick<Asking, "path" | "request" | "house">,
  told: ToldCard,
): Means {
  if (told.number === undefined) {
    if (told.token === undefined) throw invalidCard(path);
    return { kind: "token", token: told.token };
  }
  if (told.month === undefined) throw faultOf(path, "PaymentDealer.RequiredFields.ExpMonthRequired");
  const card = detailsOf(told, readable(path, textAt(request, "CvcNumber", 10)));
  const isRefused = house.isSandbox && card && refusalOf(card.number) === "InvalidCardInfo";
  if (!card || isRefused) throw invalidCard(path);
  return { kind: "card", card };
}

function readInstallments(path: MethodPath, request: JsonObject, currency: string): number {
  const installments = countAt(request, "InstallmentNumber", 0, 12);
  if (installments === null) throw faultOf(path, "InvalidInstallmentNumber");
  if (installments && installments > 1 && currency !== "TRY")
    throw faultOf(path, "InstallmentNotAvailableForForeignCurrencyTransaction");
  return installments || 1;
}

/** What the contract and the card itself allow. Faults, as the method words them, what the contract has against it,
 *  VirtualPosNotAvailable, ThisInstallmentNumberNotAvailableForVirtualPos. */
export async function checkCard(call: Asking, order: DirectOrder, number: string): Promise<void> {
  const { path, house } = call;
  const { currency, told } = order;
  await checkAsked(call, order, number);
  if (house.isSandbox && refusalOf(number) === "VirtualPosNotAvailable")
    throw faultOf(path, "VirtualPosNotAvailable");
  const { installments } = told;
  if (installments > 1 && installments > mostInstallments(findBin(number), currency))
    throw faultOf(path, "ThisInstallmentNumberNotAvailableForVirtualPos");
  checkTerms(call, order);
}

function invalidCard(path: MethodPath) {
  return faultOf(path, "PaymentDealer.CheckCardInfo.InvalidCardInfo");
}
