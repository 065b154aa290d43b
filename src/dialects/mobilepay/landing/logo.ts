/** Asks for the standard logo (facts 5). */
const none = "https://no-logo.png";

/** The address of a merchant's logo; empty: it has none. */
export function logoOf({ merchantLogoUrl }: { readonly merchantLogoUrl: string }): string {
  return merchantLogoUrl === none ? "" : merchantLogoUrl;
}
