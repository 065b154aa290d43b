import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { Refusal } from "../../../core/refusal.ts";
import { languages } from "../../../pages/wallet/index.ts";
import { isFromOurPage } from "../../../platform/http/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { keepCookie } from "../landing/cookies.ts";
import { changeAddress, listAddresses, showAddress } from "./addresses.ts";
import {
  changeAgreementCard,
  endAgreement,
  listAgreements,
  showAgreement,
  showCardChange,
  showEnd,
} from "./agreements.ts";
import { addCard, changeCards, listCards, showAddCard } from "./cards.ts";
import { home } from "./home.ts";
import { answerPayment, showPayment } from "./payment.ts";
import { receipts } from "./receipt.ts";
import { profile, showSignIn, signIn, signOut } from "./session.ts";
import {
  addressOf,
  goTo,
  isOwnForm,
  nextOf,
  type Serve,
  sendError,
  type UserVisit,
  type Visit,
  visitOf,
} from "./visit.ts";

/** Mounts the wallet of a user in the browser. For the sandbox only: whoever knows a number is let in. */
export function registerPhone(server: FastifyInstance, house: House, log: Logger): void {
  if (!house.isSandbox) return;
  const routes: readonly (readonly ["GET" | "POST", string, string, Serve])[] = [
    ["POST", "/phone/sign-in", "sign in to the phone", signIn],
    ["POST", "/phone/sign-out", "sign out of the phone", signOut],
    ["GET", "/phone", "phone", signedIn(home)],
    ["GET", "/phone/payments/:id", "payment on the phone", signedIn(showPayment)],
    ["POST", "/phone/payments/:id", "answer on the phone", signedIn(answerPayment)],
    ["GET", "/phone/receipts", "receipts", signedIn(receipts)],
    ["GET", "/phone/cards", "cards on the phone", signedIn(listCards)],
    ["GET", "/phone/cards/add", "card form", signedIn(showAddCard)],
    ["POST", "/phone/cards/add", "add a card", signedIn(addCard)],
    ["POST", "/phone/cards/:id", "change cards", signedIn(changeCards)],
    ["GET", "/phone/addresses", "addresses", signedIn(listAddresses)],
    ["GET", "/phone/addresses/:place", "address form", signedIn(showAddress)],
    ["POST", "/phone/addresses/:place", "change addresses", signedIn(changeAddress)],
    ["GET", "/phone/agreements", "agreements on the phone", signedIn(listAgreements)],
    ["GET", "/phone/agreements/:id", "agreement on the phone", signedIn(showAgreement)],
    ["GET", "/phone/agreements/:id/card", "card of an agreement", signedIn(showCardChange)],
    ["POST", "/phone/agreements/:id/card", "change an agreement's card", signedIn(changeAgreementCard)],
    ["GET", "/phone/agreements/:id/end", "end of an agreement", signedIn(showEnd)],
    ["POST", "/phone/agreements/:id/end", "end an agreement", signedIn(endAgreement)],
    ["GET", "/phone/me", "profile", signedIn(profile)],
  ];
  for (const [method, url, operation, serve] of routes) {
    server.route({
      method,
      url,
      errorHandler: (_error, request, reply) => fail(request, reply, "bad_request"),
      handler: async (request, reply) => {
        request.note = { dialect: "mobilepay", operation };
        try {
          return await handle(await visitOf(house, request, reply), serve);
        } catch (error) {
          if (!(error instanceof Refusal))
            log.error({ err: error, requestId: request.id }, "the phone failed");
          else if (request.note) request.note.refusal = error.code;
          return fail(request, reply, "busy");
        }
      },
    });
  }

  async function fail(request: FastifyRequest, reply: FastifyReply, kind: "busy" | "bad_request") {
    return sendError(await visitOf(house, request, reply), kind);
  }

  async function handle(visit: Visit, serve: Serve): Promise<FastifyReply> {
    const { request, reply, query } = visit;
    if (request.method === "POST") {
      const isOurs = isFromOurPage(request, house.publicUrl) && isOwnForm(visit);
      return isOurs ? serve(visit) : sendError(visit, "forbidden");
    }
    if (!query.lang) return serve(visit);
    if (languages.some(({ locale }) => locale === query.lang))
      keepCookie(request, reply, house, { name: "mobilepay_language", value: query.lang });
    return goTo(visit, withoutLanguage(addressOf(request)));
  }
}

function signedIn(serve: Serve<UserVisit>): Serve {
  return (visit) => {
    const { request, user } = visit;
    if (user) return serve({ ...visit, user });
    return showSignIn(visit, request.method === "GET" ? nextOf(pathOf(request)) : undefined);
  };
}

function pathOf(request: FastifyRequest): string {
  return addressOf(request).split("?", 1)[0] ?? "";
}

function withoutLanguage(url: string): string {
  const [path = "", query = ""] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.delete("lang");
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}
