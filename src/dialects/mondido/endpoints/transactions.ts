import { type Payer, payers } from "../../../core/payers/index.ts";
import {
  amend,
  capturePart,
  countPayments,
  isUnpaid,
  lockPayment,
  type Payment,
  paymentPage,
  payments,
} from "../../../core/payments/index.ts";
import type { Card } from "../../../core/vault/index.ts";
import { beginWith } from "../../toolkit/card-payment.ts";
import { isAbsent } from "../../toolkit/json.ts";
import { type Answer, authenticateOrHash, baseUrl, type Call } from "../call.ts";
import { readMeans } from "../card.ts";
import { errorBody, Fault } from "../errors.ts";
import { feeOf } from "../fees.ts";
import { readApplicant, wantsInvoice } from "../invoice.ts";
import { page, readExtend, readKinds, readListQuery } from "../list.ts";
import { readAmount } from "../money.ts";
import { type Opening, readyToOpen, setupFeeFor } from "../opening.ts";
import type { Operation } from "../operation.ts";
import { coreItems, isAgreed, type Order, readAmendment, readOrder } from "../order.ts";
import { beginOnAccount, decide, decideInvoice } from "../pay.ts";
import { seekPayer } from "../payer.ts";
import { openPurse } from "../purse.ts";
import { readFlag, readInteger } from "../read/index.ts";
import { withProof } from "../scripts/proof.ts";
import { toldBy } from "../told.ts";
import { refuseWorn, triesBefore } from "../tries.ts";
import { postedOf } from "../window/posted.ts";
import { detailOf, errorNameOf, transactionJson, withSurroundings } from "../wire.ts";

export const transactions: readonly Operation[] = [
  {
    name: "create transaction",
    method: "POST",
    path: "/transactions",
    by: "anybody",
    run: async (question) => create(await authenticateOrHash(question)),
  },
  { name: "list transactions", method: "GET", path: "/transactions", run: list },
  {
    name: "get transaction",
    method: "GET",
    path: "/transactions/:id",
    run: async (call) => answer(call, await find(call)),
  },
  { name: "update transaction", method: "PUT", path: "/transactions/:id", run: update },
  { name: "capture transaction", method: "PUT", path: "/transactions/:id/capture", run: capture },
  // An empty id leaves this of /transactions//capture.
  { name: "capture transaction", method: "PUT", path: "/transactions/capture", run: capture },
  { name: "update transaction", method: "PUT", path: "/transactions", run: updateNone },
];

/** Opens a payment, and has it paid at once unless `process` says no (document, "Params to send"; facts 2.5). */
async function create(call: Call): Promise<Answer> {
  const order = readOrder(call, "api");
  const isProcessed = readFlag(call.params.process, true);
  const told = isProcessed ? order.told : { ...order.told, posted: postedOf(call.params) };
  const opening = await readyToOpen(call, { ...order, told });
  const { payer, open } = opening;
  if (!isProcessed) return answer(call, await call.house.write(open), payer);

  if (wantsInvoice(call.params, order.told)) return payOnAccount(call, order, opening);
  const purse = await purseOf(call, order);
  const isSigned = Boolean(call.request.headers.authorization);
  if (purse.stored && !isSigned) await refuseForeign(call, purse.stored, order);
  const begun = await call.house.write(async (tx) => {
    if (!isSigned) await refuseWorn(tx, call.facts.store, order.reference);
    return beginWith(tx, (await open(tx)).id, purse);
  });
  return outcome(call, await decide(call, begun, purse), payer);
}

/** A shopper's browser, which has no password, pays with a card of the customer whom the hash names. Whoever wants more
 *  is asked for the password: clients of .NET only send it then (facts 2.1). */
async function refuseForeign({ house }: Call, { payerId }: Card, { told }: Order): Promise<void> {
  const owner = payerId ? await house.reader.find(payers, { id: payerId }) : undefined;
  if (!owner || owner.reference !== told.customerRef) throw new Fault("errors.authentication.failed");
}

async function payOnAccount(call: Call, order: Order, { payer, open }: Opening): Promise<Answer> {
  const applicant = readApplicant(call, order);
  const begun = await call.house.write(async (tx) => beginOnAccount(tx, await open(tx), applicant));
  return outcome(call, await decideInvoice(call, begun, applicant), payer);
}

async function purseOf(call: Call, order: Order) {
  return withProof(call, order, await openPurse(call, meansOf(call, order), order.isTest));
}

function meansOf({ params, house }: Call, { isTest, currency }: Pick<Order, "isTest" | "currency">) {
  const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
  return readMeans(params, { today, isTest, currency, guessesType: false });
}

async function list(call: Call): Promise<Answer> {
  const query = readListQuery(call, {
    filters: ["payment_ref", "status", "test", "currency"],
    orders: ["id", "amount", "created_at", "payment_ref"],
  });
  const { filter } = query;
  const wanted = {
    storeId: call.facts.store.id,
    reference: filter.payment_ref,
    states: filter.status === undefined ? undefined : statesOf(filter.status),
    ...readKinds(filter),
    from: query.startId === null ? undefined : BigInt(query.startId),
  };
  const { isDescending, limit, offset } = query;
  const orderBy = orders[query.orderBy] ?? "number";
  const [rows, total] = await Promise.all([
    paymentPage(call.house.reader, wanted, { orderBy, isDescending, limit, offset }),
    countPayments(call.house.reader, wanted),
  ]);
  return page(await Promise.all(rows.map((payment) => told(call, payment))), query, total);
}

const orders: Readonly<Record<string, "number" | "amount" | "openedAt" | "reference">> = {
  amount: "amount",
  created_at: "openedAt",
  payment_ref: "reference",
};

