import type { FastifyReply } from "fastify";
import { randomToken } from "../../../platform/ids/index.ts";
import { cookieOf, keepCookie } from "../landing/cookies.ts";
import { readEntered, splitPhone } from "../landing/phone-number.ts";
import { userOf } from "../users.ts";
import { goTo, nextOf, sendScreen, type UserVisit, type Visit } from "./visit.ts";

/** Asks who it is, perhaps who paid last in this browser; `next`: where they wanted to go. */
export async function showSignIn(visit: Visit, next?: string): Promise<FastifyReply> {
  const known = cookieOf(visit.request, "mobilepay_number");
  return sendScreen(visit, { name: "sign-in", ...splitPhone(known), ...(next && { next }) });
}

/** Whoever knows the number is in: this is for trying things out. */
export async function signIn(visit: Visit): Promise<FastifyReply> {
  const { house, request, reply, fields } = visit;
  const { prefix = "", phone = "" } = fields;
  const next = nextOf(fields.next);
  const entered = readEntered({ prefix, phone });
  const user = entered && (await userOf(house, entered));
  if (!user) {
    const error = entered ? "unknown" : "invalid";
    return sendScreen(visit, { name: "sign-in", prefix, number: phone, error, ...(next && { next }) }, 422);
  }
  const value = `${randomToken(16)}.${user.phone}`;
  keepCookie(request, reply, house, { name: "mobilepay_session", value });
  return goTo(visit, next ?? "/phone");
}

export async function signOut(visit: Visit): Promise<FastifyReply> {
  const { house, request, reply } = visit;
  keepCookie(request, reply, house, { name: "mobilepay_session", value: "" });
  return goTo(visit, "/phone");
}

export async function profile(visit: UserVisit): Promise<FastifyReply> {
  const { firstName, surname, email, phone, birthOn } = visit.user;
  return sendScreen(visit, { name: "profile", phone, fullName: `${firstName} ${surname}`, email, birthOn });
}
