import {
  type AuthenticationForm,
  amend,
  fail,
  isUnpaid,
  lockPayment,
  type Payment,
} from "../../../core/payments/index.ts";
import { documentedParams } from "../../../pages/payment-window/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { beginWith } from "../../toolkit/card-payment.ts";
import { isAbsent, isObject, type JsonObject, plainText } from "../../toolkit/json.ts";
import type { Call } from "../call.ts";
import { readMeans } from "../card.ts";
import { Fault } from "../errors.ts";
import { findPerson, readApplicant, wantsInvoice } from "../invoice.ts";
import { setupFeeFor } from "../opening.ts";
import { clientInfoOf, readNumber } from "../order.ts";
import { beginOnAccount, decide, decideInvoice } from "../pay.ts";
import { openPurse } from "../purse.ts";
import { type Metadata, readFlag, readMetadata } from "../read/index.ts";
import { type ClientInfo, type Kept, toldBy } from "../told.ts";
import { refuseWorn, triesBefore } from "../tries.ts";
import { beginChallenge, leaveToBank } from "./challenge.ts";
import { readWhole } from "./mistakes.ts";
import { shownBy } from "./view.ts";

/** What came of a submitted window: a decision, or a visit to the bank first. */
export type Submitted = { readonly payment: Payment; readonly challenge?: AuthenticationForm };

/** The shopper pays. One who presses twice, or comes late, changes nothing. Faults what is wrong with the fields. */
export async function submit(call: Call, payment: Payment): Promise<Submitted> {
  if (!isUnpaid(payment)) return { payment };
  const params = paramsOf(call.params);
  // The merchant may change a payment while its window is open.
  if (!isAbsent(params.shown_total) && params.shown_total !== (await shownBy(call, payment)))
    throw new Fault("errors.amount.mismatch");
  const told = toldInWindow(payment, params, clientInfoOf(call.request));
  return wantsInvoice(params, told) && isAbsent(params.card_number)
    ? payInvoice(call, payment, params, told)
    : payByCard(call, payment, params, told);
}

/** Our own window names what was chosen; merchants' templates post the documented parameters. */
function paramsOf(params: JsonObject): JsonObject {
  const texts = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { ...params, pay_with: undefined, ...cleared(texts, params) };
}

/** What the choice rules out is absent. */
function cleared(texts: readonly (readonly [string, string])[], params: JsonObject): JsonObject {
  const chosen = documentedParams(Object.fromEntries(texts));
  const gone = texts.filter(([name]) => !(name in chosen)).map(([name]) => [name, undefined]);
  return { ...Object.fromEntries(gone), ...chosen, metadata: params.metadata };
}

/** What a window adds to what the merchant has told: metadata, whether to store the card, a plan (facts 3.5). */
function toldInWindow(payment: Payment, params: JsonObject, clientInfo: ClientInfo): Kept {
  const told = toldBy(payment);
  return {
    ...told,
    metadata: readMetadata(merged(told.metadata, readWindowMetadata(params))),
    storeCard: told.storeCard || readFlag(params.store_card),
    planId: told.planId ?? readNumber(params.plan_id, "errors.plan.not_found"),
    clientInfo,
    linkPayment: told.linkPayment || told.clientInfo === null,
  };
}

/** A template may ask for its terms to be accepted (facts 3.5). Faults 149, 192. */
function readWindowMetadata(params: JsonObject): Metadata {
  const metadata = readMetadata(params.metadata);
  const accepts = isObject(metadata) ? metadata.accept_terms : undefined;
  if (accepts !== undefined && /^(0|false|off|no)?$/i.test(plainText(accepts)))
    throw new Fault("errors.terms.not_accepted");
  return metadata;
}

/** What the merchant has told stays, however deep, where the window says nothing else. */
function merged(told: unknown, more: unknown): unknown {
  if (told === null || told === undefined) return more;
  if (!isObject(told) || !isObject(more)) return told;
  const both = Object.entries(more).map(([key, value]) => {
    const known = Object.hasOwn(told, key) ? told[key] : undefined;
    return [key, isObject(known) && isObject(value) ? merged(known, value) : value];
  });
  return { ...told, ...Object.fromEntries(both) };
}

async function payByCard(call: Call, payment: Payment, params: JsonObject, told: Kept): Promise<Submitted> {
  const { house } = call;
  const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
  const means = readWhole(params, (form) =>
    readMeans(form, { today, isTest: payment.isTest, guessesType: true }),
  );
  const purse = await openPurse(call, means, payment.isTest);
  // A shopper pays with cards of their own: whoever has a token need not be whose card it is.
  if (purse.stored && (payment.payerId === null || purse.stored.payerId !== payment.payerId))
    throw new Fault("errors.stored_card.not_found");
  const isNew = told.planId !== toldBy(payment).planId;
  const newFee = isNew ? await setupFeeFor(call, told.planId, payment.currency) : 0n;
  const begun = await house.write(async (tx) => {
    const known = await tryAgain(tx, call, payment);
    const latest = toldInWindow(known, params, clientInfoOf(call.request));
    const { planId, setupFee: knownFee } = toldBy(known);
    const setupFee = latest.planId === planId ? BigInt(knownFee) : newFee;
    const amount = known.amount - BigInt(knownFee) + setupFee;
    const kept = { ...latest, ...triesBefore(known), setupFee: String(setupFee) };
    await amend(tx, { id: known.id, amount, details: { ...known.details, told: kept } });
    return beginWith(tx, payment.id, purse);
  });
  const challenge = await beginChallenge(call, begun, purse).catch(() => "unreachable" as const);
  if (challenge === "unreachable") {
    const failed = await house.write((tx) => fail(tx, { id: begun.id, reason: "no_decision" }));
    return { payment: failed ?? begun };
  }
  if (!challenge) return { payment: await decide(call, begun, purse) };
  return { payment: await house.write((tx) => leaveToBank(tx, begun)), challenge };
}

/** The payment, locked, when it may be tried once more and costs what it did when the shopper's form was read. */
async function tryAgain(tx: Tx, { facts }: Call, seen: Payment): Promise<Payment> {
  const payment = await lockPayment(tx, { id: seen.id });
  const isSame = payment.amount === seen.amount && payment.currency === seen.currency;
  if (isUnpaid(payment) && !isSame) throw new Fault("errors.amount.mismatch");
  await refuseWorn(tx, facts.store, payment.reference);
  return payment;
}

async function payInvoice(call: Call, payment: Payment, params: JsonObject, told: Kept): Promise<Submitted> {
  const { amount, currency } = payment;
  const { facts } = call;
  const applicant = readWhole(params, (form) =>
    readApplicant({ params: form, facts }, { amount, currency, told }),
  );
  // Most likely mistyped: no reason to send the shopper away.
  if (!(await findPerson(call.house, applicant))) throw new Fault("errors.missing_or_invalid.ssn");
  const begun = await call.house.write(async (tx) => {
    const known = await tryAgain(tx, call, payment);
    const latest = { ...toldInWindow(known, params, clientInfoOf(call.request)), ...triesBefore(known) };
    return beginOnAccount(tx, { ...known, details: { ...known.details, told: latest } }, applicant);
  });
  return { payment: await decideInvoice(call, begun, applicant) };
}
