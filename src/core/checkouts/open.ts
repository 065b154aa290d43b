import type { Tx } from "../../platform/db/index.ts";
import { type Applicant, type Checkout, checkouts } from "./checkout.ts";

export type Opening = Pick<
  Checkout,
  | "merchantId"
  | "storeId"
  | "lenderId"
  | "dialect"
  | "purpose"
  | "paymentId"
  | "reference"
  | "applicant"
  | "wantedTerm"
  | "callbackUrl"
  | "redirectUrl"
  | "termsUrl"
  | "skipResultPage"
  | "expiresAt"
> & { readonly id: string };

/** Opens a form, or opens it again from the start under the same link. `goOn` leaves its progress alone and
 *  takes over only where the shopper is sent afterwards. */
export async function open(tx: Tx, opening: Opening, { goOn }: { goOn: boolean }): Promise<Checkout> {
  const known = await tx.lock(checkouts, { id: opening.id });
  if (!known) return tx.insert(checkouts, { ...fresh(tx, opening), token: tx.token(20), version: 1 });
  if (goOn) {
    const { redirectUrl, callbackUrl, termsUrl, skipResultPage } = opening;
    return tx.update(checkouts, { ...known, redirectUrl, callbackUrl, termsUrl, skipResultPage });
  }
  return tx.update(checkouts, { ...fresh(tx, opening), token: known.token, version: known.version + 1 });
}

function fresh(tx: Tx, opening: Opening): Omit<Checkout, "token" | "version"> {
  return {
    ...opening,
    step: "identify",
    login: opening.applicant.phone !== null && !isComplete(opening.applicant),
    customerId: null,
    confirmationId: null,
    sessionDigest: null,
    sessionExpiresAt: null,
    outcome: null,
    reason: null,
    openedAt: tx.now,
  };
}

function isComplete({ firstName, surname, birthOn }: Applicant): boolean {
  return Boolean(firstName && surname && birthOn);
}
