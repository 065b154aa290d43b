import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { Fault } from "./errors.ts";

/** The merchant that something is asked for in the name of. Faults 2000, 2010, 2020. */
export async function openMerchant(
  { directory }: Pick<House, "directory">,
  { id, merchantId }: { id: string; merchantId: string },
): Promise<StoreFacts> {
  const facts = await directory.byNumber("mobilepay", id);
  if (!facts) throw new Fault(2000);
  if (facts.store.merchantId !== merchantId) throw new Fault(2010);
  if (facts.store.settings.closedAt) throw new Fault(2020);
  return facts;
}
