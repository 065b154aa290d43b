import { type Application, changeApplication, openApplication } from "../../../core/applications/index.ts";
import { fits } from "../../../core/credit/index.ts";
import { dayAt } from "../../../core/merchants/index.ts";
import { isAbsent, objectAt, textAt } from "../../toolkit/json.ts";
import { empty, storeOf } from "../call.ts";
import { unprocessable } from "../errors.ts";
import { readAmount, writeFloat } from "../money.ts";
import type { Operation } from "../operation.ts";
import { readHoldUntil, readPhone, readPositive } from "../read.ts";
import { writeTariff } from "../wire.ts";

/** Create loan request. Phone and amount may come later (facts 4.3). */
const create: Operation = {
  name: "create loan request",
  method: "POST",
  path: "/loan_requests",
  by: "agent",
  async run(call) {
    const { house, params, onDuty } = call;
    const asked = objectAt(params, "loan_request");
    const { store, merchant } = storeOf(call, asked.store_id);
    const amount = isAbsent(asked.amount) ? null : readPositive(asked.amount, store);
    const prepayment = isAbsent(asked.prepayment_amount)
      ? 0n
      : readAmount(asked.prepayment_amount, store.currency);
    if (prepayment === undefined || (amount !== null && prepayment >= amount))
      throw unprocessable("prepayment_amount", "invalid");
    const orderId = textAt(asked, "order_id", 255);
    const employeeId = textAt(asked, "employee_id", 100);
    const opening = {
      merchantId: merchant.id,
      storeId: store.id,
      lenderId: merchant.lenderId,
      agentId: onDuty.agent.id,
      dialect: store.dialect,
      currency: store.currency,
      phone: isAbsent(asked.mobile_phone) ? null : readPhone(asked.mobile_phone, store),
      amount,
      prepayment,
      expiresAt: readHoldUntil(asked.hold_until, store, house.now()),
      details: {
        ...(orderId === undefined ? {} : { orderId }),
        ...(employeeId === undefined ? {} : { employeeId }),
        items: params.cart_items ?? null,
        additional: params.additional_data ?? null,
      },
    };
    const { token } = await house.write(async (tx) => openApplication(tx, opening));
    return { json: { loan_request: { token, insurance_available: false } } };
  },
};

/** Update loan request: another amount, or the phone. */
const update: Operation = {
  name: "update loan request",
  method: "PUT",
  path: "/loan_requests/:token",
  by: "application",
  async run({ house, params, application: { token }, facts: { store } }) {
    const asked = objectAt(params, "loan_request");
    if (isAbsent(asked.amount) && isAbsent(asked.mobile_phone)) throw unprocessable("amount", "blank");
    const changes = {
      ...(isAbsent(asked.amount) ? {} : { amount: readPositive(asked.amount, store) }),
      ...(isAbsent(asked.mobile_phone) ? {} : { phone: readPhone(asked.mobile_phone, store) }),
    };
    await house.write((tx) => changeApplication(tx, { token, ...changes }));
    return empty;
  },
};

/** Get tariff information: what the amount would cost under each tariff that takes it. */
const tariffs: Operation = {
  name: "tariffs",
  method: "GET",
  path: "/loan_requests/:token",
  by: "application",
  async run({ house, params, application, facts }) {
    const { store } = facts;
    const amount = isAbsent(params.amount) ? application.amount : readPositive(params.amount, store);
    if (amount === null) throw unprocessable("amount", "blank");
    const financed = amount - application.prepayment;
    const today = dayAt(facts.store, house.now());
    const offers = facts.tariffs
      .filter((tariff) => fits(tariff, financed))
      .toSorted((a, b) => a.number - b.number);
    const list = offers.map((tariff) => writeTariff(tariff, financed, today, store.country));
    return { json: { loan_request: list, ...(isAbsent(params.amount) ? attributesOf(application) : {}) } };
  },
};

/** What clients look for who ask for the request and not for tariffs (facts 4.3). */
function attributesOf({ amount, prepayment, currency }: Application) {
  const attributes = {
    amount: writeFloat(amount ?? 0n, currency),
    prepayment_amount: writeFloat(prepayment, currency),
  };
  return { loan_request_attributes: attributes };
}

export const loanRequests = [create, update, tariffs] as const;
