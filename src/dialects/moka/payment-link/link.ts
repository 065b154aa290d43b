import type { Payment } from "../../../core/payments/index.ts";
import { randomGuid } from "../three-d/redirect.ts";
import type { Visit } from "../three-d/visit.ts";
import { type Told, toldBy, type UserPosPayment } from "../told.ts";

/** Where a payment request is paid; its token follows. */
export const linkPath = "/UserPosPayment";

type Asked = Pick<UserPosPayment, "step"> & {
  readonly number: bigint;
  readonly token: string;
  /** Where shoppers reach this server. */
  readonly baseUrl: string;
  readonly until: Temporal.Instant;
};

/** What a payment keeps of the link that it is paid by; JSON. */
export function linkOf({ number, token, baseUrl, until, step }: Asked): Pick<Told, "userPosPayment"> {
  const url = `${baseUrl}${linkPath}/${token}`;
  return { userPosPayment: { number: String(number), url, until: String(until), ...(step && { step }) } };
}

type Wishes = Pick<Visit, "redirectUrl" | "customer"> & { readonly returnsHash: boolean };

/** What becomes of somebody who has paid by the link with this token. */
export function visitOfLink(token: string, { redirectUrl, customer, returnsHash }: Wishes): Visit {
  return {
    redirectUrl: redirectUrl || `${linkPath}/${token}`,
    staysInFrame: false,
    codeForHash: returnsHash ? randomGuid() : null,
    customer,
  };
}

/** Until when a payment can be paid by its link, whatever cards were declined meanwhile. */
export function payableUntil(payment: Payment): Temporal.Instant {
  const until = toldBy(payment).userPosPayment?.until;
  return until === undefined ? payment.expiresAt : Temporal.Instant.from(until);
}
