import type { AuthorizationRequest, CardDetails } from "../acquirer.ts";
import type { Payment } from "../payment.ts";

/** What names the latest attempt to pay to the outside world. */
export function attemptOf({ id, instrument }: Payment): string {
  return instrument?.attempt ?? id;
}

/** What an acquirer is asked about a payment that has begun, with this card. */
export function authorizationOf(
  payment: Payment,
  card: CardDetails,
  initiatedBy: AuthorizationRequest["initiatedBy"],
): AuthorizationRequest {
  const { amount, currency, isTest, instrument } = payment;
  const authentication = instrument?.authentication;
  return {
    id: attemptOf(payment),
    amount,
    currency,
    card,
    isTest,
    initiatedBy,
    ...(authentication && { authentication }),
  };
}
