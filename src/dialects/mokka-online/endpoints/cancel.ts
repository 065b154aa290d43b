import { voidPayment } from "../../../core/payments/index.ts";
import type { Operation } from "../operation.ts";
import { readOrderId } from "../read.ts";

/** Cancel: the order will not be finished; what was held is free again. */
export const cancel: Operation = {
  name: "cancel",
  paths: ["/factoring/v1/precheck/cancel", "/factoring/v1/pre_check/cancel"],
  async run({ house, facts, body }) {
    const key = { storeId: facts.store.id, reference: readOrderId(body) };
    await house.write((tx) => voidPayment(tx, { key, lenderId: facts.merchant.lenderId }));
    return {};
  },
};
