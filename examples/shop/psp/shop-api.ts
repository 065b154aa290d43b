import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Agreement, Agreements, Charge } from "./agreements.ts";
import { NotReady } from "./office.ts";
import { Declined, declined, type Payment, type Payments } from "./payments.ts";

const amount = z.number().int().min(1).max(100_000_000);

const order = z.object({
  orderId: z.string().min(1).max(50),
  amount,
  currency: z.enum(["DKK", "EUR", "NOK", "SEK"]),
  returnUrl: z.url(),
  isCheckout: z.boolean().default(false),
  isTaken: z.boolean().default(false),
});

const deeds = { captures: "capture", cancels: "cancel", refunds: "refund" } as const;
const move = z.object({ amount, key: z.string().min(1).max(50) });
const proposal = order.extend({ websiteUrl: z.url() });
const charge = z.object({ orderId: z.string().min(1).max(50), amount });

type Path = { Params: { id: string } };
type Books = { shopKey: string; payments: Payments; agreements: Agreements };

/** What shops ask this PSP: amounts are whole minor units, and everything may be asked twice. */
export function serveShops(app: FastifyInstance, { shopKey, payments, agreements }: Books): void {
  const right = digest(`Bearer ${shopKey}`);
  app.addHook("onRequest", async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), right)) return;
    return reply.status(401).send({ code: "unknown_shop", message: "Who are you?" });
  });
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const refused = error instanceof NotReady ? declined(error.refused) : error;
    if (refused instanceof Declined) {
      const status = refused.code === "no_answer" ? 502 : 409;
      return reply.status(status).send({ code: refused.code, message: refused.message });
    }
    const status = error instanceof z.ZodError ? 400 : (error.statusCode ?? 500);
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return reply.status(status).send({ code: "bad_request", message });
  });

  const ofPayment =
    (serve: (payment: Payment, request: FastifyRequest<Path>) => Promise<unknown>) =>
    async (request: FastifyRequest<Path>, reply: FastifyReply) => {
      const payment = payments.find(request.params.id);
      if (!payment) return reply.status(404).send({ code: "not_found", message: "No such payment." });
      await serve(payment, request);
      return reply.send(shown(await payments.look(payment)));
    };

  app.post("/payments", async (request, reply) =>
    reply.send(shown(await payments.start(order.parse(request.body)))),
  );
  app.get<Path>(
    "/payments/:id",
    ofPayment(async () => undefined),
  );
  app.post<Path>(
    "/payments/:id/withdrawal",
    ofPayment((payment) => payments.withdraw(payment)),
  );
  for (const [path, deed] of Object.entries(deeds))
    app.post<Path>(
      `/payments/:id/${path}`,
      ofPayment((payment, request) => payments.move(payment, deed, move.parse(request.body))),
    );

  const ofAgreement =
    (serve: (agreement: Agreement, request: FastifyRequest<Path>) => Promise<unknown>) =>
    async (request: FastifyRequest<Path>, reply: FastifyReply) => {
      const agreement = agreements.find(request.params.id);
      if (!agreement) return reply.status(404).send({ code: "not_found", message: "No such agreement." });
      await serve(agreement, request);
      await payments.look(agreement.first);
      return reply.send(agreed(agreement));
    };

  app.post("/agreements", async (request, reply) => {
    const { websiteUrl, ...first } = proposal.parse(request.body);
    return reply.send(agreed(await agreements.propose(first, { websiteUrl })));
  });
  app.get<Path>(
    "/agreements/:id",
    ofAgreement(async () => undefined),
  );
  app.post<Path>(
    "/agreements/:id/charges",
    ofAgreement((agreement, request) => agreements.charge(agreement, charge.parse(request.body))),
  );
  app.post<Path>(
    "/agreements/:id/end",
    ofAgreement((agreement) => agreements.end(agreement)),
  );
}

function shown({ id, payUrl, state, amount, currency, captured, canceled, refunded, ...more }: Payment) {
  const { isSecured, decline, recipient } = more;
  const money = { amount, currency, captured, canceled, refunded };
  return { id, payUrl, state, ...money, card: cardOf(more), isSecured, decline, recipient };
}

function agreed({ id, state, needsCard, first, charges, ...more }: Agreement) {
  const told = [...charges.values()].map(({ orderId, amount, state, decline }: Charge) => ({
    orderId,
    amount,
    state,
    decline,
  }));
  return { id, state, card: cardOf(more), needsCard, first: shown(first), charges: told };
}

function cardOf({ card }: Pick<Payment, "card">) {
  return card && { type: card.type, lastFour: card.lastFour };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
