import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { isOverdue, isUnpaid, type Payment, payments } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { renderHandOver, renderWindowError, sendPage } from "../../../pages/payment-window/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { type Call, forMerchant, identified, type Question, readQuestion } from "../call.ts";
import { type ErrorName, errorBody, Fault, type Locale, localeOf } from "../errors.ts";
import { readyToOpen } from "../opening.ts";
import { type Order, readOrder } from "../order.ts";
import { nameOf } from "../refusals.ts";
import { returnUrl } from "../returns.ts";
import { toldBy } from "../told.ts";
import { detailOf, errorNameOf, withSurroundings } from "../wire.ts";
import { endChallenge, isAtBank, leaveBank } from "./challenge.ts";
import { mistakeOf } from "./mistakes.ts";
import { postedOf } from "./posted.ts";
import { answerPerson } from "./ssn.ts";
import { submit } from "./submit.ts";
import { viewWindow, windowPath } from "./view.ts";

/** A shopper at the window of a payment. */
type Visit = { readonly call: Call; readonly payment: Payment; readonly reply: FastifyReply };

/** What a shopper is told about an error; most say that nothing can be opened. */
const kinds: Readonly<Partial<Record<ErrorName, "not_found" | "finished">>> = {
  "errors.transaction.not_found": "not_found",
  "errors.payment_ref.processed": "finished",
  "errors.order_id.processed": "finished",
};

/** Mounts the hosted window (document, "Payment Form", "Link Payment"; facts 3). */
export function registerWindow(server: FastifyInstance, house: House, log: Logger): void {
  const routes = [
    ["POST", "/v1/form", "open window", open],
    ["GET", "/v1/form/:token", "window", atWindow(show)],
    ["POST", "/v1/form/:token", "pay in window", atWindow(pay)],
    ["POST", "/v1/form/:token/mpi", "back from 3-D Secure", atWindow(returnFromBank)],
    ["POST", "/v1/form/:token/again", "pay another way", atWindow(payAgain)],
  ] as const;
  for (const [method, url, operation, handle] of routes) {
    server.route({
      method,
      url,
      errorHandler: (error: { statusCode?: number }, request, reply) =>
        refuse(error.statusCode === 413 ? new Fault("errors.request.bad_format") : error, request, reply),
      handler: async (request, reply) => {
        request.note = { dialect: "mondido", operation };
        // Where a redirect leads is nobody else's business either: it may carry a stored card's token.
        reply.header("cache-control", "no-store");
        try {
          return await handle(await readQuestion(request, house), reply);
        } catch (error) {
          return refuse(error, request, reply);
        }
      },
    });
  }
  server.route({
    method: ["GET", "POST"],
    url: "/v1/ssn",
    handler: (request, reply) => answerPerson(house, request, reply),
  });

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = error instanceof Refusal ? new Fault(nameOf(error)) : error;
    if (!(known instanceof Fault))
      log.error({ err: error, requestId: request.id }, "a payment window failed");
    const fault = known instanceof Fault ? known : new Fault("errors.unexpected");
    if (request.note) request.note.answer = fault.error;
    const locale = pageLocale(request);
    const kind = kinds[fault.error] ?? "invalid";
    const { name, code, description } = errorBody(fault.error, locale, fault.detail);
    const detail = kind !== "not_found" ? `${description} (${name}, ${code})` : undefined;
    return sendPage(reply.code(fault.status), renderWindowError({ kind, locale, ...(detail && { detail }) }));
  }
}

/** The shop's form opens a payment; the window has an address of its own, so that it may be loaded again. Apps get it
 *  where they posted: the provider's SDKs take any other address for a failure. */
async function open(question: Question, reply: FastifyReply): Promise<FastifyReply> {
  const call = withLanguage(await forMerchant(question, question.params.merchant_id));
  const order = readOrder(call, "form");
  const told = { ...order.told, posted: postedOf(call.params) };
  const { open: opening } = await readyToOpen(call, { ...order, told });
  const payment = await call.house.write(opening).catch((error) => alreadyAtBank(error, call, order));
  if (isApp(question.request)) return show({ call, payment, reply });
  return reply.redirect(windowPath(call, payment), 303);
}

