import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { latestMessages } from "../core/deliveries/index.ts";
import type { House } from "../core/house.ts";
import { trialBalance } from "../core/ledger/index.ts";
import { payments, receipts } from "../core/payments/index.ts";
import { table } from "../platform/db/index.ts";
import { rawBody } from "../platform/http/index.ts";
import type { DueWork } from "../platform/jobs/index.ts";

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "must be an instant such as 2027-01-31T12:00:00Z" });
    return z.NEVER;
  }
});

const duration = z.string().transform((text, context) => {
  try {
    return Temporal.Duration.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "must be an ISO 8601 duration such as P30D or PT2H" });
    return z.NEVER;
  }
});

const move = z.union([z.strictObject({ advance: duration }), z.strictObject({ travelTo: instant })]);

type ClockRow = { readonly id: number; readonly offsetMs: bigint };
export const sandboxClock = table<ClockRow>("sandbox_clock", { id: "integer", offsetMs: "bigint" });

type Sandbox = {
  readonly house: House;
  readonly due: DueWork;
  readonly offsetMs: () => number;
};

const farthest = Temporal.Instant.from("2200-01-01T00:00:00Z");

/** What an integrator controls: the clock, and a look at everything that left. Not mounted in live mode. */
export function registerSandbox(server: FastifyInstance, { house, due, offsetMs }: Sandbox): void {
  server.get("/sandbox/clock", async () => ({ now: house.now().toString() }));

  server.post("/sandbox/clock", async (request, reply) => {
    const asked = move.safeParse(parse(rawBody(request)));
    if (!asked.success) {
      return reply.code(400).send({
        error: 'send {"advance":"P30D"} or {"travelTo":"2027-01-31T12:00:00Z"}',
        issues: asked.error.issues,
      });
    }
    const now = house.now();
    const target = "travelTo" in asked.data ? asked.data.travelTo : add(now, asked.data.advance);
    if (Temporal.Instant.compare(target, now) < 0) {
      return reply.code(400).send({ error: "the clock moves forward only", now: now.toString() });
    }
    if (Temporal.Instant.compare(target, farthest) > 0) {
      return reply.code(400).send({ error: "the clock goes as far as 2200", now: now.toString() });
    }
    await due.travelTo(target);
    const row = { id: 1, offsetMs: BigInt(Math.round(offsetMs())) };
    await house.write(async (tx) => {
      if (await tx.lock(sandboxClock, { id: 1 })) tx.update(sandboxClock, row);
      else tx.insert(sandboxClock, row);
    });
    return { now: house.now().toString() };
  });

  server.get("/sandbox/messages", async (request) => {
    const { limit = "100" } = request.query as { limit?: string };
    return {
      messages: await latestMessages(house.reader, Math.min(Math.max(Number(limit) || 100, 1), 1_000)),
    };
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

/** Calendar months are counted in UTC. */
function add(now: Temporal.Instant, duration: Temporal.Duration): Temporal.Instant {
  return now.toZonedDateTimeISO("UTC").add(duration).toInstant();
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
