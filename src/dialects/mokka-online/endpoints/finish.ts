import { dayAt } from "../../../core/merchants/index.ts";
import { attachReceipt, capture } from "../../../core/payments/index.ts";
import { textAt } from "../../toolkit/json.ts";
import { Fault, replies } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { findUrl, readOrderId, readRequiredAmount } from "../read.ts";

/** Finish: the shop has delivered and is owed the money. With the receipt as a file, or as JSON alone. An order
 *  whose time is over is canceled instead, as the document says, and answered with 23. */
export const finish: Operation = {
  name: "finish",
  paths: ["/factoring/v1/precheck/finish", "/factoring/v1/pre_check/finish"],
  upload: { maxBytes: 12_000_000, unreadable: replies.fileError },
  async run({ house, facts, body, check }) {
    const { store, merchant, tariffs } = facts;
    const reference = readOrderId(body);
    const amount = readRequiredAmount(body.amount, store);
    if (check === "not a file") throw new Fault(replies.fileError);

    const outcome = await house.write(async (tx) => {
      const key = { storeId: store.id, reference };
      const startOn = dayAt(store, tx.now);
      const terms = { key, amount, lenderId: merchant.lenderId, tariffs, startOn };
      const captured = await capture(tx, terms);
      if (captured.outcome === "captured") {
        attachReceipt(tx, captured.payment, {
          number: textAt(body, "check_number", 255) ?? null,
          link: findUrl(body, "check_link"),
          file: check ?? null,
        });
      }
      return captured.outcome;
    });
    if (outcome === "expired") throw new Fault(replies.orderExpired);
    return {};
  },
};
