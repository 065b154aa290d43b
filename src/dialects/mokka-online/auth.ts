import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { sameText, sha1Hex } from "../../platform/crypto/index.ts";
import { Fault, replies } from "./errors.ts";

/** SHA-1 over the bytes of the body and the store's key (document, "Authorization"; facts 1.1). */
export function sign(body: Uint8Array | string, secret: string): string {
  return sha1Hex(body, secret);
}

export type Credentials = { readonly storeId: string | undefined; readonly signature: string | undefined };

/** The store that signed this body. Faults in the document's order: 50, 51, 60, 61. */
export async function authenticate(
  house: House,
  { storeId, signature }: Credentials,
  body: Uint8Array,
): Promise<StoreFacts> {
  if (!storeId) throw new Fault(replies.storeMissing);
  const number = withoutZeros(storeId);
  const facts = storeNumber.test(number) ? await house.directory.byNumber("mokka-online", number) : undefined;
  if (!facts) throw new Fault(replies.storeNotFound);
  if (!signature) throw new Fault(replies.signatureMissing);
  if (!isSigned(facts, signature, body)) throw new WrongSignature(facts, recipeOf(facts, signature, body));
  return facts;
}

/** Carries, for the operator's log, which mistaken recipe the signature was made by. */
export class WrongSignature extends Fault {
  readonly facts: StoreFacts;
  readonly recipe: string;

  constructor(facts: StoreFacts, recipe: string) {
    super(replies.signatureWrong);
    this.facts = facts;
    this.recipe = recipe;
  }
}

function isSigned({ secret, store }: StoreFacts, signature: string, body: Uint8Array): boolean {
  const given = signature.trim().toLowerCase();
  if (sameText(given, sign(body, secret))) return true;
  return (
    store.settings.acceptEscapedSignature === true &&
    escapings.some((e) => sameText(given, sign(e(body), secret)))
  );
}

/** Ways in which integrators have misread the document. */
const recipes: Record<string, (body: Buffer, secret: string) => string> = {
  "the body with quotes and backslashes escaped": (body, secret) => sign(escaped(body, /["\\]/g), secret),
  "the body with quotes escaped": (body, secret) => sign(escaped(body, /"/g), secret),
  "the key before the body": (body, secret) => sha1Hex(secret, body),
  "the body without the key": (body) => sha1Hex(body),
  "the body serialized again": (body, secret) => sign(JSON.stringify(JSON.parse(body.toString())), secret),
  "the body without surrounding blanks": (body, secret) => sign(body.toString().trim(), secret),
  "the body with a line break at the end": (body, secret) => sign(`${body.toString()}\n`, secret),
};

function recipeOf({ secret }: StoreFacts, signature: string, body: Uint8Array): string {
  const given = signature.trim().toLowerCase();
  const match = Object.entries(recipes).find(([, make]) => {
    try {
      return sameText(given, make(Buffer.from(body), secret));
    } catch {
      return false;
    }
  });
  return match?.[0] ?? (/^[0-9a-f]{40}$/.test(given) ? "another key or body" : "not a SHA-1 in hexadecimal");
}

const escapings = [(body: Uint8Array) => escaped(body, /["\\]/g), (body: Uint8Array) => escaped(body, /"/g)];

function escaped(body: Uint8Array, characters: RegExp): string {
  return Buffer.from(body).toString().replace(characters, "\\$&");
}

/** Nothing else is looked for: the number comes from anybody. */
const storeNumber = /^[\w-]{1,64}$/;

/** The document writes store 1 as `01` in its sample request. */
function withoutZeros(storeId: string): string {
  return storeId.trim().replace(/^0+(?=\d)/, "");
}
