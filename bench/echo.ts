import { createHash } from "node:crypto";
import Fastify from "fastify";

/** The bound of what Node and HTTP leave: checks one SHA-1 over the body and answers. */
const server = Fastify({ logger: false });
server.removeAllContentTypeParsers();
server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
server.post("/factoring/v1/status", async (request, reply) => {
  const { signature } = request.query as { signature: string };
  const expected = createHash("sha1")
    .update(request.body as Buffer)
    .update("9fff8c602b08b00323567be0001480f6");
  const isRight = expected.digest("hex") === signature;
  return reply
    .type("application/json")
    .send(isRight ? '{"status":0,"message":"Payload valid"}' : '{"status":61}');
});
await server.listen({ port: 0, host: "127.0.0.1" });
const address = server.server.address();
process.stdout.write(`listening on ${typeof address === "object" ? address?.port : ""}\n`);
process.once("SIGTERM", () => void server.close().then(() => process.exit(0)));
