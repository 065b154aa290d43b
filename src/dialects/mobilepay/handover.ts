import type { Letter } from "../../core/deliveries/index.ts";
import type { House } from "../../core/house.ts";
import { publicKeys } from "../../core/integrators/index.ts";
import { type Card, openPan } from "../../core/vault/index.ts";
import type { NetworkToken, WalletAttempt } from "../../core/wallet/index.ts";
import { uuidAt } from "../../platform/ids/index.ts";
import { panBody, panUpdateBody } from "./callbacks/bodies.ts";
import { encryptCard } from "./callbacks/pan.ts";
import { tokenBody } from "./callbacks/token.ts";
import { type AllowedCardType, wantsToken } from "./card-types.ts";
import { Fault } from "./errors.ts";
import { cardFacts } from "./users.ts";

/** How an integrator is given a card. */
export type Handover = {
  readonly means: WalletAttempt["means"];
  /** Where to, for a payment. */
  readonly url: string;
  /** What it is told of a payment's approval. */
  body(attempt: WalletAttempt): Record<string, unknown>;
  /** What it is told of another card for an agreement. */
  updateBody(attempt: WalletAttempt): Record<string, unknown>;
};

/** Makes a card ready for an integrator: as a token of its network where the integrator takes one and the network has one,
 *  else by its number, encrypted with the integrator's key. The number stays in here. For the edge, before the write.
 *  Faults: 4002, when the key is not there any more. Refuses: card_not_active. */
export async function handOver(
  house: House,
  {
    card,
    type,
    publicKeyId,
    amount,
  }: { card: Card; type: AllowedCardType; publicKeyId: number; amount: bigint },
): Promise<Handover> {
  const pan = openPan(house.keyring, card);
  const { expiresOn } = card;
  const now = house.now();
  const request = { id: uuidAt(now), cardNumber: pan, expiresOn, amount };
  const token = wantsToken(type) ? await house.tokens.tokenize(request) : undefined;
  if (token) return withToken(token, card, type);
  const key = await house.reader.find(publicKeys, { number: BigInt(publicKeyId) });
  if (!key) throw new Fault(4002);
  const encrypted = encryptCard({ pan, expiresOn }, { pem: key.pem, now });
  return withNumber(encrypted, publicKeyId, type);
}

function withToken(token: NetworkToken, card: Card, { name, tokenCallbackUrl }: AllowedCardType): Handover {
  const { firstSix, lastFour } = card;
  const facts = { cardType: name, issuedIn: cardFacts(card).country, firstSix, lastFour };
  return {
    means: "token",
    url: tokenCallbackUrl ?? "",
    body: ({ id, paymentId, mandateId }) =>
      tokenBody({ ...facts, paymentId, attemptId: id, agreementId: mandateId ?? undefined }, token),
    updateBody: ({ paymentId, mandateId }) =>
      tokenBody({ ...facts, paymentId, agreementId: mandateId ?? undefined }, token),
  };
}

function withNumber(
  encrypted: string,
  publicKeyId: number,
  { name, encryptedPanCallbackUrl }: AllowedCardType,
): Handover {
  const facts = { encrypted, publicKeyId, cardType: name };
  return {
    means: "pan",
    url: encryptedPanCallbackUrl,
    body: ({ id, paymentId, mandateId }) =>
      panBody({ ...facts, paymentId, attemptId: id, agreementId: mandateId ?? undefined }),
    updateBody: ({ paymentId, mandateId }) =>
      panUpdateBody({ ...facts, paymentId, agreementId: mandateId ?? undefined }),
  };
}

/** A callback about an attempt. */
export function letterTo(
  { merchantId, storeId }: { readonly merchantId: string; readonly storeId: string },
  { id }: Pick<WalletAttempt, "id">,
  content: Pick<Letter, "kind" | "destination"> & { readonly json: unknown } & Pick<Letter, "followUp">,
): Letter {
  const { json, ...rest } = content;
  const body = JSON.stringify(json);
  return { merchantId, storeId, dialect: "mobilepay", channel: "callback", subjectId: id, body, ...rest };
}
