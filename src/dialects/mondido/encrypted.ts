import { constants, createPrivateKey, type KeyObject, privateDecrypt } from "node:crypto";
import { isAbsent, type JsonObject, storableText } from "../toolkit/json.ts";
import { Fault } from "./errors.ts";

/** Clients name what they encrypt; there are not more parameters than that. */
const mostNames = 30;

/** The parameters with those decrypted that `encrypted` names, comma-separated, and without `encrypted` itself. Each
 *  is text in base64, encrypted with RSA PKCS#1 v1.5 to the merchant's key, in base64 again, either wrapped as may be
 *  (facts 4.1). Faults errors.encrypted_param.missing, errors.decryption.failed. */
export function decryptParams(params: JsonObject, privateKey: KeyObject | string): JsonObject {
  const { encrypted, ...told } = params;
  const names = namesIn(encrypted);
  if (names.some((name) => !Object.hasOwn(told, name) || isAbsent(told[name]))) {
    throw new Fault("errors.encrypted_param.missing");
  }
  if (names.length === 0) return told;
  const key = typeof privateKey === "string" ? createPrivateKey(privateKey) : privateKey;
  const texts = names.map((name) => decrypt(told[name], key));
  if (texts.includes(undefined)) throw new Fault("errors.decryption.failed");
  return { ...told, ...Object.fromEntries(names.map((name, i) => [name, texts[i]])) };
}

function namesIn(encrypted: unknown): string[] {
  if (isAbsent(encrypted)) return [];
  if (typeof encrypted !== "string" || encrypted.length > 2_000) throw new Fault("errors.decryption.failed");
  const names = new Set(encrypted.split(",").map((name) => name.trim()));
  names.delete("");
  if (names.size > mostNames) throw new Fault("errors.decryption.failed");
  return [...names];
}

/** Undefined whatever is wrong. Wrong padding cannot be told from a wrong text: OpenSSL answers it with a text made
 *  from key and ciphertext ("implicit rejection"), which is hardly ever in base64. */
function decrypt(value: unknown, key: KeyObject): string | undefined {
  try {
    const padding = constants.RSA_PKCS1_PADDING;
    const sealed = fromBase64(value);
    if (sealed.length * 8 !== key.asymmetricKeyDetails?.modulusLength) return undefined;
    const inner = privateDecrypt({ key, padding }, sealed).toString("latin1");
    return storableText(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64(inner)));
  } catch {
    return undefined;
  }
}

function fromBase64(text: unknown): Buffer {
  const joined = typeof text === "string" ? text.replace(/\s+/g, "") : "?";
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(joined)) throw new TypeError("not base64");
  return Buffer.from(joined, "base64");
}
