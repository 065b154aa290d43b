import type { FastifyInstance } from "fastify";
import { isAtMobilePay } from "../orders.ts";
import type { Shop } from "../shop.ts";

type OrderPath = { Params: { id: string } };

/** Another try to pay with the wallet. Where it sends the shopper back to is `/orders/:id/return`, which asks how the
 *  payment stands and needs no cookie: the app may open another browser than the one it was left with. */
export function serveMobilePay(app: FastifyInstance, { orders, mobilePay, publicUrl }: Shop): void {
  app.post<OrderPath>("/orders/:id/mobilepay", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order || !isAtMobilePay(order)) return reply.callNotFound();
    const refused = await mobilePay.startAgain(order, `${publicUrl()}/orders/${order.id}/return`);
    if (!refused && order.state === "pending" && order.wallet)
      return reply.redirect(order.wallet.payUrl, 303);
    if (refused) order.declinedBecause = refused.text;
    return reply.redirect(`/orders/${order.id}/return`, 303);
  });
}
