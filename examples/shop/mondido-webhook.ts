import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { amount } from "./answer.ts";
import type { Shop } from "./shop.ts";

const news = z.object({
  id: z.coerce.string(),
  payment_ref: z.coerce.string(),
  status: z.string(),
  amount,
  refunds: z.array(z.unknown()).nullish(),
  response_hash: z.string(),
});

const keptNews = 5_000;

/** What Mondido tells the shop behind the shopper's back. The hash proves it; the same news twice changes nothing. */
export function receiveWebhooks(app: FastifyInstance, { payments, orders }: Shop): void {
  const taken = new Set<string>();

  app.removeAllContentTypeParsers();
  const json = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, json);
  app.post("/mondido/webhook", async (request, reply) => {
    reply.type("text/plain");
    const read = news.safeParse(request.body);
    if (!read.success) return reply.status(400).send("not news that this shop understands");
    const { id, payment_ref: reference, status, amount, refunds, response_hash: hash } = read.data;
    const order = orders.byReference(reference);
    // A 200 even then: sending it again would not make the order known.
    if (!order) return reply.send("unknown order");
    if (!payments.isProven(order, { status, amount, hash })) return reply.status(403).send("wrong hash");

    const key = [id, status, amount, refunds?.length ?? 0].join(" ");
    if (taken.has(key)) return reply.send("seen before");
    taken.add(key);
    if (taken.size > keptNews) taken.delete(taken.values().next().value ?? "");
    await payments.settle(order, { status, amount, hash });
    return reply.send("ok");
  });
}
