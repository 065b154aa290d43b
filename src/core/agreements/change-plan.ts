import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Plan, plans } from "./plan.ts";

/** What may change of a plan. */
export type PlanChange = Partial<Omit<Plan, "id" | "number" | "merchantId" | "createdAt" | "updatedAt">>;

/** Changes what a plan offers to whoever subscribes from now on, and whether it is offered at all, by what `revise` says
 *  of the plan as it is. Who has subscribed goes on as agreed. Refuses: plan_not_found. */
export async function changePlan(
  tx: Tx,
  { id, merchantId }: Pick<Plan, "id" | "merchantId">,
  revise: (plan: Plan) => PlanChange,
): Promise<Plan> {
  const plan = await tx.lock(plans, { id });
  if (plan?.merchantId !== merchantId) throw new Refusal("plan_not_found");
  return tx.update(plans, { ...plan, ...revise(plan), updatedAt: tx.now });
}
