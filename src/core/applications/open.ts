import type { Tx } from "../../platform/db/index.ts";
import { voidPayment } from "../payments/index.ts";
import { type Application, applications, lockApplication } from "./application.ts";

export type Opening = Pick<
  Application,
  | "merchantId"
  | "storeId"
  | "lenderId"
  | "agentId"
  | "dialect"
  | "currency"
  | "phone"
  | "amount"
  | "prepayment"
  | "details"
  | "expiresAt"
>;

/** Opens an application under a new token. */
export function openApplication(tx: Tx, opening: Opening): Application {
  return tx.insert(applications, {
    ...opening,
    id: tx.id(),
    token: tx.orderedToken(14),
    state: "open",
    confirmationId: null,
    confirmedAt: null,
    customerId: null,
    paymentId: null,
    openedAt: tx.now,
  });
}

/** Another phone or amount. Another phone is another customer, who has to prove to hold it; whatever was
 *  approved is not any more, and what it held is free again. Refuses: application_… */
export async function changeApplication(
  tx: Tx,
  { token, ...changes }: { token: string } & Partial<Pick<Application, "phone" | "amount">>,
): Promise<Application> {
  const known = await lockApplication(tx, token, ["open", "approved"]);
  const next = { ...known, ...changes };
  const isOther = next.phone !== known.phone;
  const person = isOther ? { customerId: null, confirmationId: null, confirmedAt: null } : {};
  if (known.state === "approved" && (isOther || next.amount !== known.amount)) await release(tx, known);
  const isReopened = isOther || next.amount !== known.amount;
  return tx.update(applications, {
    ...next,
    ...person,
    ...(isReopened ? ({ state: "open", paymentId: null } as const) : {}),
  });
}

/** Gives back what an approved application holds. */
export async function release(tx: Tx, { paymentId, lenderId }: Application): Promise<void> {
  if (paymentId) await voidPayment(tx, { key: { id: paymentId }, lenderId });
}
