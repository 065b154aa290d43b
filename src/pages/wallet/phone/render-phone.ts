import { phoneScript } from "../assets.ts";
import { reasonText } from "../reasons.ts";
import { languageLinks, renderWallet, stampOf, text, textOf } from "../render.ts";
import type { PhoneFrame, PhoneScreen, Tab } from "./screens.ts";
import { titleOf, viewOf } from "./views.ts";

/** Where the tabs lead. */
const tabs: Readonly<Record<Tab, string>> = {
  home: "/phone",
  receipts: "/phone/receipts",
  cards: "/phone/cards",
  agreements: "/phone/agreements",
  me: "/phone/me",
};

type Chrome = {
  /** The tab it belongs to. */
  readonly tab?: Tab;
  /** Where the way back leads. */
  readonly back?: string;
  /** Whether it looks by itself for what is new. */
  readonly polls?: true;
  /** Whether it is loaded again and again where there are no scripts. */
  readonly reloads?: true;
};

const chromes: Readonly<Record<PhoneScreen["name"], Chrome>> = {
  "sign-in": {},
  home: { tab: "home", polls: true, reloads: true },
  request: { back: tabs.home, polls: true },
  processing: { polls: true, reloads: true },
  // Loaded again, the bank's page would begin anew.
  challenge: { polls: true },
  receipt: { tab: "receipts", back: tabs.receipts, polls: true },
  receipts: { tab: "receipts" },
  cards: { tab: "cards" },
  "add-card": { tab: "cards", back: tabs.cards },
  addresses: { tab: "me", back: tabs.me },
  address: { tab: "me", back: "/phone/addresses" },
  agreements: { tab: "agreements" },
  agreement: { tab: "agreements", back: tabs.agreements },
  "choose-card": { tab: "agreements", back: tabs.agreements },
  "end-agreement": { tab: "agreements", back: tabs.agreements },
  profile: { tab: "me" },
  error: { tab: "home" },
};

/** What the page's script asks for again and again: another stamp, and the page has to be loaded anew. */
export function phoneNews(screen: PhoneScreen, { locale }: PhoneFrame) {
  const { secondsLeft = 0, ...shown } = { ...screen } as { secondsLeft?: number };
  return { stamp: stampOf([withoutInput(shown), locale]), secondsLeft: Math.max(0, Math.floor(secondsLeft)) };
}

/** What somebody has chosen or done wrong is no news. */
function withoutInput(shown: object): object {
  const { refused: _refused, chosenCard: _chosen, ...rest } = shown as Record<string, unknown>;
  if (!("checkout" in rest) || typeof rest.checkout !== "object") return rest;
  const {
    chosenDelivery: _delivery,
    chosenBilling: _billing,
    ...checkout
  } = rest.checkout as object & {
    chosenDelivery?: number;
    chosenBilling?: number;
  };
  return { ...rest, checkout };
}

/** One screen of the phone as HTML. Every value may come from a stranger: text is escaped, and an address that would run
 *  as a script is left out. */
export function renderPhone(screen: PhoneScreen, frame: PhoneFrame): string {
  const { locale, here, token, isSignedIn } = frame;
  const { tab, back, polls, reloads } = chromes[screen.name];
  const title = titleOf(screen, locale);
  const failure = "failure" in screen ? screen.failure : undefined;
  const refused = "refused" in screen ? screen.refused : undefined;
  return renderWallet(`phone/${screen.name}`, {
    locale,
    title,
    documentTitle: `${title} · ${text(locale, "layout.app")}`,
    script: phoneScript.path,
    languages: languageLinks(here, locale),
    homeUrl: tabs.home,
    ...phoneNews(screen, frame),
    polls: polls && here,
    reloads,
    here,
    token,
    backUrl: isSignedIn ? back : undefined,
    tabs:
      isSignedIn && tab
        ? Object.entries(tabs).map(([key, href]) => ({ key, href, isCurrent: key === tab }))
        : undefined,
    failure: failure !== undefined ? textOf(locale, reasonText(failure)) : undefined,
    refused: refused && textOf(locale, `refused.${refused.why}`, { age: "age" in refused ? refused.age : 0 }),
    ...viewOf(screen, frame),
  });
}
