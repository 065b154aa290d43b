import type { FastifyInstance } from "fastify";
import { findProduct, products } from "../products.ts";
import type { Shop } from "../shop.ts";
import { cartCount } from "./cart.ts";

export function serveCatalog(app: FastifyInstance, { pages, prices, sessions }: Shop): void {
  app.get("/", async (request, reply) => {
    const cards = await Promise.all(
      products.map(async (item) => ({ ...item, monthly: await prices.lowest(item.price) })),
    );
    return pages.send(reply, "catalog", { cards, cartCount: cartCount(sessions.find(request)) });
  });

  app.get<{ Params: { sku: string } }>("/products/:sku", async (request, reply) => {
    const item = findProduct(request.params.sku);
    if (!item) return reply.callNotFound();
    const schedules = await prices.schedules(item.price);
    return pages.send(reply, "product", {
      item,
      schedules: schedules?.toSorted((a, b) => a.term - b.term),
      monthly: await prices.lowest(item.price),
      cartCount: cartCount(sessions.find(request)),
    });
  });

  app.get("/installments", (request, reply) =>
    pages.send(reply, "installments", { cartCount: cartCount(sessions.find(request)) }),
  );
}
