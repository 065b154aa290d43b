import type { Tx } from "../../platform/db/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { beginBySms, type CodesBySms, check, type Guess } from "../confirmations/index.ts";
import { Refusal } from "../refusal.ts";
import { type Agent, agents } from "./agent.ts";
import { renew } from "./session.ts";

/** Sends a code to the phone of an agent who has forgotten the password. Refuses: login_wrong, also for an agent
 *  without a phone. */
export async function sendPasswordCode(
  tx: Tx,
  { login, storeId, dialect, ...codes }: { login: string; storeId: string; dialect: string } & CodesBySms,
): Promise<void> {
  const agent = await tx.lock(agents, { login });
  if (!agent?.phone) throw new Refusal("login_wrong");
  const { id: subjectId, merchantId, phone } = agent;
  const letter = { merchantId, storeId, dialect, kind: "password_code", subjectId };
  await beginBySms(tx, { ...codes, id: confirmationId(agent), phone, letter });
}

/** Whoever tells the code gets in, and a new password if they want one. Refuses: login_wrong,
 *  confirmation_not_found. */
export async function logInByCode(
  tx: Tx,
  { login, code, passwordHash }: { login: string; code: string; passwordHash: string | undefined },
): Promise<{ guess: Guess; token?: string }> {
  const agent = await tx.lock(agents, { login });
  if (!agent) throw new Refusal("login_wrong");
  const guess = await check(tx, { id: confirmationId(agent), code });
  if (guess !== "confirmed") return { guess };
  return { guess, token: await renew(tx, { login, passwordHash }) };
}

function confirmationId({ id }: Agent): string {
  return uuidOf(`confirmation:agent:${id}`);
}
