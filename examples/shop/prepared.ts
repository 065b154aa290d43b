import * as mondido from "./mondido.ts";
import { paymentFields } from "./mondido-order.ts";
import { mondidoFailure } from "./mondido-payments.ts";
import type { Notice, Order } from "./orders.ts";
import type { Shop } from "./shop.ts";

/** Has Mondido prepare the order's payment, so that it has an address to be paid at: at once, or whenever the customer
 *  opens it. Answers why there is none. */
export async function preparePayment(shop: Shop, order: Order): Promise<Notice | undefined> {
  const fields = paymentFields(shop.mondido, order, shop.publicUrl());
  const answer = await mondido.prepare(shop.mondido, fields);
  if (answer.outcome !== "accepted") return mondidoFailure(answer, "Please try again in a moment.");
  order.windowUrl = answer.body.href;
  order.amount = answer.body.amount;
  return undefined;
}
