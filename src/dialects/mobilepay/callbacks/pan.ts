import { constants, publicEncrypt } from "node:crypto";

/** A card as it is encrypted for an integrator. */
export type PlainCard = { readonly pan: string; readonly expiresOn: Temporal.PlainDate };

/** 100 ns since the year 1, as .NET counts (facts 3.3). */
export function ticksOf(instant: Temporal.Instant): bigint {
  return instant.epochNanoseconds / 100n + 621_355_968_000_000_000n;
}

/** The JSON that is encrypted. All values are numbers; some are longer than JavaScript's are exact. */
export function plainText({ pan, expiresOn }: PlainCard, now: Temporal.Instant): string {
  return JSON.stringify({
    timestampticks: JSON.rawJSON(String(ticksOf(now))),
    encryptedCardData: {
      cardNumber: JSON.rawJSON(pan),
      expiryMonth: expiresOn.month,
      expiryYear: expiresOn.year % 100,
    },
  });
}

/** Encrypts a card for the owner of a public key: RSA, OAEP with SHA-256, also in MGF1; base64 (facts 3.3). */
export function encryptCard(card: PlainCard, { pem, now }: { pem: string; now: Temporal.Instant }): string {
  const key = { key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  return publicEncrypt(key, Buffer.from(plainText(card, now))).toString("base64");
}
