import { fits, planSchedule } from "../../../core/credit/index.ts";
import { dayAt } from "../../../core/merchants/index.ts";
import { Fault, replies } from "../errors.ts";
import { readRoundedAmount } from "../money.ts";
import type { Operation } from "../operation.ts";
import { scheduleItem } from "../wire.ts";

/** Schedule: what an amount would cost per month, for each tariff that takes it; none: an empty list. */
export const schedule: Operation = {
  name: "schedule",
  paths: ["/factoring/v1/schedule"],
  async run({ house, facts, body }) {
    const { store, tariffs } = facts;
    const amount = readRoundedAmount(body.amount, store.currency);
    if (amount === undefined) throw new Fault(replies.amountWrong);
    const today = dayAt(store, house.now());
    const offers = tariffs.filter((tariff) => fits(tariff, amount)).toSorted((a, b) => a.term - b.term);
    return {
      payment_schedule: offers.map((tariff) => scheduleItem(planSchedule(tariff, amount, today), tariff)),
    };
  },
};
