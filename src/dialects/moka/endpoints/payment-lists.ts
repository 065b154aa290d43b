import { type Payment, paymentsBetween, refunds, refundsBetween } from "../../../core/payments/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import type { Setting } from "../call.ts";
import { readable } from "../errors.ts";
import { timeZone } from "../istanbul.ts";
import type { MethodPath } from "../methods.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import {
  chargesOf,
  dealerPayment,
  findByNumber,
  findByReference,
  movementsOf,
  refundMovement,
  standingOf,
  statesOf,
} from "../payment.ts";
import { countAt, integerAt, momentAt, textAt } from "../read/index.ts";
import {
  movementListJson,
  outcomes,
  paymentDetailJson,
  paymentListJson,
  paymentStatuses,
} from "../wire/payment.ts";

const getDetail: Endpoint<"PaymentDealer/GetDealerPaymentTrxDetailList"> = async (call) => {
  const { house, path, request, refuse } = call;
  // Clients tell `trxCode` as a PaymentId, beside their own code, and some call it as the answer does.
  const number = integerAt(request, "PaymentId") || integerAt(request, "DealerPaymentId") || undefined;
  const reference = readable(path, textAt(request, "OtherTrxCode", 100));
  if (number === undefined && reference === undefined) throw refuse("PaymentIdError");
  const payment =
    number === undefined ? await findByReference(call, reference ?? "") : await findByNumber(call, number);
  if (!payment || (reference !== undefined && payment.reference !== reference))
    throw refuse("PaymentNotFound");
  const given = await house.reader.list(refunds, { paymentId: payment.id });
  const inOrder = [...given].sort((a, b) => (a.number < b.number ? -1 : 1));
  return paymentDetailJson(dealerPayment(payment, house.now()), movementsOf(payment, inOrder));
};

/** More than this of a period are not looked at. */
const mostRead = 10_000;

const getPaymentList: Endpoint<"PaymentDealer/GetPaymentList"> = async (call) => {
  const { house, path, request, refuse } = call;
  const start = momentAt(request, "PaymentStartDate");
  const end = momentAt(request, "PaymentEndDate");
  if (start === undefined) throw refuse("PaymentStartDateIsRequired");
  if (end === undefined) throw refuse("PaymentEndDateIsRequired");
  if (start === null) throw refuse("InvalidDateFormatPaymentStartDate");
  if (end === null) throw refuse("InvalidDateFormatPaymentEndDate");
  const wanted = readStanding(path, request, "PaymentStatus");
  const found = await paymentsIn(call, instant(start), endOf(end), wanted);
  if (found.length === 0) throw refuse("NoDataFound");
  return paymentListJson(found.map((payment) => dealerPayment(payment, house.now())));
};

const getMovementList: Endpoint<"PaymentDealer/GetPaymentTrxList"> = async (call) => {
  const { house, facts, path, request, refuse } = call;
  const start = momentAt(request, "TrxStartDate");
  const end = momentAt(request, "TrxEndDate");
  if (start === undefined) throw refuse("TrxStartDateIsRequired");
  if (end === undefined) throw refuse("TrxEndDateIsRequired");
  if (start === null) throw refuse("InvalidDateFormatTrxStartDate");
  if (end === null) throw refuse("InvalidDateFormatTrxEndDate");
  const { status, outcome } = readStanding(path, request, "TrxType");
  const [from, to] = [instant(start), endOf(end)];
  const storeId = facts.store.id;
  // A capture may be a month later than what it captures.
  const opened = await paymentsIn(call, from.subtract({ hours: 24 * 31 }), to, {});
  const given = await refundsBetween(house.reader, { storeId, from, to }, mostRead);
  const found = [
    ...opened.flatMap(chargesOf),
    ...given.map(({ payment, ...refund }) => refundMovement(payment, refund)),
  ]
    .filter(({ movedAt }) => !isBefore(movedAt, from) && !isBefore(to, movedAt))
    .filter(({ type }) => status === undefined || type === status)
    .filter((one) => outcome === undefined || one.outcome === outcome)
    .sort((a, b) => Temporal.Instant.compare(a.movedAt, b.movedAt));
  if (found.length === 0) throw refuse("NoDataFound");
  return movementListJson(found);
};

type Standing = ReturnType<typeof standingOf>;

async function paymentsIn(
  { house, facts }: Setting,
  from: Temporal.Instant,
  to: Temporal.Instant,
  wanted: Partial<Standing>,
): Promise<Payment[]> {
  const between = { storeId: facts.store.id, from, to, states: statesOf(wanted) };
  const found = await paymentsBetween(house.reader, between, mostRead);
  return found.filter((payment) => !wanted.status || standingOf(payment).status === wanted.status);
}

/** Faults InvalidRequest. */
function readStanding(path: MethodPath, request: JsonObject, name: string): Partial<Standing> {
  const status = named(paymentStatuses, readable(path, countAt(request, name, 0, 4)));
  const outcome = named(outcomes, readable(path, countAt(request, "TrxStatus", 0, 2)));
  return { ...(status && { status }), ...(outcome && { outcome }) };
}

function named<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  number: number | undefined,
): Name | undefined {
  return (Object.keys(numbers) as Name[]).find((name) => numbers[name] === number);
}

function instant(moment: Temporal.PlainDateTime): Temporal.Instant {
  return moment.toZonedDateTime(timeZone).toInstant();
}

/** A time without seconds is its whole minute. */
function endOf(moment: Temporal.PlainDateTime): Temporal.Instant {
  return instant(moment).add({ milliseconds: moment.second === 0 ? 59_999 : 999 });
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

export const paymentLists: Endpoints = {
  "PaymentDealer/GetDealerPaymentTrxDetailList": getDetail,
  "PaymentDealer/GetPaymentList": getPaymentList,
  "PaymentDealer/GetPaymentTrxList": getMovementList,
};
