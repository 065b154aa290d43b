import {
  cancelReturn,
  checkReturnCode,
  confirmReturn,
  createReturn,
  returns as returnsTable,
} from "../../../core/returns/index.ts";
import { isAbsent, objectAt, textAt } from "../../toolkit/json.ts";
import { type AgentCall, empty, storeOf } from "../call.ts";
import { guessProblems } from "../codes.ts";
import { notFound, unprocessable } from "../errors.ts";
import { findOrder } from "../find-order.ts";
import { guidOf } from "../guid.ts";
import type { Operation } from "../operation.ts";
import { readPositive } from "../read.ts";
import { barcodeAt } from "../store-barcode.ts";

/** What clients send instead of a code when the customer need not be asked (facts 4.3). */
const skipped = "skip";

/** Create return: of all or a part of an order, proved by the customer's code. */
const create: Operation = {
  name: "create return",
  method: "POST",
  path: "/returns",
  by: "agent",
  async run(call) {
    const { house, onDuty } = call;
    const asked = objectAt(call.params, "return");
    const facts = storeOf(call, asked.store_id);
    if (isAbsent(asked.order_id)) throw unprocessable("order_id", "blank");
    const found = await findOrder(call, String(asked.order_id));
    if (!found) throw unprocessable("order_id", "not_found");
    const amount = readPositive(asked.amount, facts.store);
    const code = textAt(asked, "confirmation_code", 20);
    if (!code) throw unprocessable("confirmation_code", "blank");
    const paymentId = found.payment.id;
    const request = { merchantId: facts.merchant.id, storeId: facts.store.id, agentId: onDuty.agent.id };
    const outcome = await house.write(async (tx) => {
      const guess = code === skipped ? "confirmed" : await checkReturnCode(tx, { paymentId, code });
      if (guess !== "confirmed") return { guess } as const;
      const number = Number.parseInt(guidOf(tx), 10);
      return { guess, made: await createReturn(tx, { ...request, paymentId, amount, number }) } as const;
    });
    if (outcome.guess !== "confirmed") throw guessProblems("confirmation_code", outcome.guess);
    const { number } = outcome.made;
    const barcode = barcodeAt(facts.store, "return", { amount, reference: found.payment.reference });
    return { json: { return: { id: number, barcode } } };
  },
};

/** The key of a return of the agent's stores. Faults 404. */
async function keyOf({ house, onDuty, path }: AgentCall) {
  const [first] = onDuty.stores;
  const { id = "" } = path;
  if (!first || !/^\d{1,9}$/.test(id)) throw notFound();
  const key = { merchantId: first.merchant.id, number: Number.parseInt(id, 10) };
  const known = await house.reader.find(returnsTable, key);
  if (!onDuty.stores.some(({ store }) => store.id === known?.storeId)) throw notFound();
  return key;
}

/** Confirm return: from now on the customer owes less. */
const confirm: Operation = {
  name: "confirm return",
  method: "POST",
  path: "/returns/:id/confirm",
  by: "agent",
  async run(call) {
    const key = await keyOf(call);
    await call.house.write((tx) => confirmReturn(tx, key));
    return empty;
  },
};

const cancel: Operation = {
  name: "cancel return",
  method: "POST",
  path: "/returns/:id/cancel",
  by: "agent",
  async run(call) {
    const key = await keyOf(call);
    await call.house.write((tx) => cancelReturn(tx, key));
    return empty;
  },
};

export const returns = [create, confirm, cancel] as const;
