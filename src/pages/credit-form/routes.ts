import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import { isFramed, isFromOurPage, pageHeaders, rawBody, sendAway } from "../../platform/http/index.ts";
import { randomToken } from "../../platform/ids/index.ts";
import type { Logger } from "../../platform/log/index.ts";
import { type Locale, pickLocale } from "../locale.ts";
import { text } from "../texts/text.ts";
import { actions, assessIfNeeded, type Step } from "./actions.ts";
import { renderScreen } from "./render-screen.ts";
import { type Retry, screenOf } from "./screen-of.ts";
import type { ErrorScreen, Frame, Screen } from "./screens.ts";
import { type FormState, findForm, loadForm } from "./state.ts";
import { readSubmitted, type Submitted } from "./submitted.ts";

/** One visit to a form: what the browser asked for. */
type Visit = {
  readonly house: House;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly token: string;
  readonly session: string | undefined;
  /** What the link asks for as language. */
  readonly wanted: string | undefined;
};

const languages: Readonly<Record<string, Locale>> = { PL: "pl", RO: "ro" };

/** Mounts the credit form below each of `paths`, which a token follows. */
export function registerCreditForm(
  server: FastifyInstance,
  house: House,
  log: Logger,
  paths: readonly string[],
): void {
  void server.register(async (scope) => {
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const isTheirs = (error.statusCode ?? 500) < 500;
      if (!isTheirs) log.error({ err: error, requestId: request.id }, "a form could not be shown");
      return sendError({ request, reply }, isTheirs ? "bad_request" : "busy");
    });
    for (const path of paths) {
      scope.get(`${path}/:token`, (request, reply) => show(visit(house, request, reply)));
      scope.post(`${path}/:token`, (request, reply) => submit(visit(house, request, reply)));
    }
  });
}

/** Shops append `?locale=` or, where they expect a query, `&locale=` to the link. */
function visit(house: House, request: FastifyRequest, reply: FastifyReply): Visit {
  const [token = "", ...extra] = (request.params as { token: string }).token.split("&");
  const query = {
    ...Object.fromEntries(new URLSearchParams(extra.join("&"))),
    ...(request.query as object),
  } as Submitted;
  request.note = { dialect: "pages", operation: request.method === "GET" ? "form" : "form step" };
  return { house, request, reply, token, session: query.session, wanted: query.locale };
}

/** The link's language, else the browser's, else that of the store's country. */
function localeOf({ request, wanted }: Pick<Visit, "request" | "wanted">, country = ""): Locale {
  const acceptLanguage = request.headers["accept-language"];
  return pickLocale({ query: wanted, acceptLanguage, fallback: languages[country] ?? "en" });
}

async function show(visit: Visit): Promise<FastifyReply> {
  const state = await loadForm(visit.house, visit.token, visit.session);
  if (!state) return sendError(visit, "not_found");
  if (state.checkout.step === "assess") {
    await assessIfNeeded(visit.house, state.checkout, state.facts.store.currency);
    return showState(visit, (await loadForm(visit.house, visit.token, visit.session)) ?? state);
  }
  return showState(visit, state);
}

async function submit(visit: Visit): Promise<FastifyReply> {
  const { house, request, reply, token } = visit;
  if (!isFromOurPage(request, house.publicUrl)) return sendError(visit, "forbidden");
  const submitted = readSubmitted(rawBody(request));
  const session = submitted.session ?? visit.session;
  const form = await findForm(house, token, session);
  if (!form) return sendError(visit, "not_found");
  const action = Object.entries(actions).find(([name]) => name === submitted.action)?.[1];
  if (!action) return sendError(visit, "bad_request");

  const locale = localeOf(visit, form.facts.store.country);
  const step = await attempt(visit, async () => {
    const position = { token, version: Number(submitted.version) };
    return action({ house, form, submitted: { ...submitted, session: session ?? "" }, position, locale });
  });
  if (step === "busy") return sendError(visit, "busy");
  if ("retry" in step) {
    const state = await loadForm(house, token, session);
    return state ? showState(visit, state, step.retry) : sendError(visit, "not_found");
  }
  return reply.redirect(linkTo(visit, step.session ?? session), 303);
}

