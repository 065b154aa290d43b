import { amountOf, planSchedule } from "../../../core/credit/index.ts";
import { dayAt } from "../../../core/merchants/index.ts";
import { agreedTariff, change as changePayment, financed } from "../../../core/payments/index.ts";
import { isAbsent } from "../../toolkit/json.ts";
import { Fault, replies } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { readCart, readOrderId, readRequiredAmount, readValidTill } from "../read.ts";
import { scheduleDays } from "../wire.ts";

/** Change: a new amount and cart for an order that is on hold. The cart is asked for before anything is known of
 *  the order (facts 2.1); an empty one is accepted, as plugins send it when they know no items. */
export const change: Operation = {
  name: "change",
  paths: ["/factoring/v1/precheck/change", "/factoring/v1/pre_check/change"],
  async run({ house, facts, body }) {
    const { store, merchant, tariffs } = facts;
    const reference = readOrderId(body);
    const amount = readRequiredAmount(body.amount, store);
    if (!Array.isArray(body.cart_items)) throw new Fault(replies.cartMissing);

    const payment = await house.write((tx) =>
      changePayment(tx, {
        key: { storeId: store.id, reference },
        amount,
        items: readCart(body.cart_items, store),
        expiresAt: isAbsent(body.valid_till) ? undefined : readValidTill(body.valid_till, store, house.now()),
        lenderId: merchant.lenderId,
        tariffs,
      }),
    );
    const tariff = agreedTariff(payment, tariffs);
    const today = dayAt(store, house.now());
    const planned = tariff ? planSchedule(tariff, financed(payment), today).instalments : [];
    const days = planned.map((i) => ({ dueOn: i.dueOn.toString(), amount: String(amountOf(i)) }));
    return { schedule: scheduleDays(days, store) };
  },
};
