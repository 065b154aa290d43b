import type { Tx } from "../../platform/db/index.ts";
import { checkAgain } from "../confirmations/index.ts";
import { Refusal } from "../refusal.ts";
import { checkouts, newSession, type Step } from "./checkout.ts";

const confirmed: readonly Step[] = ["assess", "choose", "done"];

/** The code that has just moved the form on is posted again: the answer to the first time never reached the
 *  shopper, as after a double click. The right one, soon enough, gets a session of its own, which replaces the
 *  lost one; any other changes nothing but the count of guesses. Refuses: checkout_not_found, checkout_moved_on. */
export async function resume(
  tx: Tx,
  { token, code }: { token: string; code: string },
): Promise<{ session?: string }> {
  const checkout = await tx.lock(checkouts, { token });
  if (!checkout) throw new Refusal("checkout_not_found");
  const { confirmationId: id } = checkout;
  if (!id || !confirmed.includes(checkout.step)) throw new Refusal("checkout_moved_on");
  if ((await checkAgain(tx, { id, code })) !== "confirmed") return {};

  const { session, changes } = newSession(tx);
  tx.update(checkouts, { ...checkout, ...changes });
  return { session };
}
