import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { payRequest } from "../../../core/agreements/index.ts";
import type { House } from "../../../core/house.ts";
import { amend, isUnpaid, type Payment, payments } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { brandOf, mask } from "../../../core/vault/index.ts";
import { renderWindowError, sendPage } from "../../../pages/payment-window/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { beginWith, type PaidWith, sealCard } from "../../toolkit/card-payment.ts";
import type { Setting } from "../call.ts";
import { bankResultOf } from "../codes/index.ts";
import { concludeVisit, fieldsOf, goBack, threeDPath } from "../three-d/routes.ts";
import { visitOf } from "../three-d/visit.ts";
import { toldBy } from "../told.ts";
import { linkPath, payableUntil } from "./link.ts";
import { localeFor, readForm, viewLink } from "./view.ts";
import { declineText, type Locale } from "./words.ts";

type Visitor = Setting & {
  readonly payment: Payment;
  readonly reply: FastifyReply;
  readonly locale: Locale;
};

/** Mounts the page on which a payment request is paid (facts 2.10). */
export function registerPaymentLink(server: FastifyInstance, house: House, log: Logger): void {
  const serve =
    (operation: string, go: (visitor: Visitor, request: FastifyRequest) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      request.note = { dialect: "moka", operation };
      const locale = localeFor(request);
      try {
        const { token } = request.params as { token: string };
        const payment = await house.reader.find(payments, { token });
        const facts = payment?.dialect === "moka" ? await house.directory.byId(payment.storeId) : undefined;
        if (!payment || !facts)
          return sendPage(reply.code(404), renderWindowError({ kind: "not_found", locale }));
        return await go({ house, facts, payment, reply, locale }, request);
      } catch (error) {
        log.error({ err: error, requestId: request.id }, "a payment request failed");
        return sendPage(reply.code(500), renderWindowError({ kind: "invalid", locale }));
      }
    };
  server.get(`${linkPath}/:token`, serve("payment request", show));
  server.post(`${linkPath}/:token`, serve("pay a payment request", pay));
}

/** The card form, with why the last try failed; or what has become of the payment. */
async function show(visitor: Visitor): Promise<FastifyReply> {
  const { payment, reply, locale } = visitor;
  const pageOf = (kind: Parameters<typeof renderWindowError>[0]["kind"]) =>
    renderWindowError({ kind, locale, merchantName: visitor.facts.store.name });
  if (payment.state === "processing") {
    reply.header("refresh", "2");
    return sendPage(reply, pageOf("under_way"));
  }
  if (!isUnpaid(payment)) return sendPage(reply, pageOf(ends[payment.state] ?? "finished"));
  if (isOver(visitor)) return sendPage(reply.code(410), pageOf("expired"));
  const { html, policy } = await viewLink(visitor, payment, noticeOf(payment, locale));
  return sendPage(reply, html, policy);
}

const ends: Readonly<Partial<Record<Payment["state"], "expired" | "paid">>> = {
  expired: "expired",
  authorized: "paid",
  captured: "paid",
};

function isOver({ house, payment }: Visitor): boolean {
  return Temporal.Instant.compare(house.now(), payableUntil(payment)) >= 0;
}

function noticeOf({ state, instrument, reason }: Payment, locale: Locale) {
  if (state === "pending") return {};
  return { notice: declineText(locale, bankResultOf({ code: instrument?.declined?.code, reason }).code) };
}

/** Somebody else was faster, or its time is over: its page tells. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

/** A card that was declined has moved the payment's end: it is that of the link again. */
async function beginAgain(tx: Tx, payment: Payment, purse: PaidWith): Promise<Payment> {
  const { id } = payment;
  const stepId = toldBy(payment).userPosPayment?.step?.id;
  const begin = async () => {
    await amend(tx, { id, expiresAt: payableUntil(payment) });
    return beginWith(tx, id, purse);
  };
  return stepId === undefined ? begin() : payRequest(tx, { stepId, begin });
}

/** One who presses twice, or comes late, changes nothing. */
async function pay(visitor: Visitor, request: FastifyRequest): Promise<FastifyReply> {
  const { house, payment, reply, locale } = visitor;
  const visit = visitOf(payment);
  if (!isUnpaid(payment) || isOver(visitor) || !visit) return show(visitor);
  const { card, mistake } = readForm(payment, fieldsOf(request), locale);
  if (!card) {
    const { html, policy } = await viewLink(visitor, payment, mistake);
    return sendPage(reply.code(422), html, policy);
  }
  const instrument = { brand: brandOf(card.number), masked: mask(card.number), holder: card.holder };
  const purse = { card, stored: undefined, instrument };
  const again = `${linkPath}/${payment.token}`;
  const begun = await house.write((tx) => beginAgain(tx, payment, purse)).catch(unlessRefused);
  if (!begun) return reply.redirect(again, 303);
  if (toldBy(begun).isThreeD) {
    const code = `${begun.id}.${sealCard(visitor.house, begun, card)}`;
    return reply.redirect(`${threeDPath}?threeDTrxCode=${code}`, 303);
  }
  const decided = await concludeVisit({ ...visitor, visit, card }, begun);
  const isPaid = decided.state === "captured" || decided.state === "authorized";
  return isPaid ? goBack({ visit, reply, locale }, decided) : reply.redirect(again, 303);
}