/** A form that was posted twice, or comes from a page that was left behind, changes nothing: the shopper sees
 *  where the form is. */
async function attempt({ request }: Visit, act: () => Promise<Step>): Promise<Step | "busy"> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (request.note) request.note.refusal = error.code;
    return error.code === "server_busy" ? "busy" : {};
  }
}

function showState(visit: Visit, state: FormState, retry?: Retry): FastifyReply {
  const { checkout, facts } = state;
  const { reply, request } = visit;
  if (request.note) {
    request.note = {
      ...request.note,
      dialect: checkout.dialect,
      storeId: facts.store.id,
      reference: checkout.reference,
    };
  }
  const screen = screenOf(state, retry);
  const leaves = skipsResult(state, screen);
  if (leaves && !isFramed(request)) return sendAway(reply, checkout.redirectUrl);
  const { settings } = facts.store;
  const locale = localeOf(visit, facts.store.country);
  return send(visit, retry ? 422 : 200, screen, {
    locale,
    merchantName: facts.store.name,
    ...(settings.accent && { accent: settings.accent }),
    ...(settings.logoUrl && { logoUrl: settings.logoUrl }),
    ...(checkout.termsUrl && { termsUrl: checkout.termsUrl }),
    closeUrl: checkout.redirectUrl,
    version: checkout.version,
    ...(visit.session && state.isTheirs && { session: visit.session }),
    // A tab may know a later session than the address that its back button leads to.
    asksForSession: !retry && !state.isTheirs && checkout.sessionDigest !== null,
    framed: isFramed(request),
    leaves,
    ...(visit.house.isSandbox && { testHint: text(locale, "layout.test_hint") }),
  });
}

/** Only success is skipped; a refusal is always explained (facts 3.2). */
function skipsResult({ checkout }: FormState, screen: Screen): boolean {
  return checkout.skipResultPage && screen.name === "result" && screen.outcome === "purchase_approved";
}

function sendError(
  visit: Pick<Visit, "request" | "reply"> & { wanted?: string | undefined },
  kind: ErrorScreen["kind"],
): FastifyReply {
  const statuses = { not_found: 404, busy: 503, bad_request: 400, forbidden: 403 } as const;
  // What is not there will not be there on a second try.
  const retry = kind === "not_found" ? {} : { retryUrl: visit.request.url };
  const screen = { name: "error", kind, ...retry } as const;
  const locale = localeOf({ wanted: undefined, ...visit });
  return send(visit, statuses[kind], screen, { locale, merchantName: "", version: 0 });
}

type Particulars = Omit<Frame, "nonce" | "action">;

function send(
  { request, reply }: Pick<Visit, "request" | "reply">,
  status: number,
  screen: Screen,
  particulars: Particulars,
): FastifyReply {
  const nonce = randomToken(12);
  pageHeaders(reply, { nonce, framedByAnyone: true, formTargets: targetsOf(particulars.closeUrl) });
  return reply.code(status).send(renderScreen(screen, { ...particulars, nonce, action: request.url }));
}

/** Where a posted form may end up. The shop's address may be the page on which a card pays the rest, which sends the
 *  shopper on to somebody whom only the shop knows, and browsers hold all the way against the form it began with. */
function targetsOf(closeUrl: string | undefined): string[] {
  const target = URL.parse(closeUrl ?? "");
  return target ? [target.protocol] : [];
}

/** The same page with the session in its address: a frame of another site may have no cookies. */
function linkTo({ request, wanted }: Visit, session: string | undefined): string {
  const path = request.url.split(/[?&]/)[0] ?? "";
  const query = new URLSearchParams();
  if (wanted) query.set("locale", wanted);
  if (session) query.set("session", session);
  return query.size > 0 ? `${path}?${query}` : path;
}
