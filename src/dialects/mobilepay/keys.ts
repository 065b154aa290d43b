import { createPublicKey, type KeyObject } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { addPublicKey } from "../../core/integrators/index.ts";
import { rawBody } from "../../platform/http/index.ts";
import { identify } from "./call.ts";
import { Problem } from "./problem.ts";

const smallestBits = 2048;
const largestBits = 8192;

/** A public RSA key as it is kept, from its PEM; undefined when it is none, or too small or large. */
export function readPublicKey(pem: string): string | undefined {
  // A private key would do too, and have no business here.
  if (!pem.includes("-----BEGIN PUBLIC KEY-----")) return undefined;
  const key = parse(pem);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  const isFit = key?.asymmetricKeyType === "rsa" && bits >= smallestBits && bits <= largestBits;
  return isFit ? String(key.export({ type: "spki", format: "pem" })) : undefined;
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** Registers a key that a client of the sandbox sends, by its credentials; the provider does it by hand (facts 3.3).
 *  Problems: 400, 401. */
export async function registerKey(
  request: FastifyRequest,
  house: House,
): Promise<{ readonly publicKeyId: number }> {
  const { merchantId } = await identify(request, house);
  const pem = readPublicKey(rawBody(request).toString());
  if (!pem) {
    const message = "The body must be the PEM of a public RSA key of 2048 to 8192 bits.";
    throw new Problem(400, { errors: { "": [message] } });
  }
  const number = await house.numbers.next("public_key");
  await house.write(async (tx) => addPublicKey(tx, { number, merchantId, pem }));
  return { publicKeyId: Number(number) };
}
