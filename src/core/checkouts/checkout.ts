import { sameText, sha256Hex } from "../../platform/crypto/index.ts";
import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** The hosted form of one shopper: how far it is, what was filled in. Reached by its token alone. */
export type Checkout = {
  readonly id: string;
  readonly token: string;
  readonly merchantId: string;
  readonly storeId: string;
  readonly lenderId: string;
  readonly dialect: string;
  readonly purpose: "registration" | "purchase";
  readonly paymentId: string | null;
  /** The merchant's name for it. */
  readonly reference: string;
  readonly step: Step;
  /** Counts the steps taken: a form that carries an older one was posted twice or comes from the past. */
  readonly version: number;
  /** At `identify`: whether the short form for known customers is shown. */
  readonly login: boolean;
  readonly applicant: Applicant;
  readonly customerId: string | null;
  readonly confirmationId: string | null;
  /** Whoever filled the form in carries the session, and a new one once they have confirmed the phone: only they
   *  see again what they told, and from then on the limit, and may place the order. */
  readonly sessionDigest: string | null;
  readonly sessionExpiresAt: Temporal.Instant | null;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly wantedTerm: number | null;
  readonly callbackUrl: string;
  readonly redirectUrl: string;
  readonly termsUrl: string | null;
  readonly skipResultPage: boolean;
  readonly openedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
};

/** identify: who are you; confirm: the code; assess: the bureau is asked; choose: which schedule; done. */
export type Step = "identify" | "confirm" | "assess" | "choose" | "done";
export type Outcome = "approved" | "declined" | "contact_support";

export type Applicant = {
  readonly phone: string | null;
  readonly firstName: string;
  readonly surname: string;
  readonly patronymic: string;
  /** yyyy-mm-dd */
  readonly birthOn: string | null;
  readonly email: string | null;
};

export const checkouts: Table<Checkout> = table<Checkout>(
  "checkouts",
  {
    id: "uuid",
    token: "text",
    merchantId: "uuid",
    storeId: "uuid",
    lenderId: "uuid",
    dialect: "text",
    purpose: "text",
    paymentId: "uuid",
    reference: "text",
    step: "text",
    version: "integer",
    login: "boolean",
    applicant: "jsonb",
    customerId: "uuid",
    confirmationId: "uuid",
    sessionDigest: "text",
    sessionExpiresAt: "timestamptz",
    outcome: "text",
    reason: "text",
    wantedTerm: "integer",
    callbackUrl: "text",
    redirectUrl: "text",
    termsUrl: "text",
    skipResultPage: "boolean",
    openedAt: "timestamptz",
    expiresAt: "timestamptz",
  },
  { unique: [["token"]] },
);

const sessionLifetime = Temporal.Duration.from({ minutes: 30 });

export type Position = { readonly token: string; readonly version: number };

/** Takes the form for its next step. Refuses: checkout_not_found, checkout_expired, checkout_moved_on (it is
 *  not at one of `steps`, or `version` is an older one). */
export async function lockAt(
  tx: Tx,
  { token, version }: Position,
  steps: readonly Step[],
): Promise<Checkout> {
  const checkout = await tx.lock(checkouts, { token });
  if (!checkout) throw new Refusal("checkout_not_found");
  if (!steps.includes(checkout.step) || checkout.version !== version) throw new Refusal("checkout_moved_on");
  if (isExpired(checkout, tx.now)) throw new Refusal("checkout_expired");
  return checkout;
}

/** Moves the form on, so that what was posted cannot be posted again. */
export function advance(tx: Tx, checkout: Checkout, changes: Partial<Checkout>): Checkout {
  return tx.update(checkouts, { ...checkout, ...changes, version: checkout.version + 1 });
}

export function isExpired({ expiresAt }: Checkout, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(expiresAt, now) <= 0;
}

export function newSession(tx: Tx): { session: string; changes: Partial<Checkout> } {
  const session = tx.token(16);
  return {
    session,
    changes: { sessionDigest: sha256Hex(session), sessionExpiresAt: tx.now.add(sessionLifetime) },
  };
}

export function isSession(checkout: Checkout, session: string | undefined, now: Temporal.Instant): boolean {
  const { sessionDigest, sessionExpiresAt } = checkout;
  if (!sessionDigest || !sessionExpiresAt || !session) return false;
  return Temporal.Instant.compare(now, sessionExpiresAt) < 0 && sameText(sha256Hex(session), sessionDigest);
}