const statesByStatus: Readonly<Record<string, readonly Payment["state"][]>> = {
  pending: ["pending", "processing"],
  authorized: ["authorized", "voided"],
  approved: ["captured", "refunded"],
  declined: ["declined"],
  failed: ["failed", "expired"],
};

function statesOf(status: string): readonly Payment["state"][] {
  const states = statesByStatus[status.toLowerCase()];
  if (!states) throw new Fault("errors.filter_value.not_supported");
  return states;
}

/** Changes what is told of a payment; one that nobody has paid is paid now, unless `process` says no. */
async function update(call: Call): Promise<Answer> {
  const { house, params } = call;
  const payment = await find(call);
  const wanted = readAmendment(call, orderOf(payment));
  const isProcessed = readFlag(params.process, true) && !isAbsent(params.card_number);
  if (isProcessed && !isUnpaid(payment)) throw new Fault("errors.transaction.processed");
  const purse = isProcessed ? await purseOf(call, wanted) : undefined;
  // Who named nobody leaves the payer, who may have another name by now.
  const names = isUnpaid(payment) && !isAbsent(params.customer_ref);
  const payer = names ? await seekPayer(call, wanted.told.customerRef) : undefined;
  const newFee = await setupFeeFor(
    call,
    isRepriced(payment, wanted) ? wanted.told.planId : null,
    wanted.currency,
  );
  const amended = await house.write(async (tx) => {
    const [known, payerId] = await Promise.all([lockPayment(tx, { id: payment.id }), payer?.idIn(tx)]);
    const latest = readAmendment(call, orderOf(known));
    if (!isUnpaid(known) && !isAgreed(orderOf(known), latest))
      throw new Fault("errors.transaction.processed");
    const { reference, currency, amount, isTest } = latest;
    if (purse) await refuseWorn(tx, call.facts.store, reference);
    const setupFee = isRepriced(known, latest) ? newFee : BigInt(toldBy(known).setupFee);
    const told = {
      ...toldBy(known),
      ...latest.told,
      setupFee: String(setupFee),
      ...(purse && triesBefore(known)),
    };
    const details = { ...known.details, items: coreItems(told.items), told };
    const terms = isUnpaid(known) ? { amount: amount + setupFee, payerId: payerId ?? known.payerId } : {};
    const after = await amend(tx, { id: known.id, reference, currency, isTest, details, ...terms });
    return purse ? beginWith(tx, after.id, purse) : after;
  });
  return purse ? outcome(call, await decide(call, amended, purse)) : answer(call, amended);
}

/** An empty id. */
async function updateNone(): Promise<Answer> {
  throw new Fault("errors.transaction.missing");
}

/** What the merchant has ordered: what its plan costs to begin with comes on top. */
function orderOf(payment: Payment): Order {
  const { reference, currency, amount, isTest } = payment;
  const told = toldBy(payment);
  return { reference, currency, amount: amount - BigInt(told.setupFee), isTest, told };
}

/** Whether another plan, or the same in another currency, may cost something else to begin with. */
function isRepriced(payment: Payment, { currency, told }: Order): boolean {
  return told.planId !== toldBy(payment).planId || currency !== payment.currency;
}

/** Takes all or a part of what is held (facts 4.5). The amount is looked at before the payment is (facts 2.4). */
async function capture(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  if (isAbsent(params.amount)) throw new Fault("errors.amount.invalid");
  if (readAmount(params.amount, "SEK") === undefined && readAmount(params.amount, "KWD") === undefined)
    throw new Fault("errors.amount.invalid");
  const payment = await find(call);
  const amount = readAmount(params.amount, payment.currency);
  if (!amount) throw new Fault("errors.amount.invalid");
  const captured = await house.write((tx) =>
    capturePart(tx, {
      id: payment.id,
      amount,
      operatorId: facts.merchant.lenderId,
      fee: feeOf(facts.store, amount),
    }),
  );
  return answer(call, captured);
}

/** The payment of the path, if it is the merchant's. Faults 128; 138 for somebody else's. */
export async function find(call: Call, id: unknown = call.path.id): Promise<Payment> {
  const number = readInteger(id);
  const payment = number === undefined ? undefined : await call.house.reader.find(payments, { number });
  if (payment?.dialect !== "mondido") throw new Fault("errors.transaction.not_found");
  if (payment.merchantId !== call.facts.merchant.id) throw new Fault("errors.unauthorized");
  if (call.request.note) call.request.note.reference = payment.reference;
  return payment;
}

/** A payment as this call's answer. `payer`: whom the call has found already. */
export async function told(call: Call, payment: Payment, payer?: Payer): Promise<Record<string, unknown>> {
  const transaction = await withSurroundings(call.house.reader, payment, payer);
  const setting = { facts: call.facts, baseUrl: baseUrl(call), locale: call.locale };
  return transactionJson(transaction, setting, readExtend(call));
}

async function answer(call: Call, payment: Payment, payer?: Payer): Promise<Answer> {
  if (call.request.note) call.request.note.reference = payment.reference;
  return { json: await told(call, payment, payer) };
}

/** A payment that came to nothing is told as its error. */
async function outcome(call: Call, payment: Payment, payer?: Payer): Promise<Answer> {
  const name = errorNameOf(payment);
  if (!name) return answer(call, payment, payer);
  const body = errorBody(name, call.locale, detailOf(payment));
  const json = wantsObject(call)
    ? { ...body, object: { transaction: await told(call, payment, payer) } }
    : body;
  return { json, status: new Fault(name).status };
}

/** Some clients know an error by its three keys, one looks for the transaction in a fourth (facts 2.4): a store may
 *  choose, and the client that needs it is known by its name. */
function wantsObject({ facts, request }: Call): boolean {
  return facts.store.settings.errorObject ?? /^RestSharp\//.test(request.headers["user-agent"] ?? "");
}
