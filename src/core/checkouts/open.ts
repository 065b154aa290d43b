import type { Tx } from "../../platform/db/index.ts";
import { customers } from "../customers/index.ts";
import { type Checkout, checkouts } from "./checkout.ts";

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
 *  keeps what the shopper has told. A customer the lender knows by the phone has to log in
 *  only; anybody else is asked who they are. */
export async function open(tx: Tx, opening: Opening, { goOn }: { goOn: boolean }): Promise<Checkout> {
  const [known, login] = await Promise.all([tx.lock(checkouts, { id: opening.id }), isCustomer(tx, opening)]);
  if (!known)
    return tx.insert(checkouts, { ...fresh(tx, opening, login), token: tx.orderedToken(14), version: 1 });
  if (goOn) {
    return tx.update(checkouts, { ...known, ...opening, applicant: known.applicant });
  }
  const { token, version } = known;
  return tx.update(checkouts, { ...fresh(tx, opening, login), token, version: version + 1 });
}

function fresh(tx: Tx, opening: Opening, login: boolean): Omit<Checkout, "token" | "version"> {
  return {
    ...opening,
    step: "identify",
    login,
    customerId: null,
    confirmationId: null,
    sessionDigest: null,
    sessionExpiresAt: null,
    outcome: null,
    reason: null,
    openedAt: tx.now,
  };
}

async function isCustomer(tx: Tx, { lenderId, applicant: { phone } }: Opening): Promise<boolean> {
  return phone !== null && (await tx.list(customers, { lenderId, phone })).length > 0;
}
