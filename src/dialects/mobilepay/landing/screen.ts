import type { LandingFrame, LandingScreen } from "../../../pages/wallet/index.ts";
import { eligibleCards } from "../accept.ts";
import { appUrl } from "../links.ts";
import { cookieOf } from "./cookies.ts";
import { logoOf } from "./logo.ts";
import { readAlias, splitPhone } from "./phone-number.ts";
import { addressOf, type Visit } from "./visit.ts";

export type EnterScreen = Extract<LandingScreen, { name: "enter" }>;

/** What a visitor is shown. */
export async function screenOf(visit: Visit): Promise<LandingScreen> {
  const { stage, query, user, payment } = visit;
  switch (stage.name) {
    case "enter":
      return enterScreen(visit);
    case "waiting": {
      if (query.change !== undefined) return enterScreen(visit);
      const cards =
        stage.failure === undefined && user ? await eligibleCards(visit.house, payment, user) : undefined;
      const failure = cards?.length === 0 ? "no_card" : stage.failure;
      return { ...waiting(visit, "waiting"), ...(failure !== undefined && { failure }) };
    }
    case "authorizing":
    case "step_up":
    case "stepped_up":
      return waiting(visit, stage.name);
    case "rejected":
      return { name: "over", outcome: query.cancelled === undefined ? "rejected" : "cancelled" };
    default:
      return { name: "over", outcome: stage.name };
  }
}

function waiting({ user }: Visit, stage: "waiting" | "authorizing" | "step_up" | "stepped_up") {
  return { name: "waiting", stage, ending: user?.phone.slice(-4) ?? "" } as const;
}

/** What a link tells goes before what was remembered; at a kiosk nothing is. */
export function enterScreen({ request, query, facts }: Visit): EnterScreen {
  const remembers = query["disable-remember-me"] === undefined;
  const known = remembers ? cookieOf(request, "mobilepay_number") : undefined;
  const phone = query.change === undefined ? (readAlias(query.alias) ?? known) : undefined;
  return { name: "enter", ...splitPhone(phone, facts.store.country), remembers };
}

export function frameOf({ house, query, payment, told, locale, stage }: Visit): LandingFrame {
  const { amount, currency, expiresAt, mandateId, id, details } = payment;
  const changes = stage.name === "waiting" && query.change !== undefined;
  return {
    locale,
    address: addressOf(query),
    here: addressOf(query, changes ? { change: "1" } : {}),
    payment: {
      merchantName: told.merchantName,
      logoUrl: logoOf(told),
      amount: { amount, currency },
      isVerification: details.verifies === true,
      isAgreement: mandateId !== null,
      backUrl: told.redirectFromMobilePayUrl,
      appUrl: appUrl(id),
      secondsLeft: house.now().until(expiresAt).total("seconds"),
    },
    ...(house.isSandbox && { phoneUrl: `/phone/payments/${id}` }),
  };
}
