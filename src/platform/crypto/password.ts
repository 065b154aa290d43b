import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);

/** What OWASP recommends for Argon2id with one lane. */
const strength = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** A password as it is stored: Argon2id, with its salt and strength in front. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive("argon2id", { ...strength, message: Buffer.from(password), nonce });
  const { memory, passes, parallelism } = strength;
  return ["argon2id", memory, passes, parallelism, nonce.toString("base64"), hash.toString("base64")].join(
    "$",
  );
}

/** Whether this is the password that was stored. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = "", hash = ""] = stored.split("$");
  const known = Buffer.from(hash, "base64");
  const tried = await derive("argon2id", {
    message: Buffer.from(password),
    nonce: Buffer.from(nonce, "base64"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: known.length,
  });
  return timingSafeEqual(tried, known);
}
