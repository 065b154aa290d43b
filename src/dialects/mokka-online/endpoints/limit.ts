import { freeLimitOf } from "../../../core/credit/index.ts";
import { customers, mayBorrow, parsePhone } from "../../../core/customers/index.ts";
import { objectAt, textAt } from "../../toolkit/json.ts";
import { Fault, replies } from "../errors.ts";
import { writeAmountText } from "../money.ts";
import type { Operation } from "../operation.ts";

/** Limit: what a customer may still spend. The answer's status is inside `meta` (facts 2.3). */
export const limit: Operation = {
  name: "limit",
  paths: ["/api/external/v1/client/limit"],
  frame: (reply, result = { client: null }) => ({ meta: reply, ...result }),
  async run({ house, facts, body }) {
    const { store, merchant } = facts;
    const asked = textAt(objectAt(body, "client"), "mobile_phone", 30);
    if (!asked) throw new Fault(replies.jsonError);
    const phone = parsePhone(asked, store.country);
    const customer = phone
      ? await house.reader.find(customers, { lenderId: merchant.lenderId, phone })
      : undefined;
    const free = customer ? await freeLimitOf(house.reader, customer.id, store.currency) : 0n;
    return {
      client: {
        mobile_phone: asked,
        limit_amount: writeAmountText(free, store.currency),
        status: customer ? (mayBorrow(customer) ? "active" : "inactive") : "new",
      },
    };
  },
};
