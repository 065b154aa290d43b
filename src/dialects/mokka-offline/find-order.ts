import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";
import type { AgentCall } from "./call.ts";

/** A finished order of one of the agent's stores, by the number that clients know. */
export async function findOrder(
  { house, onDuty }: AgentCall,
  reference: string | undefined,
): Promise<{ payment: Payment; facts: StoreFacts } | undefined> {
  if (!reference) return undefined;
  const found = await Promise.all(
    onDuty.stores.map(async (facts) => {
      const payment = await house.reader.find(payments, { storeId: facts.store.id, reference });
      return payment?.capturedAt ? { payment, facts } : undefined;
    }),
  );
  return found.find((one) => one !== undefined);
}
