import { createHash, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { escapeHtml } from "../../../pages/escape-html.ts";
import { pageHeaders, renderHandOver } from "../../../pages/payment-window/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { baseUrl, forMerchant, localeFor, type Question, readQuestion } from "../call.ts";
import { errorBody, Fault, type Locale } from "../errors.ts";
import { refusedAs } from "../refusals.ts";
import { beginMpi, endMpi, failed, type MpiEvent, originOf, type Step } from "./mpi.ts";

const script = read("./mondido.js");
const messenger = read("./mpi.js");
const messengerPath = `/assets/mondido-mpi-${createHash("sha256").update(messenger).digest("hex").slice(0, 12)}.js`;
const javascript = "text/javascript; charset=utf-8";

type Sent = {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Mounts what shops' own pages load and open: `mondido.js`, and 3-D Secure in a popup (facts 4.2, 4.3). */
export function registerScripts(server: FastifyInstance, house: House, log: Logger): void {
  server.get(messengerPath, (_request, reply) =>
    reply.type(javascript).header("cache-control", "public, max-age=31536000, immutable").send(messenger),
  );
  for (const base of ["/v1", "/v2"]) {
    server.get(`${base}/mondido.js`, (request, reply) =>
      answer(request, reply, "script", async (question) => {
        const { facts } = await forMerchant(question, question.params.merchant_id);
        const headers = { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" };
        return { type: javascript, headers, body: scriptFor(facts, baseUrl(question)) };
      }),
    );
  }
  server.post("/v1/mpi_js", (request, reply) =>
    answer(request, reply, "begin 3-D Secure", async (question) =>
      pageOf(await beginMpi(question), localeFor(question.params)),
    ),
  );
  server.post("/v1/mpi_js/back", (request, reply) =>
    answer(request, reply, "end 3-D Secure", async (question) => pageOf(await endMpi(question), "en")),
  );

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: string,
    run: (question: Question) => Promise<Sent>,
  ): Promise<FastifyReply> {
    const note = { dialect: "mondido", operation };
    request.note = note;
    try {
      const { type, headers, body } = await run(await readQuestion(request, house));
      request.note = { ...note, ...request.note, answer: "200" };
      return reply.type(type).headers(headers).send(body);
    } catch (error) {
      const fault = refusedAs(error);
      if (fault.error === "errors.unexpected")
        log.error({ err: error, requestId: request.id }, "a script's call failed");
      request.note = { ...note, ...request.note, answer: fault.error };
      const told = errorBody(fault.error, "en");
      if (request.method === "GET") return reply.code(fault.status).send(told);
      const step: Step = { kind: "done", origin: originOf({ request }), event: { ...failed, error: told } };
      const { type, headers, body } = pageOf(step, "en");
      return reply.code(fault.status).type(type).headers(headers).send(body);
    }
  }
}

/** The script with the merchant's key in it. */
function scriptFor({ store, keys }: StoreFacts, endpoint: string): string {
  if (!keys) throw new Fault("errors.merchant.invalid");
  const settings = { endpoint, merchantId: store.number, ...publicParts(keys.publicKey) };
  return `(() => {\nconst settings = ${JSON.stringify(settings)};\n${script}})();\n`;
}

/** What a public key in PEM is made of, in hex. */
export function publicParts(pem: string): { readonly modulus: string; readonly exponent: string } {
  const { n = "", e = "" } = createPublicKey(pem).export({ format: "jwk" });
  const hex = (text: string) => Buffer.from(text, "base64url").toString("hex");
  return { modulus: hex(n), exponent: hex(e) };
}

/** The popup goes to the bank, or tells the shop's page and closes. */
function pageOf(step: Step, locale: Locale): Sent {
  const body =
    step.kind === "bank"
      ? renderHandOver({ action: step.url, fields: step.fields, locale })
      : messagePage(step.event, step.origin);
  return { type: "text/html; charset=utf-8", headers: pageHeaders(), body };
}

function messagePage(event: MpiEvent, origin: string): string {
  const message = escapeHtml(JSON.stringify(event));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>3-D Secure</title>
<script src="${messengerPath}" data-message="${message}" data-target="${escapeHtml(origin)}"></script>
</head>
<body><p>${escapeHtml(event.error?.description ?? "")}</p></body>
</html>
`;
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}
