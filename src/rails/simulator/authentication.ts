import type { AuthenticationRequest, Authenticator } from "../../core/payments/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { type SignedText, signedText } from "./signed-text.ts";
import { findTestCard } from "./test-cards.ts";

/** What the card's bank is asked; the number is masked. */
type Challenge = {
  readonly id: string;
  /** In minor units. */
  readonly amount: string;
  readonly currency: string;
  readonly merchantName: string;
  readonly cardNumber: string;
  readonly returnUrl: string;
};

type Verdict = { readonly id: string; readonly isHolder: boolean };

/** The card's bank, as its page needs it. */
type CardBank = {
  /** What a `PaReq` asks; undefined when it is not genuine. */
  read(paReq: unknown): Challenge | undefined;
  /** The `PaRes` that says whether the holder agreed. */
  answer(challenge: Challenge, isHolder: boolean): string;
};

const challenges = (key: string): SignedText<Challenge> => signedText(key, "PaReq");
const verdicts = (key: string): SignedText<Verdict> => signedText(key, "PaRes");

/** 3-D Secure of the sandbox: the shopper is sent to `/sandbox/acs` with `PaReq`, `MD` (the id) and `TermUrl`, and
 *  comes back with `PaRes` and `MD`. Throws when the way back leads to another site than ours. `key` signs both. */
export function createAuthenticator(key: string): Authenticator {
  return {
    async begin(request) {
      const { id, baseUrl, returnUrl } = request;
      if (new URL(returnUrl).origin !== new URL(baseUrl).origin) {
        throw new Error("a challenge leads back to this server only");
      }
      const isChallenged = request.isForced ?? findTestCard(request.cardNumber)?.isChallenged;
      if (!request.isTest || !isChallenged) return undefined;
      const fields = { PaReq: challenges(key).write(challengeOf(request)), MD: id, TermUrl: returnUrl };
      return { url: `${baseUrl}/sandbox/acs`, fields };
    },
    async finish(id, fields) {
      const verdict = verdicts(key).read(fields.PaRes);
      if (verdict?.id !== id) return undefined;
      const { isHolder } = verdict;
      return {
        authenticated: isHolder,
        reference: uuidOf(`authentication:${id}`),
        eci: isHolder ? "05" : "07",
      };
    },
  };
}

/** The other side of `createAuthenticator`, made with the same key. */
export function createCardBank(key: string): CardBank {
  return {
    read: (paReq) => challenges(key).read(paReq),
    answer: ({ id }, isHolder) => verdicts(key).write({ id, isHolder }),
  };
}

function challengeOf(request: AuthenticationRequest): Challenge {
  const { id, amount, currency, merchantName, cardNumber, returnUrl } = request;
  return {
    id,
    amount: String(amount),
    currency,
    merchantName: merchantName.slice(0, 100),
    cardNumber: `${cardNumber.slice(0, 6)}******${cardNumber.slice(-4)}`,
    returnUrl,
  };
}
