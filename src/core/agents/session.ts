import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Agent, agentSessions, agents, isLocked, rules, sessionDigest } from "./agent.ts";

/** A password was tried, and `isRight` tells how that went: a wrong one is counted, and after a few nobody gets in
 *  for a while. Answers the token of a new session, or undefined. Refuses: login_wrong, agent_locked. */
export async function logIn(
  tx: Tx,
  { login, isRight }: { login: string; isRight: boolean },
): Promise<string | undefined> {
  const agent = await tx.lock(agents, { login });
  if (!agent) throw new Refusal("login_wrong");
  if (isLocked(agent, tx.now)) throw new Refusal("agent_locked");
  if (isRight) return openSession(tx, tx.update(agents, { ...agent, failures: 0, lockedUntil: null }));
  const failures = agent.failures + 1;
  const lockedUntil = failures % rules.failures === 0 ? tx.now.add(rules.lock) : agent.lockedUntil;
  tx.update(agents, { ...agent, failures, lockedUntil });
  return undefined;
}

/** Gives an agent who has proved who they are a session, and a new password if there is one. */
export async function renew(
  tx: Tx,
  { login, passwordHash }: { login: string; passwordHash?: string | undefined },
): Promise<string> {
  const agent = await tx.lock(agents, { login });
  if (!agent) throw new Refusal("login_wrong");
  const changes = passwordHash === undefined ? {} : { passwordHash };
  return openSession(tx, tx.update(agents, { ...agent, ...changes, failures: 0, lockedUntil: null }));
}

/** Ends a session. Refuses: agent_not_found when there is none. */
export async function logOut(tx: Tx, token: string): Promise<void> {
  const session = await tx.lock(agentSessions, { digest: sessionDigest(token) });
  if (!session || Temporal.Instant.compare(session.expiresAt, tx.now) <= 0)
    throw new Refusal("agent_not_found");
  tx.update(agentSessions, { ...session, expiresAt: tx.now });
}

function openSession(tx: Tx, { id: agentId }: Agent): string {
  const token = tx.token(10);
  tx.insert(agentSessions, {
    digest: sessionDigest(token),
    agentId,
    createdAt: tx.now,
    expiresAt: tx.now.add(rules.session),
  });
  return token;
}
