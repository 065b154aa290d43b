import type { FastifyInstance } from "fastify";
import { orderCallback, registrationCallback } from "./mokka.ts";
import type { Shop } from "./shop.ts";
import { isSignedBy } from "./signature.ts";

/** One address for both kinds of decision. The signature covers the bytes as they came, so nothing parses them first. */
export function receiveCallbacks(app: FastifyInstance, { mokka, orders, registrations }: Shop): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.post<{ Querystring: { signature?: unknown } }>("/mokka/callback", (request, reply) => {
    reply.type("text/plain");
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSignedBy(mokka.secretKey, raw, request.query.signature))
      return reply.status(403).send("wrong signature");

    const body = parse(raw);
    const registration = registrationCallback.safeParse(body);
    if (registration.success && registrations.receive(registration.data) === "taken") return reply.send("ok");
    const decision = orderCallback.safeParse(body);
    if (!decision.success) return reply.status(400).send("not a decision that this shop understands");

    const result = orders.receive(decision.data, raw);
    // A 200 even then: sending it again would not make the order known.
    if (result === "unknown order") request.log.warn({ orderId: decision.data.order_id }, result);
    return reply.send(result === "taken" ? "ok" : result);
  });
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
}
