import { constants, generateKeyPair, type KeyObject, privateDecrypt } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";

/** What an authorization needs of a card. It lives as long as the request to the acquirer, and is neither kept nor logged. */
export type Card = {
  /** The card's number, or its network's token for it. */
  number: string;
  /** Of the card itself, whatever was given in its place. */
  lastFour: string;
  type: string;
  /** The last month in which it is good. */
  expires: Temporal.PlainYearMonth;
};

/** The pair that card numbers come under: 4096 bits, as the wallet asks for. It takes some seconds. */
export async function newKeyPair(): Promise<{ publicKey: string; privateKey: KeyObject }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
  return { publicKey: String(publicKey.export({ type: "spki", format: "pem" })), privateKey };
}

const panText = z.object({
  encryptedCardData: z.object({
    cardNumber: z.coerce.string().regex(/^\d{12,19}$/),
    expiryMonth: z.coerce.number().int().min(1).max(12),
    expiryYear: z.coerce.number().int().min(0).max(99),
  }),
});

/** Opens a card's number (base64): RSA-OAEP, with SHA-256 for both the hash and the mask. Throws for anything else. */
export function openPan(key: KeyObject, sealed: string, type: string): Card {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const text = privateDecrypt({ key, padding, oaepHash: "sha256" }, Buffer.from(sealed, "base64"));
  const { cardNumber, expiryMonth, expiryYear } = panText.parse(
    JSON.parse(text.toString()),
  ).encryptedCardData;
  text.fill(0);
  const expires = Temporal.PlainYearMonth.from({ year: 2000 + expiryYear, month: expiryMonth });
  return { number: cardNumber, lastFour: cardNumber.slice(-4), type, expires };
}

const month = z.string().regex(/^\d{2}$/);
const year = z.string().regex(/^\d{4}$/);

/** A network's token instead of the number; each network has its own shape. */
const tokenData = z.union([
  z
    .object({
      vPaymentDataID: z.string(),
      tokenInfo: z.object({ token: z.string(), expirationDate: z.object({ month, year }) }),
    })
    .transform(({ tokenInfo: { token, expirationDate } }) => ({ token, ...expirationDate })),
  z
    .object({
      token: z.object({ paymentToken: z.string(), tokenExpirationMonth: month, tokenExpirationYear: year }),
    })
    .transform(({ token }) => ({
      token: token.paymentToken,
      month: token.tokenExpirationMonth,
      year: token.tokenExpirationYear,
    })),
]);

export const tokenCard = z
  .object({ cardType: z.string(), maskedCardNumber: z.string().min(4), tokenData })
  .transform(
    ({ cardType: type, maskedCardNumber, tokenData }): Card => ({
      number: tokenData.token,
      // The token has other digits: what the customer and the wallet call the card are its own.
      lastFour: maskedCardNumber.slice(-4),
      type,
      expires: Temporal.PlainYearMonth.from(`${tokenData.year}-${tokenData.month}`),
    }),
  );
