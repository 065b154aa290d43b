import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { uuidAt } from "../ids/index.ts";
import type { Journal } from "../journal/index.ts";
import type { Metrics } from "./metrics.ts";
import type { Note } from "./server.ts";

/** Puts every request that a route has made a note of into the journal and the metrics. */
export function observe(
  server: FastifyInstance,
  journal: Journal,
  { requests }: Metrics,
  now: () => Temporal.Instant,
): void {
  const remember = (request: FastifyRequest, reply: FastifyReply, note: Note): void => {
    const at = now();
    journal.record({
      id: uuidAt(at),
      at,
      dialect: note.dialect,
      storeId: note.storeId ?? null,
      operation: note.operation,
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      answer: note.answer ?? null,
      refusal: note.refusal ?? null,
      reference: note.reference?.replaceAll("\0", "").toWellFormed() ?? null,
      durationMs: reply.elapsedTime,
    });
    requests.observe(
      { dialect: note.dialect, operation: note.operation, answer: note.answer ?? "" },
      reply.elapsedTime / 1_000,
    );
  };
  server.addHook("onResponse", (request, reply, done) => {
    if (request.note) remember(request, reply, request.note);
    done();
  });
}

/** The route's pattern: neither the query, which carries signatures, nor tokens in the path. */
function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? "";
}
