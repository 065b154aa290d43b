import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import type { Payment, Terms } from "../../core/payments/index.ts";
import { feeOf } from "./money.ts";
import { Problem } from "./problem.ts";
import { reservationTime } from "./time.ts";

/** The wallet itself: its merchant owns users and cards, and bills integrators. Problem: 503, when the operator has not
 *  set one up. */
export async function walletOf({ directory }: Pick<House, "directory">): Promise<StoreFacts> {
  const wallet = await directory.byNumber("mobilepay", "wallet");
  if (!wallet) throw new Problem(503, { detail: "The wallet is not set up." });
  return wallet;
}

/** What a success or a capture of `amount` is recorded under. A reservation holds for as long as its integrator has told,
 *  or 30 days. */
export function termsOf(
  { store, merchant }: StoreFacts,
  { amount, details }: Pick<Payment, "amount" | "details">,
  now: Temporal.Instant,
): Terms {
  const told = details.changed?.reservationExpireTimestamp;
  return {
    operatorId: merchant.lenderId,
    fee: feeOf(store, amount),
    holdUntil: typeof told === "string" ? Temporal.Instant.from(told) : now.add(reservationTime),
  };
}
