import { renderPage } from "../render.ts";
import { text } from "../texts/text.ts";
import { accentStyle } from "../theme/accent.ts";
import { formScript, recallScript, stylesheet } from "../theme/assets.ts";
import { linkable, webUrl } from "./addresses.ts";
import type { Frame, Screen } from "./screens.ts";
import { viewOf } from "./views.ts";

/** One page of the credit form as HTML. Every value may come from a stranger: text is escaped, and an
 *  address that would run as a script is left out. */
export function renderScreen(screen: Screen, frame: Frame): string {
  const { title, ...view } = viewOf(screen, frame);
  return renderPage(`credit-form/${screen.name}`, {
    ...frame,
    ...view,
    title,
    documentTitle: documentTitle(title, frame, view.errors.length > 0),
    screenName: screen.name,
    logoUrl: webUrl(frame.logoUrl),
    termsUrl: webUrl(frame.termsUrl),
    // The result has its own way back.
    closeUrl: screen.name === "result" ? undefined : linkable(frame.closeUrl),
    accentStyle: frame.accent && accentStyle(frame.accent),
    stylesheet: stylesheet.path,
    script: formScript.path,
    recallScript: recallScript.path,
  });
}

function documentTitle(title: string, { merchantName, locale }: Frame, wrong: boolean): string {
  const full = merchantName ? `${title} · ${merchantName}` : title;
  return wrong ? text(locale, "layout.error_title", { title: full }) : full;
}
