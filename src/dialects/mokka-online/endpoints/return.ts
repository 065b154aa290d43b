import { refund } from "../../../core/payments/index.ts";
import { Fault, replies } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { readOrderId, readRequiredAmount } from "../read.ts";

/** Return: goods of a finished order came back, all or a part. Older clients call the amount `sum`. */
export const returnOrder: Operation = {
  name: "return",
  paths: ["/factoring/v1/return", "/online/v1/return"],
  async run({ house, facts, body }) {
    const { store } = facts;
    const reference = readOrderId(body);
    const amount = readRequiredAmount(body.amount ?? body.sum, store);
    if (amount === 0n) throw new Fault(replies.amountWrong);
    await house.write((tx) => refund(tx, { key: { storeId: store.id, reference }, amount }));
    return {};
  },
};
