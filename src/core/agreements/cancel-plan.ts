import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { cancelSubscription } from "./change-subscription.ts";
import { type Plan, plans } from "./plan.ts";
import { subscriptions } from "./subscription.ts";

/** Nobody can subscribe to the plan any more. Who has goes on as agreed, unless `withSubscriptions`. Canceling again
 *  changes nothing but that. Refuses: plan_not_found. */
export async function cancelPlan(
  tx: Tx,
  {
    id,
    merchantId,
    withSubscriptions,
  }: Pick<Plan, "id" | "merchantId"> & { readonly withSubscriptions: boolean },
): Promise<Plan> {
  const plan = await tx.lock(plans, { id });
  if (plan?.merchantId !== merchantId) throw new Refusal("plan_not_found");
  if (withSubscriptions) {
    const all = await tx.list(subscriptions, { planId: id });
    await Promise.all(all.map((subscription) => cancelSubscription(tx, subscription)));
  }
  if (plan.state === "canceled") return plan;
  return tx.update(plans, { ...plan, state: "canceled", updatedAt: tx.now });
}
