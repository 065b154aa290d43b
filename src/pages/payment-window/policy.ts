/** What a payment window may do: the value of its `content-security-policy`.
 *
 *  A merchant's template is the merchant's page on our address. It may run its own scripts, as the document
 *  promises, and nothing in it is escaped; so it is kept from our address instead. `sandbox` without
 *  `allow-same-origin` gives the page an origin of its own: it has no cookies, no storage and no readable
 *  answers of Kassa's other pages. Scripts come over https or stand in the page; there are no plugins, no
 *  `<base>`, and forms lead to us or to the web. Our own window runs no script but ours.
 *
 *  `frameAncestors`: which pages may frame it, such as `https:` or `'self'`. */
export function windowPolicy({
  merchants,
  nonce,
  frameAncestors,
}: {
  readonly merchants: boolean;
  /** Of the page's own script, where it has one. */
  readonly nonce?: string;
  readonly frameAncestors: string;
}): string {
  const framing = `base-uri 'none'; object-src 'none'; frame-ancestors ${frameAncestors}`;
  // A browser holds form-action also against where the answer redirects to: the shop.
  const forms = "form-action 'self' https: http:";
  if (!merchants) {
    const scripts = nonce ? `script-src 'self' 'nonce-${nonce}'` : "script-src 'self'";
    return `default-src 'none'; ${scripts}; style-src 'self'; img-src https: data:; connect-src 'self'; ${forms}; ${framing}`;
  }
  const sandbox =
    "sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-top-navigation";
  const loads =
    "default-src 'self' https: data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' https:; style-src 'self' 'unsafe-inline' https:";
  return `${loads}; ${forms}; ${framing}; ${sandbox}`;
}
