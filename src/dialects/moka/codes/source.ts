/** How sure it is that Moka says so: it stands in a document; it was recorded from the service, or a client in use
 *  waits for it; or the documents are silent, and it is our choice from their vocabulary. */
export type Source = "documented" | "recorded" | "chosen";

/** What each method refuses with, in the order of its checks. A reason belongs behind the method's name; one with a dot
 *  is a whole code. */
export type CodeTable = Readonly<Record<string, Readonly<Record<string, Source>>>>;

/** What every method outside PaymentDealer looks at first: key and objects, then whether there is such a dealer. No page
 *  lists the second. */
export function opening<From extends Source>(source: From) {
  return { InvalidRequest: source, InvalidAccount: "chosen" } as const;
}
