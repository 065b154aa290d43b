import { createHash, timingSafeEqual } from "node:crypto";

/** Mokka's signature: sha1 over the exact bytes of the body followed by the secret key, as 40 hex digits. */
export function signature(body: string | Uint8Array, secretKey: string): string {
  return createHash("sha1").update(body).update(secretKey).digest("hex");
}

/** Compares in constant time, so that the answer's delay tells nothing about the right signature. */
export function isSignedBy(secretKey: string, body: Uint8Array, claimed: unknown): boolean {
  if (typeof claimed !== "string" || !/^[0-9a-f]{40}$/i.test(claimed)) return false;
  return timingSafeEqual(Buffer.from(claimed, "hex"), Buffer.from(signature(body, secretKey), "hex"));
}
