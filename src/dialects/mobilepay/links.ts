/** Pages that the provider's documents name (facts 4.1). */
export const landingPath = "/remote-website/index.html";
export const donePath = "/remote-website/apppages/done3ds.html";

/** Where a shopper enters their phone. */
export function landingUrl(baseUrl: string, paymentId: string): string {
  return `${baseUrl}${landingPath}?page=request&id=${paymentId}&version=2`;
}

/** The same as a link into the app. */
export function appUrl(paymentId: string): string {
  return `mobilepayonline://online?paymentid=${paymentId}`;
}