/** A web view inside an app: that of iOS is no Safari, that of Android says wv, or which version it is. */
function isApp({ headers }: FastifyRequest): boolean {
  const agent = (headers["user-agent"] ?? "").slice(0, 500);
  return /AppleWebKit/.test(agent) && (!/Safari\//.test(agent) || /Android.*(; wv\)|Version\/)/.test(agent));
}

/** A shopper who came back from the bank as far as the shop gets to the payment that waits there. */
async function alreadyAtBank(error: unknown, { house, facts }: Call, order: Order): Promise<Payment> {
  if (!(error instanceof Refusal) || error.code !== "reference_processed") throw error;
  const { reference, amount, currency } = order;
  const known = await house.reader.list(payments, { storeId: facts.store.id, reference });
  const waiting = known.find((one) => isAtBank(one) && one.amount === amount && one.currency === currency);
  if (!waiting) throw error;
  return waiting;
}

function atWindow(serve: (visit: Visit) => Promise<FastifyReply>) {
  return async (question: Question, reply: FastifyReply): Promise<FastifyReply> => {
    const { house, path, request } = question;
    const payment = path.token ? await house.reader.find(payments, { token: path.token }) : undefined;
    const facts = payment && (await house.directory.byId(payment.storeId));
    if (!payment || !facts) throw new Fault("errors.transaction.not_found");
    if (request.note) request.note.reference = payment.reference;
    return serve({ call: withLanguage(identified(question, facts)), payment, reply });
  };
}

async function show({ call, payment, reply }: Visit): Promise<FastifyReply> {
  if (!isUnpaid(payment) || isOver(call, payment)) return goOn({ call, payment, reply });
  const isRetry = errorNameOf(payment) !== undefined && payment.reason !== "canceled";
  const mistake = isRetry ? { notice: noticeOf(call, payment) } : {};
  const { html, policy } = await viewWindow(call, payment, mistake);
  return sendPage(reply, html, policy);
}

async function pay({ call, payment, reply }: Visit): Promise<FastifyReply> {
  if (isOver(call, payment)) return goOn({ call, payment, reply });
  try {
    const { payment: after, challenge } = await submit(call, payment);
    if (!challenge) return goOn({ call, payment: after, reply });
    const { url: action, fields } = challenge;
    return sendPage(reply, renderHandOver({ action, fields, locale: call.locale }));
  } catch (error) {
    const latest = await call.house.reader.find(payments, { id: payment.id });
    // A second press finds the first one's payment under way.
    if (error instanceof Refusal && latest && !isUnpaid(latest))
      return goOn({ call, payment: latest, reply });
    const fault = error instanceof Refusal ? new Fault(nameOf(error)) : error;
    if (!(fault instanceof Fault)) throw error;
    if (call.request.note) call.request.note.answer = fault.error;
    const { html, policy } = await viewWindow(call, payment, mistakeOf(fault, call.locale, call.params));
    return sendPage(reply.code(422), html, policy);
  }
}

async function returnFromBank({ call, payment, reply }: Visit): Promise<FastifyReply> {
  return goOn({ call, payment: await endChallenge(call, payment, call.params), reply });
}

/** The shopper has come back from the bank without its answer, and wants to try again. */
async function payAgain({ call, payment, reply }: Visit): Promise<FastifyReply> {
  await leaveBank(call, payment, "canceled");
  return reply.redirect(windowPath(call, payment), 303);
}

/** To the shop with the decision; while there is none, a page that looks again; a page that says so where the
 *  merchant has named no place to go, or nothing can be decided any more. */
async function goOn({ call, payment, reply }: Visit): Promise<FastifyReply> {
  const { locale, facts } = call;
  const place = { locale, merchantName: facts.store.name };
  if (isAtBank(payment)) {
    const againUrl = windowPath(call, payment, "/again");
    return sendPage(reply, renderWindowError({ ...place, kind: "at_bank", againUrl }));
  }
  if (payment.state === "processing") {
    reply.header("refresh", `2;url=${windowPath(call, payment)}`);
    return sendPage(reply, renderWindowError({ ...place, kind: "under_way" }));
  }
  const url = await returnUrl(await withSurroundings(call.house.reader, payment), call);
  if (url && payment.state !== "pending") return reply.redirect(url, 303);
  if (payment.state === "pending" || payment.state === "expired") {
    const shopUrl = toldBy(payment).errorUrl ?? "";
    return sendPage(reply.code(410), renderWindowError({ ...place, kind: "expired", shopUrl }));
  }
  if (payment.state === "declined" || payment.state === "failed") {
    const { html, policy } = await viewWindow(call, payment, { notice: noticeOf(call, payment) });
    return sendPage(reply, html, policy);
  }
  return sendPage(reply, renderWindowError({ ...place, kind: "finished" }));
}

function noticeOf({ locale }: Call, payment: Payment): string {
  const name = errorNameOf(payment) ?? "errors.payment.declined";
  return errorBody(name, locale, detailOf(payment)).description;
}

/** Nobody may begin to pay any more. */
function isOver({ house }: Call, payment: Payment): boolean {
  return isOverdue(payment, house.now());
}

function withLanguage(call: Call): Call {
  const wanted = localeOf(call.params.lang) ?? localeOf(call.params.locale);
  return {
    ...call,
    locale: wanted ?? localeOf(call.facts.store.settings.locale) ?? pageLocale(call.request),
  };
}

function pageLocale(request: FastifyRequest): Locale {
  return localeOf(request.headers["accept-language"]?.split(",")[0]) ?? "en";
}
