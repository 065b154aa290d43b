import type { FastifyReply } from "fastify";
import { Refusal } from "../../../core/refusal.ts";
import { cards } from "../../../core/vault/index.ts";
import {
  cardChangeOf,
  type Mandate,
  mandates,
  mandatesOfPayer,
  paymentsOfMandate,
  terminateMandate,
  type WalletAttempt,
} from "../../../core/wallet/index.ts";
import type { Reason, Refused } from "../../../pages/wallet/index.ts";
import { eligible } from "../accept.ts";
import { acceptCardChange, cardTermsOf } from "../change-card.ts";
import { Fault } from "../errors.ts";
import { attemptStage } from "../landing/stage.ts";
import { isUuid } from "../landing/visit.ts";
import { agreementToldBy, mitToldBy } from "../told.ts";
import { cardsOf } from "../users.ts";
import { cardChoice, cardLabel, entryOf, merchantOf, momentText } from "./shown.ts";
import { goTo, sendError, sendScreen, type UserVisit } from "./visit.ts";

const mostPayments = 100;

export async function listAgreements(visit: UserVisit): Promise<FastifyReply> {
  const { house, user } = visit;
  const [all, owned] = await Promise.all([mandatesOfPayer(house.reader, user.id), cardsOf(house, user)]);
  const usable = new Set<string | null>(owned.map(({ id }) => id));
  const agreements = all.map((mandate) => ({
    id: mandate.id,
    merchant: merchantOf(agreementToldBy(mandate)),
    isActive: mandate.state === "active",
    hasCard: usable.has(mandate.cardId),
  }));
  return sendScreen(visit, { name: "agreements", agreements });
}

export async function showAgreement(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, query } = visit;
  const mandate = await agreementOf(visit);
  if (!mandate) return sendError(visit, "not_found");
  const now = house.now();
  const told = agreementToldBy(mandate);
  const [all, owned] = await Promise.all([
    paymentsOfMandate(house.reader, mandate.id, mostPayments),
    house.reader.list(cards, { payerId: user.id }),
  ]);
  const { id, state, reference, activatedAt, createdAt, terminatedAt, cardId } = mandate;
  const card = owned.find((one) => one.id === cardId && one.state === "active");
  const paid = all.filter(({ payerId }) => payerId === user.id);
  return sendScreen(visit, {
    name: "agreement",
    id,
    merchant: merchantOf(told),
    isActive: state === "active",
    since: momentText(activatedAt ?? createdAt, visit),
    ...(terminatedAt && { endedAt: momentText(terminatedAt, visit) }),
    number: reference,
    website: told.merchantWebsiteUrl,
    ...(told.selfServiceUrl && { selfServiceUrl: told.selfServiceUrl }),
    ...(card && { card: cardLabel(card) }),
    isChanged: query.changed !== undefined,
    payments: paid
      .map((payment) =>
        entryOf(payment, mitToldBy(payment), { now, at: momentText(payment.openedAt, visit) }),
      )
      .filter(({ state: one }) => one !== "open"),
  });
}

/** Where another card is chosen, and how that goes. */
export async function showCardChange(visit: UserVisit): Promise<FastifyReply> {
  const { house, query } = visit;
  const mandate = await agreementOf(visit);
  if (mandate?.state !== "active") return sendError(visit, "not_found");
  const there = `/phone/agreements/${mandate.id}`;
  const attempt = await cardChangeOf(house.reader, mandate.id);
  const isTried = attempt !== undefined && attempt.id === query.tried;
  if (isTried && attempt.state === "succeeded") return goTo(visit, `${there}?changed=1`);
  const { merchantName } = agreementToldBy(mandate);
  const stage = attempt && attempt.state !== "succeeded" ? attemptStage(attempt, house.now()) : undefined;
  switch (stage?.name) {
    case "authorizing":
    case "stepped_up":
      return stay(visit, mandate, attempt, {
        name: "processing",
        merchantName,
        stage: stage.name === "stepped_up" ? "stepped_up" : "asked",
        isCard: true,
      });
    case "step_up":
      if (query.other !== undefined) return chooseCard(visit, mandate, {});
      return stay(visit, mandate, attempt, {
        name: "challenge",
        merchantName,
        url: stage.challengeUrl,
        otherUrl: `${there}/card?other=1`,
      });
    default:
      return chooseCard(
        visit,
        mandate,
        isTried && stage?.failure !== undefined ? { failure: stage.failure } : {},
      );
  }
}

/** The address names the approval that is waited for, so that its end is told. */
function stay(
  visit: UserVisit,
  { id }: Mandate,
  attempt: WalletAttempt | undefined,
  screen: Parameters<typeof sendScreen>[1],
): FastifyReply {
  if (!attempt || visit.query.tried === attempt.id) return sendScreen(visit, screen);
  return goTo(visit, `/phone/agreements/${id}/card?tried=${attempt.id}`);
}

export async function changeAgreementCard(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, fields } = visit;
  const mandate = await agreementOf(visit);
  if (mandate?.state !== "active") return sendError(visit, "not_found");
  const { id } = mandate;
  if (!fields.card) return chooseCard(visit, mandate, { refused: { why: "card" } });
  try {
    const attempt = await acceptCardChange(house, { agreementId: id, userId: user.id, cardId: fields.card });
    return goTo(visit, `/phone/agreements/${id}/card?tried=${attempt.id}`);
  } catch (error) {
    const isUnderWay = error instanceof Refusal && error.code === "attempt_under_way";
    if (isUnderWay) return goTo(visit, `/phone/agreements/${id}/card`);
    if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
    return chooseCard(visit, mandate, { refused: { why: "card" } });
  }
}

async function chooseCard(
  visit: UserVisit,
  mandate: Mandate,
  { failure, refused }: { readonly failure?: Reason; readonly refused?: Refused },
): Promise<FastifyReply> {
  const { house, user } = visit;
  const [owned, terms] = await Promise.all([cardsOf(house, user), cardTermsOf(house, mandate)]);
  const now = house.now();
  const usable = new Set(terms ? eligible(owned, terms, now).map(({ card }) => card.id) : []);
  const screen = {
    name: "choose-card",
    id: mandate.id,
    merchantName: agreementToldBy(mandate).merchantName,
    cards: owned.map((card) => cardChoice(card, now, usable)),
    ...(mandate.cardId && { chosenCard: mandate.cardId }),
    ...(failure !== undefined && { failure }),
    ...(refused && { refused }),
  } as const;
  return sendScreen(visit, screen, refused ? 422 : 200);
}

export async function showEnd(visit: UserVisit): Promise<FastifyReply> {
  const mandate = await agreementOf(visit);
  if (mandate?.state !== "active") return sendError(visit, "not_found");
  const { merchantName } = agreementToldBy(mandate);
  return sendScreen(visit, { name: "end-agreement", id: mandate.id, merchantName });
}

/** The user ends it; the integrator is told. */
export async function endAgreement(visit: UserVisit): Promise<FastifyReply> {
  const { house, user } = visit;
  const mandate = await agreementOf(visit);
  if (!mandate) return sendError(visit, "not_found");
  await house.write((tx) => terminateMandate(tx, { id: mandate.id, payerId: user.id }));
  return goTo(visit, `/phone/agreements/${mandate.id}`);
}

async function agreementOf({ house, user, params }: UserVisit): Promise<Mandate | undefined> {
  const { id = "" } = params;
  const found = isUuid(id) ? await house.reader.find(mandates, { id: id.toLowerCase() }) : undefined;
  return found?.payerId === user.id ? found : undefined;
}
