import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { preparePayment } from "../prepared.ts";
import type { Shop } from "../shop.ts";

type OrderPath = { Params: { id: string } };

const result = z.object({ status: z.string(), hash: z.string() });

/** Where the payment window sends the shopper, and where a payment that was prepared is tried again. */
export function serveMondido(app: FastifyInstance, shop: Shop): void {
  const { orders, payments } = shop;

  for (const page of ["paid", "unpaid"]) {
    app.get<OrderPath>(`/orders/:id/${page}`, async (request, reply) => {
      const order = orders.find(request.params.id);
      if (!order) return reply.callNotFound();
      const told = result.safeParse(request.query);
      // Who only went back has no result; whoever made one up cannot have its hash. Neither changes anything.
      if (told.success) {
        const outcome = { ...told.data, amount: order.amount };
        if (payments.isProven(order, outcome)) await payments.settle(order, outcome);
        else request.log.warn({ orderId: order.id }, "a result with a wrong hash");
      }
      return reply.redirect(`/orders/${order.id}/return`, 303);
    });
  }

  app.post<OrderPath>("/orders/:id/prepare", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order?.windowUrl || (order.state !== "pending" && order.state !== "declined"))
      return reply.callNotFound();
    const refused = await preparePayment(shop, order);
    if (!refused) return reply.redirect(order.windowUrl, 303);
    order.declinedBecause = refused.text;
    return reply.redirect(`/orders/${order.id}/return`, 303);
  });
}
