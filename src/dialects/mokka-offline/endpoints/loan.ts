import { agentName } from "../../../core/agents/index.ts";
import { approveLoan, finalizeLoan, noteBill } from "../../../core/applications/index.ts";
import { dayAt } from "../../../core/merchants/index.ts";
import { payments } from "../../../core/payments/index.ts";
import { isAbsent, objectAt, textAt } from "../../toolkit/json.ts";
import { barcodeSvg } from "../barcodes.ts";
import { type ApplicationCall, empty } from "../call.ts";
import { guessProblems } from "../codes.ts";
import { type Problem, problem, unprocessable } from "../errors.ts";
import { guidOf } from "../guid.ts";
import type { Operation } from "../operation.ts";
import { isYes, refuse } from "../read.ts";
import { barcodeAt } from "../store-barcode.ts";

/** The customer takes the tariff `term_id`: the limit is held. */
async function take({ house, params, application, facts, onDuty }: ApplicationCall): Promise<void> {
  if (isAbsent(params.term_id)) throw unprocessable("term_id", "blank");
  const tariff = facts.tariffs.find(({ number }) => String(number) === String(params.term_id));
  if (!tariff) throw unprocessable("term_id", "unknown");
  const startOn = dayAt(facts.store, house.now());
  const { token } = application;
  await house.write((tx) =>
    approveLoan(tx, { token, tariff, startOn, reference: guidOf(tx), salesperson: agentName(onDuty.agent) }),
  );
}

/** Create approved loan. */
const approve: Operation = {
  name: "create loan",
  method: "POST",
  path: "/loan_requests/:token/loan",
  by: "application",
  async run(call) {
    await take(call);
    return empty;
  },
};

/** Finalize loan: the customer has told the code, or the merchant has made sure otherwise; answers the barcode, in
 *  the document's form and in that of older clients (facts 4.4). */
const finalize: Operation = {
  name: "finalize loan",
  method: "POST",
  path: "/loan_requests/:token/loan/finalization",
  by: "application",
  async run({ house, params, application: { token }, facts }) {
    const loan = objectAt(params, "loan");
    const skips = isYes(loan.skip_confirmation);
    const code = textAt(loan, "confirmation_code", 20);
    const problems: Problem[] = [];
    if (!isYes(loan.agree_processing)) problems.push(problem("agree_processing", "accepted"));
    if (!skips && !code) problems.push(problem("confirmation_code", "blank"));
    refuse(problems);
    const terms = { tariffs: facts.tariffs, startOn: dayAt(facts.store, house.now()) };
    const finalized = await house.write((tx) =>
      finalizeLoan(tx, { ...terms, token, code: skips ? undefined : code }),
    );
    if (finalized.guess !== "confirmed") throw guessProblems("confirmation_code", finalized.guess);
    const { reference: guid, captured } = finalized.payment;
    const barcode = barcodeAt(facts.store, "loan", { amount: captured, reference: guid });
    const image = `data:image/svg+xml;base64,${Buffer.from(barcodeSvg(barcode)).toString("base64")}`;
    return {
      json: { offer_id: guid, loan_application: { barcode, barcodes: { image, text: barcode } } },
    };
  },
};

/** The bill was handed out. Once for each loan. */
const bill: Operation = {
  name: "confirm bill",
  method: "PUT",
  path: "/loan_requests/:token/loan/bill",
  by: "application",
  async run({ params, application, house }) {
    const loan = objectAt(params, "loan");
    if (isAbsent(loan.bill)) throw unprocessable("bill", "blank");
    const payment = application.paymentId
      ? await house.reader.find(payments, { id: application.paymentId })
      : null;
    if (application.state !== "finalized" || !payment)
      throw unprocessable("loan_application", "not_approved");
    const isNews = await house.write((tx) => noteBill(tx, application.token));
    return {
      status: 201,
      json: { status: isNews ? "confirmed" : "already_confirmed", offer_id: payment.reference },
    };
  },
};

/** The number of the sales receipt, typed in by the agent. */
const receipt: Operation = {
  name: "sales receipt",
  method: "PUT",
  path: "/loan_requests/:token/loan/sales_reciept",
  by: "application",
  async run({ params }) {
    if (!textAt(objectAt(params, "loan"), "input_text", 255)) throw unprocessable("input_text", "blank");
    return empty;
  },
};

/** A virtual card instead of goods: its loan is approved like any other; there is no card to be shown. */
const virtualCard: Operation = {
  name: "virtual card",
  method: "POST",
  path: "/loan_requests/:token/virtual_card",
  by: "application",
  async run(call) {
    await take(call);
    return empty;
  },
};

const virtualCardLoan: Operation = { ...virtualCard, path: "/loan_requests/:token/virtual_card_loan" };
/** As an older client calls it. */
const cardLoan: Operation = { ...virtualCard, path: "/loan_requests/:token/card_loan" };
/** As an older document has it. */
const billByGet: Operation = { ...bill, method: "GET" };

export const loans = [
  approve,
  finalize,
  bill,
  billByGet,
  receipt,
  virtualCard,
  virtualCardLoan,
  cardLoan,
] as const;
