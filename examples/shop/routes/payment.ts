import type { FastifyInstance } from "fastify";
import { paymentFields } from "../mondido-order.ts";
import { boughtLines, isAtMondido, type Order, type Provider, providerOf } from "../orders.ts";
import type { Shop } from "../shop.ts";
import { cartCount, setQuantity } from "./cart.ts";

type OrderPath = { Params: { id: string } };

const pagesAt: Record<Provider, { pay: string; back: string }> = {
  mokka: { pay: "pay", back: "return" },
  mondido: { pay: "pay-at-mondido", back: "return-mondido" },
  // The wallet has a page of its own to pay at.
  mobilepay: { pay: "return-mobilepay", back: "return-mobilepay" },
};

/** What the shopper sees between the cart and the thank-you page. */
export function servePayment(app: FastifyInstance, shop: Shop): void {
  const { orders, sessions, pages, kassaPublicUrl } = shop;

  /** A callback may be late or lost, so an undecided order asks for itself. */
  const decide = async (order: Order) => {
    if (order.state === "pending") await shop.desk(order).refresh(order);
    return order;
  };

  app.get<OrderPath>("/orders/:id/pay", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    if (order.state !== "pending" && order.state !== "declined")
      return reply.redirect(`/orders/${order.id}/return`, 303);
    if (order.wallet && order.state === "pending") return reply.redirect(order.wallet.payUrl, 303);
    return pages.send(reply, pagesAt[providerOf(order)].pay, {
      order,
      lines: boughtLines(order),
      kassaPublicUrl,
      ...(isAtMondido(order) && { fields: paymentFields(shop.mondido, order, shop.publicUrl()) }),
      cartCount: cartCount(sessions.find(request)),
    });
  });

  app.get<OrderPath>("/orders/:id/return", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    await decide(order);
    const lines = boughtLines(order);
    return pages.send(reply, pagesAt[providerOf(order)].back, {
      order,
      lines,
      cartCount: cartCount(sessions.find(request)),
    });
  });

  app.get<OrderPath>("/orders/:id/state", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    const { state } = await decide(order);
    return reply.header("cache-control", "no-store").send({ state });
  });

  app.post<OrderPath>("/orders/:id/restore", (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    const session = sessions.open(request, reply);
    for (const line of order.lines) setQuantity(session.cart, { ...line });
    return reply.redirect("/cart", 303);
  });
}
