import type { FastifyReply } from "fastify";
import { type Payment, payments } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { attemptsOfPayments, reject } from "../../../core/wallet/index.ts";
import type { PhoneScreen, Refused } from "../../../pages/wallet/index.ts";
import { requestPayment } from "../accept.ts";
import { Fault } from "../errors.ts";
import { stageOf } from "../landing/stage.ts";
import { isUuid } from "../landing/visit.ts";
import { toldBy } from "../told.ts";
import { approve, refusedFor } from "./approve.ts";
import { receiptScreen } from "./receipt.ts";
import { requestScreen } from "./request.ts";
import { goTo, sendError, sendScreen, type UserVisit } from "./visit.ts";

/** One payment: to be approved, on its way, or its receipt. */
export async function showPayment(visit: UserVisit): Promise<FastifyReply> {
  const payment = await paymentOf(visit);
  if (!payment) return sendError(visit, "not_found");
  return sendScreen(visit, await screenOf(visit, payment, {}));
}

/** The user approves or says no. */
export async function answerPayment(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, fields } = visit;
  const payment = await paymentOf(visit);
  if (!payment) return sendError(visit, "not_found");
  const { id } = payment;
  const there = `/phone/payments/${id}`;
  try {
    if (fields.action === "reject") {
      await house.write((tx) => reject(tx, { id, payerId: user.id }));
      return goTo(visit, there);
    }
    const refused = await approve(visit, payment);
    if (!refused) return goTo(visit, there);
    return sendScreen(visit, await screenOf(visit, payment, { refused }), 422);
  } catch (error) {
    const refused = refusedFor(error, toldBy(payment).minimumAge ?? 0);
    if (!refused) throw error;
    // Two at once, or late: the page shows how it stands.
    if (refused.why === "over" || refused.why === "under_way") return goTo(visit, there);
    return sendScreen(visit, await screenOf(visit, payment, { refused }), 422);
  }
}

/** A payment of the user's. One that nobody is asked to pay is theirs once they open it, as by the link into the app. */
async function paymentOf({ house, user, params }: UserVisit): Promise<Payment | undefined> {
  const { id = "" } = params;
  const found = isUuid(id) ? await house.reader.find(payments, { id: id.toLowerCase() }) : undefined;
  if (found?.dialect !== "mobilepay") return undefined;
  if (found.payerId === user.id) return found;
  if (found.payerId !== null || found.method !== "wallet") return undefined;
  try {
    await requestPayment(house, { paymentId: found.id, userId: user.id });
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
  }
  const now = await house.reader.find(payments, { id: found.id });
  return now?.payerId === user.id ? now : undefined;
}

async function screenOf(
  visit: UserVisit,
  payment: Payment,
  { refused }: { readonly refused?: Refused },
): Promise<PhoneScreen> {
  const { house, query } = visit;
  if (payment.method === "mandate") return receiptScreen(visit, payment);
  const [attempt] = await attemptsOfPayments(house.reader, [payment.id]);
  const stage = stageOf(payment, attempt, house.now());
  const { merchantName } = toldBy(payment);
  switch (stage.name) {
    case "waiting":
      return requestScreen(visit, payment, { stage, refused });
    case "step_up":
      if (query.other !== undefined) return requestScreen(visit, payment, { stage, refused });
      return {
        name: "challenge",
        merchantName,
        url: stage.challengeUrl,
        otherUrl: `/phone/payments/${payment.id}?other=1`,
      };
    case "authorizing":
      return { name: "processing", merchantName, stage: "asked", isCard: payment.details.verifies === true };
    case "stepped_up":
      return { name: "processing", merchantName, stage: "stepped_up", isCard: false };
    default:
      return receiptScreen(visit, payment);
  }
}
