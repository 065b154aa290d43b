import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/** A new RSA key pair of 2048 bits, as PEM: what shoppers' browsers encrypt for, and what opens it. */
export async function createKeyPair(): Promise<{ publicKey: string; privateKey: string }> {
  return generate("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
