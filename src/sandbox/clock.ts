import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { House } from "../core/house.ts";
import { table } from "../platform/db/index.ts";
import { rawBody } from "../platform/http/index.ts";
import type { DueWork } from "../platform/jobs/index.ts";

type ClockRow = { readonly id: number; readonly offsetMs: bigint };
export const sandboxClock = table<ClockRow>("sandbox_clock", { id: "integer", offsetMs: "bigint" });

export type ClockControls = {
  readonly house: House;
  readonly due: DueWork;
  readonly offsetMs: () => number;
};

const instant = readBy(Temporal.Instant.from, "must be an instant such as 2027-01-31T12:00:00Z");
const duration = readBy(Temporal.Duration.from, "must be an ISO 8601 duration such as P30D or PT2H");

const move = z.union([z.strictObject({ advance: duration }), z.strictObject({ travelTo: instant })]);

const farthest = Temporal.Instant.from("2200-01-01T00:00:00Z");

/** Tells the time, and moves it forward through all that becomes due. */
export function registerClock(server: FastifyInstance, { house, due, offsetMs }: ClockControls): void {
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
}

/** A text that `from` can read; any other is refused with `message`. */
function readBy<Value>(from: (text: string) => Value, message: string) {
  return z.string().transform((text, context) => {
    try {
      return from(text);
    } catch {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
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
