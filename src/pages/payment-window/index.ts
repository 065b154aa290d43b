import { webUrl } from "../credit-form/addresses.ts";
import { windowScript } from "./assets.ts";
import { injectMondido, type MondidoVariable } from "./inject.ts";
import { renderLiquid, TemplateFault } from "./liquid.ts";
import { renderOwn } from "./own-templates.ts";
import type { WindowRoots } from "./roots.ts";
import { textsIn, type WindowLocale } from "./texts.ts";
import { usableCards, type WindowState, windowView } from "./view.ts";

export { windowAssets } from "./assets.ts";
export { renderLiquid, TemplateFault } from "./liquid.ts";
export { windowPolicy } from "./policy.ts";
export { documentedParams } from "./posted.ts";
export * from "./roots.ts";
export { pageHeaders, sendPage } from "./send-page.ts";
export { fieldText, type WindowLocale } from "./texts.ts";
export type { WindowState } from "./view.ts";

export type PaymentWindow = {
  /** A merchant's template; without it, or when it fails, ours is shown. */
  readonly source?: string | undefined;
  readonly roots: WindowRoots;
  readonly state: WindowState;
  /** Where the form posts, and what it posts along. */
  readonly form: { readonly action: string; readonly hidden?: Readonly<Record<string, string>> };
  /** The variable `Mondido`'s token: what the page's scripts show to the API of the hosted window. */
  readonly token: string;
  readonly nonce?: string;
};

/** The payment window, ready to be sent. `fault` says why the merchant's template is not what is shown;
 *  `merchants` says whose page it is, for `windowPolicy`. */
export async function renderWindow(
  window: PaymentWindow,
): Promise<{ html: string; merchants: boolean; fault?: TemplateFault }> {
  const { source, roots, state, form, token, nonce } = window;
  const errors = { errors: state.errors ?? {}, notice: state.notice ?? null };
  const page = source === undefined ? undefined : await attempt(source, { ...roots, ...errors });
  const merchants = typeof page === "string";
  const html = injectMondido(
    merchants ? page : renderOwn("default", windowView(roots, state)),
    { variable: mondidoVariable(roots, token), ...form, script: windowScript.path },
    nonce ? { nonce } : {},
  );
  return { html, merchants, ...(page instanceof TemplateFault && { fault: page }) };
}

/** The page that takes the shopper to the bank's 3-D Secure page, or from there to the shop, by posting `fields` to
 *  `action`: by itself, or by a button where scripts do not run. */
export function renderHandOver({
  action,
  fields,
  locale,
  to = "bank",
  leavesFrame = false,
}: {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly locale: WindowLocale;
  readonly to?: "bank" | "shop";
  /** The whole window goes on, not only the frame that this page is shown in. */
  readonly leavesFrame?: boolean;
}): string {
  const hidden = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const t = textsIn(locale);
  const words =
    to === "bank"
      ? { title: t.handOverTitle, text: t.handOverText, button: t.handOverButton }
      : { title: t.handBackTitle, text: t.handBackText, button: t.back };
  return renderOwn("hand-over", { lang: locale, t, ...words, action, fields: hidden, leavesFrame });
}

/** The page in place of a window: there is no such payment, it is finished or under way, or its link is damaged. */
export function renderWindowError({
  kind,
  locale,
  merchantName,
  shopUrl,
  againUrl,
  detail,
}: {
  readonly kind: "not_found" | "paid" | "finished" | "expired" | "invalid" | "under_way" | "at_bank";
  readonly locale: WindowLocale;
  readonly merchantName?: string;
  readonly shopUrl?: string;
  /** Where a form posts that begins anew. */
  readonly againUrl?: string;
  /** What is wrong, for whoever builds the shop. */
  readonly detail?: string;
}): string {
  const t = textsIn(locale);
  return renderOwn("error", {
    lang: locale,
    t,
    heading: t[`${kind}_title`],
    text: t[`${kind}_text`],
    detail,
    merchantName,
    shopUrl: webUrl(shopUrl),
    againUrl,
  });
}

async function attempt(source: string, roots: Record<string, unknown>): Promise<string | TemplateFault> {
  try {
    return await renderLiquid(source, roots);
  } catch (error) {
    if (error instanceof TemplateFault) return error;
    throw error;
  }
}

function mondidoVariable({ transaction, merchant }: WindowRoots, token: string): MondidoVariable {
  const { id, amount, metadata = null, customer } = transaction;
  return {
    token,
    transaction: {
      id,
      amount,
      metadata,
      customer: customer?.id
        ? {
            id: customer.id,
            ref: customer.ref ?? null,
            metadata: customer.metadata ?? null,
            stored_cards: usableCards(customer).map(
              ({ card_number, id, token, expires, card_type, currency }) => ({
                card_number,
                id,
                token,
                expires,
                card_type,
                currency,
              }),
            ),
          }
        : null,
    },
    merchant: { id: merchant.id },
  };
}
