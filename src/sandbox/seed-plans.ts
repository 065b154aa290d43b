import { addPlan, plans } from "../core/agreements/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { uuidOf } from "../platform/ids/index.ts";

const monthly = {
  description: null,
  cadence: { unit: "months", every: 1 },
  periods: 0,
  prices: { SEK: "10000", EUR: "1000" },
} as const;

const demoPlans = [
  { ...monthly, number: 1n, name: "Monthly", trialDays: 0, setupFees: {} },
  {
    ...monthly,
    number: 2n,
    name: "Monthly with a trial",
    trialDays: 14,
    setupFees: { SEK: "5000", EUR: "500" },
  },
] as const;

/** Plans 1 and 2 of the demo merchant, unless they are there. */
export async function seedPlans(tx: Tx, merchantId: string): Promise<void> {
  for (const plan of demoPlans) {
    const isThere = await tx.lock(plans, { number: plan.number });
    if (!isThere) addPlan(tx, { ...plan, id: uuidOf(`sandbox:plan:${plan.number}`), merchantId });
  }
}
