import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Shop } from "./shop.ts";

const news = z.object({ DealerPaymentPlanId: z.coerce.number().int() });

/** Where Moka says that a step was charged or given up. It is neither signed nor tells how it went, so it is a hint to
 *  look, and nothing else. Only the answer `OK` keeps Moka from saying it again. */
export function receiveNotifications(app: FastifyInstance, { subscribers, billing }: Shop): void {
  app.post("/moka/notification", async (request, reply) => {
    const told = news.safeParse(request.body);
    // Of a step that is not ours there is nothing to find out, however often it is told.
    if (told.success && subscribers.byStep(told.data.DealerPaymentPlanId))
      billing.look().catch((error: unknown) => request.log.error(error));
    return reply.type("text/plain").send("OK");
  });
}
