import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Text that only a key of this version opens. */
export type Sealed = { readonly sealed: string; readonly version: number };

const nonceBytes = 12;
const tagBytes = 16;
/** No sealed text that came through a browser is longer. */
const longestTransient = 8_192;

/** Reads `1:<64 hex>,2:<64 hex>`: keys by version. Undefined when it is written differently, or names a version or
 *  a key twice. */
export function readVaultKeys(text: string): ReadonlyMap<number, Buffer> | undefined {
  const found = text.split(",").map((part) => /^([1-9]\d{0,8}):([0-9a-f]{64})$/i.exec(part.trim()));
  const keys = new Map<number, Buffer>();
  for (const match of found) {
    if (!match) return undefined;
    keys.set(Number(match[1]), Buffer.from(match[2] ?? "", "hex"));
  }
  const different = new Set([...keys.values()].map((key) => key.toString("hex")));
  return different.size === found.length && keys.size === found.length ? keys : undefined;
}

/** Keys for card data, by version: the newest seals, all open. AES-256-GCM throughout, with a key derived for each
 *  purpose; `context` says what the text belongs to, and is not in it: nothing else opens it.
 *
 *  Fingerprints come of the secret key, so that they outlive every vault key. */
export class Keyring {
  /** The version that seals. */
  readonly newest: number;
  readonly #stored: ReadonlyMap<number, Buffer>;
  readonly #transient: ReadonlyMap<number, Buffer>;
  readonly #fingerprint: Buffer;

  /** `vaultKeys`: as `readVaultKeys` reads them. `secretKey`: 64 hexadecimal digits. */
  constructor(vaultKeys: string, secretKey: string) {
    const keys = readVaultKeys(vaultKeys);
    if (!keys) throw new Error("vault keys must be <version>:<64 hexadecimal digits>, separated by commas");
    this.newest = Math.max(...keys.keys());
    this.#stored = new Map([...keys].map(([version, key]) => [version, derive(key, "kassa stored card")]));
    this.#transient = new Map([...keys].map(([version, key]) => [version, derive(key, "kassa transient")]));
    this.#fingerprint = derive(Buffer.from(secretKey, "hex"), "kassa card fingerprint");
  }

  /** Seals with the newest key, into base64. */
  seal(plain: string, context: string): Sealed {
    const version = this.newest;
    return { sealed: encrypt(keyOf(this.#stored, version), plain, context).toString("base64"), version };
  }

  /** Throws when the key of that version is not there, or the text was not sealed with it for this context. */
  open({ sealed, version }: Sealed, context: string): string {
    return decrypt(keyOf(this.#stored, version), Buffer.from(sealed, "base64"), context);
  }

  /** The same for the same card number of a merchant, always; tells nothing to those without the key. */
  fingerprint(merchantId: string, pan: string): string {
    return createHmac("sha256", this.#fingerprint).update(`${merchantId}:${pan}`).digest("hex");
  }

  /** Seals a JSON value for a short trip through a browser, so that it need not be stored: text that may stand in
   *  a URL, and opens before `expiresAt`. */
  sealTransient(
    value: unknown,
    { context, expiresAt }: { context: string; expiresAt: Temporal.Instant },
  ): string {
    const plain = JSON.stringify({ value, expiresAtMs: expiresAt.epochMilliseconds });
    const sealed = encrypt(keyOf(this.#transient, this.newest), plain, context);
    return `${this.newest}.${sealed.toString("base64url")}`;
  }

  /** The value that was sealed; undefined when the text is not one of ours, not of this context, or too old. */
  openTransient(text: string, { context, now }: { context: string; now: Temporal.Instant }): unknown {
    const [, version, sealed = ""] = /^(\d{1,9})\.([\w-]+)$/.exec(text) ?? [];
    const key = this.#transient.get(Number(version));
    if (!key || text.length > longestTransient) return undefined;
    const plain = tryDecrypt(key, Buffer.from(sealed, "base64url"), context);
    if (plain === undefined) return undefined;
    const { value, expiresAtMs } = JSON.parse(plain) as { value: unknown; expiresAtMs: number };
    return now.epochMilliseconds < expiresAtMs ? value : undefined;
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", purpose, 32));
}

function keyOf(keys: ReadonlyMap<number, Buffer>, version: number): Buffer {
  const key = keys.get(version);
  if (!key) throw new Error(`there is no vault key of version ${version}`);
  return key;
}

/** Nonce, tag and ciphertext in one. */
function encrypt(key: Buffer, plain: string, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function decrypt(key: Buffer, bytes: Buffer, context: string): string {
  const [nonce, tag, sealed] = [
    bytes.subarray(0, nonceBytes),
    bytes.subarray(nonceBytes, nonceBytes + tagBytes),
    bytes.subarray(nonceBytes + tagBytes),
  ];
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
}

function tryDecrypt(key: Buffer, bytes: Buffer, context: string): string | undefined {
  try {
    return decrypt(key, bytes, context);
  } catch {
    return undefined;
  }
}
