import type { FastifyReply } from "fastify";
import { Refusal } from "../../../core/refusal.ts";
import { ageOf, reject } from "../../../core/wallet/index.ts";
import { isFromOurPage } from "../../../platform/http/index.ts";
import { requestPayment } from "../accept.ts";
import { Fault } from "../errors.ts";
import { userOf } from "../users.ts";
import { keepCookie } from "./cookies.ts";
import { readEntered } from "./phone-number.ts";
import { type EnterScreen, enterScreen } from "./screen.ts";
import { sendError, sendScreen } from "./send.ts";
import { addressOf, fieldsOf, type Visit } from "./visit.ts";

/** A phone is entered, or the payment cancelled. */
export async function submit(visit: Visit): Promise<FastifyReply> {
  const { house, request, reply, query } = visit;
  if (!isFromOurPage(request, house.publicUrl)) return sendError(request, reply, "forbidden");
  const { action, prefix = "", phone = "", remember } = fieldsOf(request);
  if (action === "cancel") return cancel(visit);
  const entered = readEntered({ prefix, phone });
  const error = entered === undefined ? "invalid" : await ask(visit, entered);
  if (error) {
    const screen = { ...enterScreen(visit), prefix, number: phone, error };
    return sendScreen({ ...visit, reply: reply.code(422) }, screen);
  }
  if (query["disable-remember-me"] === undefined)
    keepCookie(request, reply, house, {
      name: "mobilepay_number",
      value: remember && entered ? entered : "",
      embedded: true,
    });
  return reply.redirect(addressOf(query), 303);
}

/** Asks the owner of the phone; or why not. A payment that is over is shown as it is. */
async function ask({ house, payment, told }: Visit, phone: string): Promise<EnterScreen["error"]> {
  const user = await userOf(house, phone);
  if (!user) return "unknown";
  if (told.minimumAge !== null && ageOf(user, house.now()) < told.minimumAge) return "too_young";
  try {
    await requestPayment(house, { paymentId: payment.id, userId: user.id });
  } catch (error) {
    if (error instanceof Refusal && error.code === "attempt_under_way") return "busy";
    if (!isAboutPayment(error)) throw error;
  }
  return undefined;
}

/** The shopper gives up in the shop's tab, whether or not somebody was asked. What is under way goes on. */
async function cancel({ house, payment, query, reply }: Visit): Promise<FastifyReply> {
  const { id, payerId } = payment;
  try {
    await house.write((tx) => reject(tx, { id, payerId }));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "attempt_under_way") && !isAboutPayment(error))
      throw error;
    return reply.redirect(addressOf(query), 303);
  }
  return reply.redirect(addressOf(query, { cancelled: "1" }), 303);
}

/** The page shows what is so. */
function isAboutPayment(error: unknown): boolean {
  if (error instanceof Fault) return true;
  const codes: readonly string[] = [
    "payment_expired",
    "payment_not_open",
    "payment_not_found",
    "payer_too_young",
    "mandate_not_open",
  ];
  return error instanceof Refusal && codes.includes(error.code);
}
