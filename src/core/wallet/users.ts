import type { Tx } from "../../platform/db/index.ts";
import { addPayer, changePayer, payers } from "../payers/index.ts";
import { readUser, userDetails, type WalletUser } from "./user.ts";

/** The wallet's user of this phone; a new one, as `told`, when there is none. `merchantId` is the wallet's. */
export async function knowUser(
  tx: Tx,
  {
    merchantId,
    phone,
    number,
    told,
  }: {
    merchantId: string;
    phone: string;
    number: bigint;
    told: Omit<WalletUser, "id" | "phone" | "cardId">;
  },
): Promise<{ readonly user: WalletUser; readonly isNew: boolean }> {
  const known = await tx.lock(payers, { merchantId, reference: phone });
  if (known) return { user: readUser(known), isNew: false };
  const details = userDetails({ ...told, cardId: null });
  const added = await addPayer(tx, { merchantId, number, reference: phone, details });
  return { user: readUser(added), isNew: true };
}

/** Refuses: payer_not_found. */
export async function changeUser(
  tx: Tx,
  { id, ...changes }: { id: string } & Partial<Omit<WalletUser, "id" | "phone">>,
): Promise<WalletUser> {
  const payer = await changePayer(tx, { id });
  const user = { ...readUser(payer), ...changes };
  const { id: _id, phone: _phone, ...told } = user;
  return readUser(await changePayer(tx, { id, details: userDetails(told) }));
}
