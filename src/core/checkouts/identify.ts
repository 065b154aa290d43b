import type { Tx } from "../../platform/db/index.ts";
import { uuidBeside } from "../../platform/ids/index.ts";
import { begin, type Confirmation, resend } from "../confirmations/index.ts";
import { lockByPhone } from "../customers/index.ts";
import { send } from "../deliveries/index.ts";
import { Refusal } from "../refusal.ts";
import { type Applicant, advance, type Checkout, lockAt, newSession, type Position } from "./checkout.ts";

/** The text message that carries a code; `{code}` stands for it. */
export type CodeText = (code: string) => string;

type Codes = { readonly codes: readonly [string, ...string[]]; readonly text: CodeText };

/** The shopper has told who they are: a code goes to their phone, unless one just has. With `login` only a known
 *  phone will do. Guesses at the code of one phone are counted for the whole form, however often it is asked for.
 *  What was told is shown again to the session that is given, and to nobody else.
 *  Refuses: checkout_…, customer_not_found. */
export async function identify(
  tx: Tx,
  {
    position,
    applicant,
    login,
    codes,
  }: {
    position: Position;
    applicant: Applicant & { phone: string };
    login: boolean;
    codes: Codes;
  },
): Promise<{ checkout: Checkout; session: string }> {
  const checkout = await lockAt(tx, position, ["identify", "choose"]);
  const known = login ? await lockByPhone(tx, checkout.lenderId, applicant.phone) : undefined;
  if (login && !known) throw new Refusal("customer_not_found");

  const { phone } = applicant;
  const id = uuidBeside(checkout.id, `confirmation:${checkout.id}:${phone}`);
  const { confirmation, isSent } = await begin(tx, { id, phone, codes: codes.codes });
  if (isSent) sendCode(tx, checkout, confirmation, codes);
  const { session, changes } = newSession(tx);
  const confirmationId = confirmation.id;
  return {
    session,
    checkout: advance(tx, checkout, { ...changes, step: "confirm", applicant, login, confirmationId }),
  };
}

/** Sends another code. Refuses: checkout_…, code_resent_too_soon, code_locked. */
export async function resendCode(
  tx: Tx,
  { position, codes }: { position: Position; codes: Codes },
): Promise<Checkout> {
  const checkout = await lockAt(tx, position, ["confirm"]);
  const confirmation = await resend(tx, { id: checkout.confirmationId ?? "", codes: codes.codes });
  sendCode(tx, checkout, confirmation, codes);
  return advance(tx, checkout, {});
}

/** Back to the question who they are, with the long or the short form. */
export async function askAgain(
  tx: Tx,
  { position, login }: { position: Position; login: boolean },
): Promise<Checkout> {
  const checkout = await lockAt(tx, position, ["identify", "confirm"]);
  return advance(tx, checkout, { step: "identify", login, confirmationId: null });
}

function sendCode(tx: Tx, checkout: Checkout, confirmation: Confirmation, { codes, text }: Codes): void {
  const { merchantId, storeId, dialect } = checkout;
  send(tx, {
    merchantId,
    storeId,
    dialect,
    channel: "sms",
    kind: "confirmation_code",
    subjectId: confirmation.id,
    destination: confirmation.phone,
    body: text(codes[0]),
  });
}
