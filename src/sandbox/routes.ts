import type { FastifyInstance } from "fastify";
import { deliveries, latestMessages, resend } from "../core/deliveries/index.ts";
import { trialBalance } from "../core/ledger/index.ts";
import { payments, receipts } from "../core/payments/index.ts";
import { type ClockControls, registerClock } from "./clock.ts";
import { registerRun } from "./run.ts";

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What an integrator controls: the clock, and a look at everything that left. Not mounted in live mode. */
export function registerSandbox(server: FastifyInstance, controls: ClockControls): void {
  const { house } = controls;
  registerClock(server, controls);
  registerRun(server, controls);

  server.get("/sandbox/messages", async (request) => {
    const { limit = "100" } = request.query as { limit?: string };
    return {
      messages: await latestMessages(house.reader, Math.min(Math.max(Number(limit) || 100, 1), 1_000)),
    };
  });

  server.post("/sandbox/messages/:id/resend", async (request, reply) => {
    const { id } = request.params as { id: string };
    const delivery = isUuid.test(id) && (await house.write((tx) => resend(tx, { id })));
    if (!delivery) return reply.code(404).send({ error: "there is no such message" });
    await controls.due.run();
    const { state, attempts } = (await house.reader.find(deliveries, { id })) ?? delivery;
    return { id, state, attempts };
  });

  server.get("/sandbox/ledger", async () => {
    const rows = await trialBalance(house.reader);
    return {
      trialBalance: rows.map(({ currency, debits, credits }) => ({
        currency,
        debits: String(debits),
        credits: String(credits),
        balanced: debits === credits,
      })),
    };
  });

  server.get("/sandbox/receipts/:reference", async (request, reply) => {
    const { reference } = request.params as { reference: string };
    const { store = "1" } = request.query as { store?: string };
    const facts = await house.directory.byNumber("mokka-online", store);
    const key = { storeId: facts?.store.id ?? "", reference };
    const payment = facts && (await house.reader.find(payments, key));
    const receipt = payment && (await house.reader.find(receipts, { paymentId: payment.id }));
    if (!receipt?.content) return reply.code(404).send({ error: "no receipt file was sent for this order" });
    const name = encodeURIComponent(receipt.fileName ?? "receipt");
    return reply
      .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
      .header("x-content-type-options", "nosniff")
      .type("application/octet-stream")
      .send(Buffer.from(receipt.content));
  });
}
