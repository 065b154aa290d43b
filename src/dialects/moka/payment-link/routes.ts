import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { isOverdue, isUnpaid, type Payment, payments } from "../../../core/payments/index.ts";
import { brandOf, mask } from "../../../core/vault/index.ts";
import { renderWindowError, sendPage } from "../../../pages/payment-window/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { beginWith, sealCard } from "../../toolkit/card-payment.ts";
import type { Setting } from "../call.ts";
import { bankResultOf } from "../codes/index.ts";
import { concludeVisit, fieldsOf, goBack, threeDPath } from "../three-d/routes.ts";
import { visitOf } from "../three-d/visit.ts";
import { toldBy } from "../told.ts";
import { linkPath, locale, readForm, viewLink } from "./view.ts";

type Visitor = Setting & { readonly payment: Payment; readonly reply: FastifyReply };

/** Mounts the page on which a payment request is paid (facts 2.10). */
export function registerPaymentLink(server: FastifyInstance, house: House, log: Logger): void {
  const serve =
    (operation: string, go: (visitor: Visitor, request: FastifyRequest) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      request.note = { dialect: "moka", operation };
      try {
        const { token } = request.params as { token: string };
        const payment = await house.reader.find(payments, { token });
        const facts = payment?.dialect === "moka" ? await house.directory.byId(payment.storeId) : undefined;
        if (!payment || !facts) return sendPage(reply.code(404), pageOf("not_found"));
        return await go({ house, facts, payment, reply }, request);
      } catch (error) {
        log.error({ err: error, requestId: request.id }, "a payment request failed");
        return sendPage(reply.code(500), pageOf("invalid"));
      }
    };
  server.get(`${linkPath}/:token`, serve("payment request", show));
  server.post(`${linkPath}/:token`, serve("pay a payment request", pay));
}

const pageOf = (kind: Parameters<typeof renderWindowError>[0]["kind"]) => renderWindowError({ kind, locale });

/** The card form, with why the last try failed; or what has become of the payment. */
async function show(visitor: Visitor): Promise<FastifyReply> {
  const { house, payment, reply } = visitor;
  if (payment.state === "processing") {
    reply.header("refresh", "2");
    return sendPage(reply, pageOf("under_way"));
  }
  if (!isUnpaid(payment))
    return sendPage(reply, pageOf(payment.state === "expired" ? "expired" : "finished"));
  if (isOverdue(payment, house.now())) return sendPage(reply.code(410), pageOf("expired"));
  const { html, policy } = await viewLink(visitor, payment, noticeOf(payment));
  return sendPage(reply, html, policy);
}

function noticeOf({ state, instrument, reason }: Payment) {
  if (state === "pending") return {};
  return { notice: bankResultOf({ code: instrument?.declined?.code, reason }).message };
}

/** One who presses twice, or comes late, changes nothing. */
async function pay(visitor: Visitor, request: FastifyRequest): Promise<FastifyReply> {
  const { house, payment, reply } = visitor;
  const visit = visitOf(payment);
  if (!isUnpaid(payment) || isOverdue(payment, house.now()) || !visit) return show(visitor);
  const { card, mistake } = readForm(payment, fieldsOf(request));
  if (!card) {
    const { html, policy } = await viewLink(visitor, payment, mistake);
    return sendPage(reply.code(422), html, policy);
  }
  const instrument = { brand: brandOf(card.number), masked: mask(card.number), holder: card.holder };
  const purse = { card, stored: undefined, instrument };
  const begun = await house.write((tx) => beginWith(tx, payment.id, purse));
  if (toldBy(begun).isThreeD) {
    const code = `${begun.id}.${sealCard(visitor.house, begun, card)}`;
    return reply.redirect(`${threeDPath}?threeDTrxCode=${code}`, 303);
  }
  const decided = await concludeVisit({ ...visitor, visit, card }, begun);
  const isPaid = decided.state === "captured" || decided.state === "authorized";
  return isPaid ? goBack({ visit, reply }, decided) : reply.redirect(`${linkPath}/${payment.token}`, 303);
}
