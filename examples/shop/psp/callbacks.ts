import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Agreements } from "./agreements.ts";
import { type Card, openPan, tokenCard } from "./card-data.ts";
import { callbackKey, type Office } from "./office.ts";
import type { Payments, Recipient } from "./payments.ts";

const pan = z.object({
  EncryptedCardData: z.string().max(4_000),
  PaymentId: z.string(),
  AuthorizationAttemptId: z.string(),
  CardType: z.string(),
});

const token = z.object({ paymentId: z.string(), authorizationAttemptId: z.string() });

const text = z.string().nullish();

const checkout = z.object({
  PaymentId: z.string(),
  EmailAddress: text,
  PhoneNumber: text,
  Addresses: z.array(
    z.object({
      FirstName: text,
      Surname: text,
      CompanyName: text,
      AddressLine1: text,
      AddressLine2: text,
      PostalCode: text,
      City: text,
      CountryCode: text,
      IsDeliveryAddress: z.boolean().nullish(),
    }),
  ),
});

const failure = z.object({ PaymentId: z.string(), Code: z.string() });
const agreementState = z.object({ agreementId: z.string(), state: z.enum(["Activated", "Terminated"]) });
const cardUpdate = z.object({
  agreementId: z.string(),
  paymentId: z.string(),
  cardType: z.string(),
  cardData: z.string().max(4_000).optional(),
});

type Books = { office: Office; payments: Payments; agreements: Agreements };

/** Where the wallet tells us things. Each is answered at once; what follows from it happens after, and may be told twice. */
export function receiveCallbacks(app: FastifyInstance, { office, payments, agreements }: Books): void {
  const at = <Body>(
    what: Parameters<Office["callbackUrl"]>[0],
    shape: z.ZodType<Body>,
    take: (told: Body, body: unknown) => Promise<void> | undefined | void,
  ) =>
    app.post(`/mobilepay/${callbackKey}/${what}`, (request, reply) => {
      const told = shape.safeParse(request.body);
      if (!told.success) return reply.status(400).send({ error: "not what the document says" });
      // The body has a card in it: of a failure only its kind may be told.
      Promise.resolve(take(told.data, request.body)).catch((error: unknown) =>
        office.warn(`${what}: ${error instanceof Error ? error.message : "failed"}`),
      );
      return reply.status(204).send();
    });

  const unseal = async (sealed: string, type: string): Promise<Card> =>
    openPan((await office.keyPair).privateKey, sealed, type);

  at("card", pan, (told) =>
    payments.takeCard(told.PaymentId, told.AuthorizationAttemptId, () =>
      unseal(told.EncryptedCardData, told.CardType),
    ),
  );
  at("token", token, ({ paymentId, authorizationAttemptId }, body) =>
    payments.takeCard(paymentId, authorizationAttemptId, async () => tokenCard.parse(body)),
  );
  at("address", checkout, (told) => payments.takeRecipient(told.PaymentId, recipientOf(told)));
  at("failed", failure, ({ PaymentId }) => payments.expire(PaymentId));
  at("agreement", agreementState, ({ agreementId, state }) => agreements.takeState(agreementId, state));
  at("card-update", cardUpdate, ({ agreementId, paymentId, cardType, cardData }, body) =>
    agreements.takeCard(agreementId, paymentId, async () =>
      cardData ? unseal(cardData, cardType) : tokenCard.parse(body),
    ),
  );
}

function recipientOf({ Addresses, EmailAddress, PhoneNumber }: z.infer<typeof checkout>): Recipient {
  const delivery = Addresses.find(({ IsDeliveryAddress }) => IsDeliveryAddress);
  const who = delivery ?? Addresses[0];
  const place = `${delivery?.PostalCode ?? ""} ${delivery?.City ?? ""}`.trim();
  const lines = [
    delivery?.CompanyName,
    delivery?.AddressLine1,
    delivery?.AddressLine2,
    place,
    delivery?.CountryCode,
  ];
  return {
    firstName: who?.FirstName ?? "",
    surname: who?.Surname ?? "",
    email: EmailAddress ?? "",
    phone: PhoneNumber ?? "",
    delivery: lines.filter((line): line is string => Boolean(line)),
  };
}
