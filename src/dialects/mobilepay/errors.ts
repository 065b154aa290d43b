import type { Refusal, RefusalCode, RefusalOf } from "../../core/refusal.ts";
import { Problem } from "./problem.ts";

/** Why the domain says no (HTTP 409). Those from 2000 to 2110 are the provider's (facts 2.2); where it has told no number,
 *  the numbers from 4000 on are ours. */
export const domainErrors = {
  2000: "Merchant does not exist",
  2010: "Merchant was not created by this integrator",
  2020: "Merchant is deleted",
  2030: "No allowed card types are given",
  2040: "One or more allowed card types are invalid",
  2050: "Currency code is invalid",
  2100: "An authorization attempt has already succeeded",
  2101: "An authorization attempt is under way; try again later",
  2110: "last4 does not match the card of the agreement; the user is asked to update it",
  4000: "pspReferenceId is already used with other content",
  4001: "Too many payments for this merchantOrderId",
  4002: "publicKeyId is unknown",
  4003: "Amount must be above 0",
  4004: "Amount of an account verification must be between 0 and 100",
  4005: "Timestamp is of another age",
  4006: "Platform is unknown",
  4007: "The same identifier was used with other content",
  4010: "Payment is closed",
  4011: "Payment is expired",
  4012: "Payment cannot be captured",
  4013: "Payment cannot be cancelled",
  4014: "Payment cannot be refunded",
  4015: "Amount exceeds what is authorized and not yet captured or cancelled",
  4016: "Amount exceeds what is captured and not yet refunded",
  4020: "Authorization attempt is replaced by a later one",
  4021: "Authorization attempt is already decided",
  4022: "Authorization attempt is unknown",
  4030: "Agreement is not active",
  4031: "Agreement is terminated",
  4040: "The phone number belongs to no user",
  4041: "The user has no eligible card",
  4042: "The user is younger than the minimum age",
  4043: "The user has no address in a country that is allowed",
} as const;

export type DomainErrorCode = keyof typeof domainErrors;

/** A request that the domain refuses. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: DomainErrorCode;

  constructor(code: DomainErrorCode) {
    super(domainErrors[code]);
    this.code = code;
  }
}

type Answer = DomainErrorCode | 404 | 429 | 503;

/** What the wire says of a refusal of the core: a domain error's number, or an HTTP status. Of other parts of the core, what
 *  no operation here can cause is not listed. */
const refusals: Readonly<
  Record<RefusalOf<"wallet" | "integrators" | "vault">, Answer> & Partial<Record<RefusalCode, Answer>>
> = {
  server_busy: 503,
  too_many_clients: 429,
  store_not_found: 404,
  platform_not_found: 404,
  client_not_found: 404,
  payment_not_found: 404,
  attempt_not_found: 404,
  mandate_not_found: 404,
  public_key_not_found: 4002,
  store_closed: 2020,
  order_exists: 4000,
  order_exhausted: 4001,
  identifier_reused: 4007,
  attempt_succeeded: 2100,
  attempt_under_way: 2101,
  payment_not_open: 4010,
  payment_expired: 4011,
  payment_not_capturable: 4012,
  payment_not_voidable: 4013,
  payment_not_refundable: 4014,
  amount_exceeds_authorized: 4015,
  amount_exceeds_captured: 4016,
  attempt_replaced: 4020,
  attempt_decided: 4021,
  mandate_not_active: 4030,
  mandate_not_open: 4031,
  payer_too_young: 4042,
  card_not_found: 4041,
  card_not_active: 4041,
  payer_not_found: 4040,
};

/** A refusal in the wire's words; undefined when no operation is known to cause it. */
export function worded({ code }: Pick<Refusal, "code">): Fault | Problem | undefined {
  const answer = refusals[code];
  if (answer === undefined) return undefined;
  return answer in domainErrors ? new Fault(answer as DomainErrorCode) : new Problem(answer);
}

/** As it goes over the wire (facts 2.1). */
export function faultBody({ code, message }: Fault, correlationId: string) {
  return { code: String(code), message, correlationId };
}
