import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Logger } from "../../platform/log/index.ts";
import { readCall } from "./call.ts";
import { invalidRequestCode } from "./codes/index.ts";
import { endpoints } from "./endpoints/index.ts";
import { answerHeaders, type Envelope, Fault, failure, success, unexpected } from "./envelope.ts";
import { worded } from "./errors.ts";
import type { MethodPath } from "./methods.ts";
import type { Endpoint } from "./operation.ts";

const largestBody = 262_144;

/** Mounts the API: each method is a POST. */
export function registerApi(server: FastifyInstance, house: House, log: Logger): void {
  for (const [path, endpoint] of Object.entries(endpoints) as [MethodPath, Endpoint][]) {
    server.route({
      method: "POST",
      url: `/${path}`,
      bodyLimit: largestBody,
      // What is too large to be read, or breaks off.
      errorHandler: (_error, _request, reply) => answer(failure({ code: invalidRequestCode(path) }), reply),
      handler: async (request, reply) => {
        request.note = { dialect: "moka", operation: path };
        const envelope = await run(path, endpoint, request);
        request.note.answer = envelope.ResultCode;
        return answer(envelope, reply);
      },
    });
  }

  async function run(path: MethodPath, endpoint: Endpoint, request: FastifyRequest): Promise<Envelope> {
    try {
      return success(await endpoint(await readCall(request, path, house)));
    } catch (error) {
      if (error instanceof Refusal && request.note) request.note.refusal = error.code;
      if (error instanceof Refusal && error.code === "server_busy") return unexpected("Server is busy");
      const fault = error instanceof Refusal ? worded(error, path) : error;
      if (fault instanceof Fault) return failure(fault);
      log.error({ err: error, requestId: request.id }, "a Moka call failed");
      return unexpected("Unexpected error");
    }
  }
}

function answer(envelope: Envelope, reply: FastifyReply): FastifyReply {
  return reply.code(200).headers(answerHeaders).send(JSON.stringify(envelope));
}
