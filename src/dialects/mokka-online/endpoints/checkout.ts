import * as checkouts from "../../../core/checkouts/index.ts";
import { fits } from "../../../core/credit/index.ts";
import * as payments from "../../../core/payments/index.ts";
import { isSetAt, type JsonObject, objectAt } from "../../toolkit/json.ts";
import { replies } from "../errors.ts";
import { readAmount } from "../money.ts";
import type { Call, Operation } from "../operation.ts";
import {
  checkTariffs,
  findUrl,
  readApplicant,
  readCallbackUrl,
  readCart,
  readOrderId,
  readPrepayment,
  readRequiredAmount,
  readTerm,
  readUrl,
  readValidTill,
} from "../read.ts";
import { formUrl } from "../returns.ts";
import { registration } from "./registration.ts";

/** Checkout: an order to be paid on credit, and the form in which the shopper does it. */
export const checkout: Operation = {
  name: "checkout",
  paths: ["/factoring/v1/precheck/auth", "/factoring/v1/pre_check/auth"],
  run: (call) => openOrder(call, { captureAtOnce: false }),
};

/** The older one-step form of the same: the order is finished as soon as the form is (facts 2.9). Also what the
 *  provider's libraries ask when they only want a limit: an order over 1.00. */
export const oneStepCheckout: Operation = {
  name: "checkout in one step",
  paths: ["/factoring/v1/auth", "/iframe/v1/auth", "/iframe/v2/auth", "/online/v1/auth", "/online/v2/auth"],
  run: (call) => (isPreorder(call) ? registration.run(call) : openOrder(call, { captureAtOnce: true })),
};

/** Whether the order is over 1.00, for which the store has no tariff. */
function isPreorder({ facts: { store, tariffs }, body }: Call): boolean {
  const amount = readAmount(amountOf(objectAt(body, "current_order")), store.currency);
  return amount === readAmount("1", store.currency) && !tariffs.some((tariff) => fits(tariff, amount ?? 0n));
}

/** The clients of one step call it `sum`. */
function amountOf(order: JsonObject): unknown {
  return order.sum ?? order.amount;
}

async function openOrder(
  { house, facts, body, baseUrl }: Call,
  { captureAtOnce }: { captureAtOnce: boolean },
) {
  const { store, merchant, tariffs } = facts;
  const current = objectAt(body, "current_order");
  const reference = readOrderId(current);
  const callbackUrl = readCallbackUrl(body, house);
  const redirectUrl = readUrl(body, "redirect_url", replies.redirectMissing);
  const amount = readRequiredAmount(captureAtOnce ? amountOf(current) : current.amount, store);
  const prepayment = readPrepayment(current.prepayment_amount, amount, store);
  const wantedTerm = readTerm(current.term);
  const expiresAt = readValidTill(current.valid_till, store, house.now());
  checkTariffs(tariffs, amount - prepayment, wantedTerm);

  const applicant = readApplicant(body, store);
  const shared = {
    merchantId: store.merchantId,
    storeId: store.id,
    dialect: store.dialect,
    reference,
    callbackUrl,
    expiresAt,
  };
  const order: payments.Order = {
    ...shared,
    currency: store.currency,
    amount,
    prepayment,
    phone: applicant.phone,
    details: {
      items: readCart(body.cart_items, store),
      delivery: body.delivery_info,
      client: body.client,
      additional: body.additional_data,
      captureAtOnce,
    },
  };

  const { token } = await house.write(async (tx) => {
    const { payment, isSame } = await payments.open(tx, order, merchant.lenderId);
    const opening = {
      ...shared,
      id: payments.checkoutOf(payment),
      lenderId: merchant.lenderId,
      purpose: "purchase",
      paymentId: payment.id,
      applicant,
      wantedTerm,
      redirectUrl,
      termsUrl: findUrl(body, "terms_url"),
      skipResultPage: isSetAt(body, "skip_result_page"),
    } as const;
    return checkouts.open(tx, opening, { goOn: isSame });
  });
  return { iframe_url: formUrl(baseUrl, "purchase", token) };
}
