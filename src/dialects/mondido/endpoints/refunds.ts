import {
  type Payment,
  payments,
  refundPart,
  refunds as refundTable,
  release,
} from "../../../core/payments/index.ts";
import { isAbsent, plainText, textAt } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { Fault } from "../errors.ts";
import { readExtend } from "../list.ts";
import { readAmount } from "../money.ts";
import type { Operation } from "../operation.ts";
import { readInteger } from "../read/index.ts";
import { refundJson } from "../wire.ts";
import { find, told } from "./transactions.ts";

const longestReason = 255;

export const refunds: readonly Operation[] = [
  { name: "create refund", method: "POST", path: "/refunds", run: create },
  { name: "get refund", method: "GET", path: "/refunds/:id", run: get },
];

/** Gives back all or a part of what was captured. Of a payment that is only held, whatever amount is named, the whole
 *  reservation is let go (facts 4.5). The transaction is looked for first (facts 2.4). */
async function create(call: Call): Promise<Answer> {
  const { house, params } = call;
  if (isAbsent(params.transaction_id)) throw new Fault("errors.transaction_id.missing");
  if (/^\d{16,}$/.test(plainText(params.transaction_id))) throw new Fault("errors.too_long.transaction_id");
  const payment = await find(call, params.transaction_id);
  if (isAbsent(params.amount)) throw new Fault("errors.amount.missing");
  const amount = readAmount(params.amount, payment.currency);
  if (!amount) throw new Fault("errors.amount.invalid");
  const reason = textAt(params, "reason", longestReason + 1);
  if (!reason) throw new Fault("errors.reason.missing");
  if (reason.length > longestReason) throw new Fault("errors.reason.too_long");

  const number = await house.numbers.next("refund");
  const { id } = payment;
  const done = await house.write((tx) =>
    payment.state === "authorized"
      ? release(tx, { id, number, reason })
      : refundPart(tx, { id, number, amount, reason }),
  );
  return answer(call, done);
}

async function get(call: Call): Promise<Answer> {
  const number = readInteger(call.path.id);
  const refund = number === undefined ? undefined : await call.house.reader.find(refundTable, { number });
  if (!refund) throw new Fault("errors.not_found");
  if (refund.merchantId !== call.facts.merchant.id) throw new Fault("errors.unauthorized");
  const payment = await call.house.reader.find(payments, { id: refund.paymentId });
  if (!payment) throw new Fault("errors.not_found");
  return answer(call, { payment, refund });
}

type Done = { readonly payment: Payment; readonly refund: Awaited<ReturnType<typeof refundPart>>["refund"] };

async function answer(call: Call, { payment, refund }: Done): Promise<Answer> {
  const json = refundJson(refund, payment);
  if (!readExtend(call).has("transaction")) return { json };
  return { json: { ...json, transaction: await told(call, payment) } };
}
