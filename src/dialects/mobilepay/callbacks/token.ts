import type { NetworkToken } from "../../../core/wallet/index.ts";
import type { CardType } from "../card-types.ts";

/** What a token callback is about. `attemptId`: not with another card for an agreement. */
export type TokenFacts = {
  readonly paymentId: string;
  readonly attemptId?: string;
  readonly agreementId?: string | undefined;
  readonly cardType: CardType;
  readonly issuedIn: string;
  readonly firstSix: string;
  readonly lastFour: string;
};

/** The token callback of either network (facts 3.4). Months, years and indicators are text. */
export function tokenBody(facts: TokenFacts, token: NetworkToken) {
  const { paymentId, attemptId, agreementId, cardType, issuedIn, firstSix, lastFour } = facts;
  const isVisa = token.network === "visa";
  return {
    ...(agreementId && { agreementId }),
    paymentId,
    ...(attemptId && { authorizationAttemptId: attemptId }),
    cardType,
    cardIssuedInCountryCode: issuedIn,
    maskedCardNumber: `${firstSix}XXXXXX${lastFour}`,
    cardDataType: isVisa ? "VisaToken" : "MastercardToken",
    tokenMethod: isVisa ? "VTS" : "MC S4C",
    tokenData: isVisa ? visaData(token, facts) : mastercardData(token),
    ...(isVisa && { isDelegatedAuthentication: false }),
  };
}

function visaData(
  { token, cryptogram, eci, accountReference, expiresOn }: NetworkToken,
  { paymentId, lastFour }: TokenFacts,
) {
  return {
    vPaymentDataID: paymentId.replaceAll("-", ""),
    cryptogramInfo: { cryptogram, eci },
    paymentInstrument: {
      last4: lastFour,
      paymentType: { cardBrand: "VISA" },
      paymentAccountReference: accountReference,
    },
    tokenInfo: {
      token,
      last4: token.slice(-4),
      expirationDate: { month: monthOf(expiresOn), year: String(expiresOn.year) },
    },
  };
}

function mastercardData({ token, cryptogram, eci, accountReference, expiresOn }: NetworkToken) {
  return {
    token: {
      paymentToken: token,
      tokenExpirationMonth: monthOf(expiresOn),
      tokenExpirationYear: String(expiresOn.year),
      paymentAccountReference: accountReference,
    },
    dynamicData: {
      dynamicDataType: "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM",
      dynamicDataValue: cryptogram,
    },
    eci,
  };
}

function monthOf({ month }: Temporal.PlainDate): string {
  return String(month).padStart(2, "0");
}
