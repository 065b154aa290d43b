import type { Acquirer, AuthorizationAnswer, AuthorizationRequest } from "../../core/payments/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { cvvWrong, type Decline, doNotHonour, expired, findTestCard } from "./test-cards.ts";

/** What a test card's CVV makes of a payment (the document's "Test CVV codes"). */
const cvvDeclines: Readonly<Record<string, Decline>> = {
  "201": doNotHonour,
  "202": cvvWrong,
  "203": expired,
};

/** What its month of expiry makes of a charge without the shopper (the document's "Test Expiry dates"). */
const expiryDeclines: Readonly<Record<string, Decline>> = { "2037-01": doNotHonour, "2037-02": expired };

/** The acquirer of the sandbox. What it answers depends on the request alone. */
export const acquirer: Acquirer = {
  async authorize(request): Promise<AuthorizationAnswer> {
    const decline = declineOf(request);
    return decline
      ? { outcome: "declined", ...decline }
      : { outcome: "approved", authorizationId: uuidOf(`authorization:${request.id}`) };
  },
  reverse: async () => undefined,
};

function declineOf(request: AuthorizationRequest): Decline | undefined {
  const { card, isTest, initiatedBy } = request;
  const instructed = instructedDecline(request.instructions);
  if (instructed) return instructed;
  const testCard = findTestCard(card.number);
  if (!isTest) return testCard ? { reason: "is_a_test_card" } : undefined;
  if (!testCard) return { reason: "not_a_test_card" };
  if (testCard.isSilent) throw new Error("the acquirer did not answer");
  return testCard[initiatedBy] ?? cvvDecline(card.cvv) ?? expiryDecline(request);
}

function instructedDecline({
  failAsCode,
  failAsMessage,
}: AuthorizationRequest["instructions"] = {}): Decline | undefined {
  if (failAsCode === undefined && failAsMessage === undefined) return undefined;
  return {
    reason: "instructed",
    ...(failAsCode !== undefined && { code: failAsCode }),
    ...(failAsMessage !== undefined && { message: failAsMessage }),
  };
}

function cvvDecline(cvv = ""): Decline | undefined {
  return Object.hasOwn(cvvDeclines, cvv) ? cvvDeclines[cvv] : undefined;
}

function expiryDecline({ card, initiatedBy }: AuthorizationRequest): Decline | undefined {
  if (initiatedBy === "shopper") return undefined;
  return expiryDeclines[card.expiresOn.toPlainYearMonth().toString()];
}
