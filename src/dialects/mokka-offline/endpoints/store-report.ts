import { salesOf } from "../../../core/payments/index.ts";
import { isAbsent } from "../../toolkit/json.ts";
import { storeOf } from "../call.ts";
import { unprocessable } from "../errors.ts";
import { writeFloat } from "../money.ts";
import type { Operation } from "../operation.ts";
import { periodOf } from "../period.ts";
import { readDay, writeDay } from "../read.ts";

/** What a store has sold in a period (facts 4.3): days as dd-mm-yyyy, both included. */
export const storeReport: Operation = {
  name: "store report",
  method: "GET",
  path: "/stores/:id/reports",
  by: "agent",
  async run(call) {
    const { store } = storeOf(call, call.path.id);
    const { from, to } = call.params;
    const [first, last] = [readDay(from), readDay(to)];
    if (!first) throw unprocessable("from", isAbsent(from) ? "blank" : "invalid");
    if (!last) throw unprocessable("to", isAbsent(to) ? "blank" : "invalid");
    const sales = await salesOf(call.house.reader, periodOf(store, first, last));
    const amount = sales.reduce((sum, sale) => sum + sale.amount, 0n);
    const report = {
      start_at: writeDay(first),
      end_at: writeDay(last),
      loans_count: sales.length,
      amount: writeFloat(amount, store.currency),
    };
    return { json: { report } };
  },
};
