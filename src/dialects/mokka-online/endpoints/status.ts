import { payments } from "../../../core/payments/index.ts";
import { Fault, replies } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { readOrderId } from "../read.ts";
import { currentOrder } from "../wire.ts";

/** Status: how far an order is. */
export const status: Operation = {
  name: "status",
  paths: ["/factoring/v1/status"],
  async run({ house, facts, body }) {
    const key = { storeId: facts.store.id, reference: readOrderId(body) };
    const payment = await house.reader.find(payments, key);
    if (!payment) throw new Fault(replies.orderNotFound);
    return { current_order: currentOrder(payment, house.now()) };
  },
};
