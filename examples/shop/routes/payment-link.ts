import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { customerForm } from "../customer-form.ts";
import { type Notice, newToken } from "../orders.ts";
import { preparePayment } from "../prepared.ts";
import { findProduct, products } from "../products.ts";
import type { Shop } from "../shop.ts";
import { mostOfOne } from "./cart.ts";

const goods = z.object({
  sku: z.string().refine((sku) => findProduct(sku)),
  quantity: z.coerce
    .number("Write a number.")
    .int("Write a whole number.")
    .min(1, "At least one.")
    .max(mostOfOne, `At most ${mostOfOne}.`),
});

const linkForm = customerForm.extend(goods.shape);

type Extras = {
  form?: Record<string, unknown>;
  errors?: Record<string, string[] | undefined>;
  refused?: Notice;
};

/** For orders by phone or at a fair: the staff prepare a payment, and send its address to the customer. */
export function servePaymentLinks(app: FastifyInstance, shop: Shop): void {
  const { orders, pages, currency } = shop;

  const linkPage = (reply: FastifyReply, extras: Extras = {}) =>
    pages.send(reply, "payment-link", { products, mostOfOne, form: { quantity: 1 }, ...extras });

  app.get("/payment-link", (_request, reply) => linkPage(reply));

  app.post<{ Body: Record<string, string> | null }>("/payment-link", async (request, reply) => {
    const form = request.body ?? {};
    const checked = linkForm.safeParse(form);
    if (!checked.success) {
      const { fieldErrors } = z.flattenError(checked.error);
      return linkPage(reply.status(422), { form, errors: fieldErrors });
    }
    const { sku, quantity, ...customer } = checked.data;
    const order = orders.add(customer, [{ sku, quantity }], {
      method: "link",
      currency,
      // Whoever opens the link is nobody we know.
      customerRef: newToken(),
      isReserved: form.reserve === "yes",
    });
    const refused = await preparePayment(shop, order);
    if (!refused) return reply.redirect(`/orders/${order.id}`, 303);
    orders.remove(order.id);
    return linkPage(reply.status(422), { form, refused });
  });
}
