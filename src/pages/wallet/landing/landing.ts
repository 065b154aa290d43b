import type { Money } from "../../../core/money/index.ts";
import { linkable, webUrl } from "../../credit-form/addresses.ts";
import { landingScript } from "../assets.ts";
import { type Reason, reasonText } from "../reasons.ts";
import {
  clockText,
  initialOf,
  languageLinks,
  renderWallet,
  stampOf,
  text,
  textOf,
  type WalletLocale,
} from "../render.ts";

/** Where a payment is, as the page in the shop's tab shows it. */
export type LandingScreen =
  | {
      readonly name: "enter";
      /** The country code, such as 45, and the number behind it. */
      readonly prefix: string;
      readonly number: string;
      /** Whether the number may be remembered. */
      readonly remembers: boolean;
      readonly error?: "invalid" | "unknown" | "too_young" | "busy";
    }
  | {
      readonly name: "waiting";
      readonly stage: "waiting" | "authorizing" | "step_up" | "stepped_up";
      /** The last digits of the phone: whoever has the link may see the page. */
      readonly ending: string;
      /** Why the last approval came to nothing. */
      readonly failure?: Reason;
    }
  | { readonly name: "over"; readonly outcome: Outcome }
  | { readonly name: "error"; readonly kind: "not_found" | "forbidden" | "bad_request" | "busy" };

export type Outcome = "completed" | "rejected" | "expired" | "invalidated" | "cancelled";

/** What surrounds every screen. */
export type LandingFrame = {
  readonly locale: WalletLocale;
  /** Of this page, to which forms post. */
  readonly address: string;
  /** The same as it was asked for, perhaps to change the number. */
  readonly here: string;
  readonly payment?: {
    readonly merchantName: string;
    readonly logoUrl: string;
    readonly amount: Money;
    readonly isVerification: boolean;
    readonly isAgreement: boolean;
    /** Back to the shop. */
    readonly backUrl: string;
    /** Opens the app on this device. */
    readonly appUrl: string;
    readonly secondsLeft: number;
  };
  /** The sandbox's phone. */
  readonly phoneUrl?: string;
};

/** The country codes that are offered. */
export const prefixes = ["45", "358"] as const;

/** What an embedding page is told at the end (facts 4.1). */
const ends: Readonly<Record<Outcome, readonly [code: number, message: string]>> = {
  completed: [0, "completed"],
  rejected: [1, "rejected"],
  expired: [3, "expired"],
  invalidated: [4, "cancelled"],
  cancelled: [4, "cancelled"],
};

/** What the page's script asks for again and again: another stamp, and the page has to be loaded anew. */
export function landingNews(screen: LandingScreen, { locale, payment }: LandingFrame) {
  const secondsLeft = Math.max(0, Math.floor(payment?.secondsLeft ?? 0));
  // What is typed, and what was wrong with it, is no news.
  return { stamp: stampOf([screen.name === "enter" ? screen.name : screen, locale]), secondsLeft };
}

/** The page in the shop's tab as HTML. Every value may come from a stranger: text is escaped, and an address that would
 *  run as a script is left out. */
export function renderLanding(screen: LandingScreen, frame: LandingFrame): string {
  const { locale, address, here, payment, phoneUrl } = frame;
  const title = titleOf(screen, locale);
  const isOpen = screen.name === "enter" || screen.name === "waiting";
  const full = payment
    ? text(locale, "layout.with_merchant", { title, merchant: payment.merchantName })
    : title;
  const isWrong = screen.name === "enter" && screen.error !== undefined;
  return renderWallet(`landing/${templateOf(screen)}`, {
    locale,
    title,
    documentTitle: isWrong ? text(locale, "layout.error_title", { title: full }) : full,
    script: landingScript.path,
    languages: languageLinks(here, locale),
    ...landingNews(screen, frame),
    reloads: screen.name === "waiting",
    polls: isOpen ? here : undefined,
    testHint: isOpen && phoneUrl ? text(locale, "landing.test_hint") : undefined,
    phoneUrl: isOpen ? phoneUrl : undefined,
    address,
    prefixes,
    merchant: payment && {
      name: payment.merchantName,
      logoUrl: webUrl(payment.logoUrl),
      initial: initialOf(payment.merchantName),
      amount: payment.isVerification ? undefined : payment.amount,
    },
    isVerification: payment?.isVerification,
    isAgreement: payment?.isAgreement,
    clock: clockText(payment?.secondsLeft ?? 0),
    backUrl: linkable(payment?.backUrl),
    appUrl: linkable(payment?.appUrl),
    ...viewOf(screen, frame),
  });
}

function templateOf(screen: LandingScreen): string {
  return screen.name === "error" ? "over" : screen.name;
}

function titleOf(screen: LandingScreen, locale: WalletLocale): string {
  if (screen.name === "enter") return text(locale, "landing.pay");
  if (screen.name === "waiting") return text(locale, `${screen.stage}.title`);
  return text(locale, `${screen.name === "over" ? screen.outcome : screen.kind}.title`);
}

function viewOf(screen: LandingScreen, { locale, address, payment }: LandingFrame): object {
  switch (screen.name) {
    case "enter": {
      const { error } = screen;
      return { ...screen, error: error && text(locale, `phone_error.${error}`) };
    }
    case "waiting": {
      const { stage, ending, failure } = screen;
      return {
        message: text(locale, `${stage}.text`, { ending }),
        failure: failure !== undefined ? textOf(locale, reasonText(failure)) : undefined,
        isWaiting: stage === "waiting",
        changeUrl: `${address}&change=1`,
      };
    }
    case "over": {
      const [code, message] = ends[screen.outcome];
      const { merchantName = "" } = payment ?? {};
      return {
        message: text(locale, `${screen.outcome}.text`, { merchant: merchantName }),
        tone: screen.outcome === "completed" ? "good" : "plain",
        ends: `mobilepay:rc=${code}&message=${message}`,
        leaves: leavesBySelf(screen.outcome),
      };
    }
    case "error": {
      const isLost = screen.kind === "not_found";
      return {
        message: text(locale, `${screen.kind}.text`),
        tone: "plain",
        retryUrl: isLost ? undefined : address,
      };
    }
  }
}

/** Whether the tab goes back to the shop by itself: the integrator has answered, or the user has said no. Why it came to
 *  nothing otherwise is told first. */
export function leavesBySelf(outcome: Outcome): boolean {
  return outcome === "completed" || outcome === "rejected" || outcome === "cancelled";
}
