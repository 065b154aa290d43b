import type { CardType } from "../card-types.ts";

/** A card by its number, encrypted (facts 3.3). With an agreement its id comes along, under a name that is ours. */
export function panBody({
  encrypted,
  paymentId,
  attemptId,
  publicKeyId,
  cardType,
  agreementId,
}: EncryptedCard & { readonly attemptId: string }) {
  return {
    EncryptedCardData: encrypted,
    PaymentId: paymentId,
    AuthorizationAttemptId: attemptId,
    PublicKeyId: publicKeyId,
    CardType: cardType,
    ...(agreementId && { AgreementId: agreementId }),
  };
}

/** Another card for an agreement, by its number, encrypted (facts 3.8). */
export function panUpdateBody({ encrypted, paymentId, publicKeyId, cardType, agreementId }: EncryptedCard) {
  return {
    agreementId,
    paymentId,
    publicKeyId,
    cardType,
    cardData: encrypted,
    cardDataType: "EncryptedPan",
  };
}

type EncryptedCard = {
  /** Base64. */
  readonly encrypted: string;
  readonly paymentId: string;
  readonly publicKeyId: number;
  readonly cardType: CardType;
  readonly agreementId?: string | undefined;
};

/** The time to approve is over: the only failure that is told (facts 3.6). */
export function failedBody(paymentId: string) {
  return { Code: "100", Reason: "Payment expired", PaymentId: paymentId };
}

/** The state of an agreement (facts 3.8). The names are ours. */
export function agreementBody(agreementId: string, state: "Activated" | "Terminated") {
  return { agreementId, state };
}
