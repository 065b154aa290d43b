import type { Tx } from "../../platform/db/index.ts";
import { stores } from "../merchants/index.ts";
import { Refusal } from "../refusal.ts";
import { type Agent, agentStores, agents } from "./agent.ts";

/** What an operator tells of an agent. */
export type AgentSheet = Pick<Agent, "login" | "phone" | "firstName" | "lastName" | "passwordHash"> & {
  /** As clients name them; all of one merchant. They are added to those the agent has. */
  readonly storeNumbers: readonly string[];
  readonly dialect: string;
};

/** Creates an agent, or brings the one with this login up to date. Refuses: store_not_found, also for stores of
 *  another merchant. */
export async function saveAgent(tx: Tx, sheet: AgentSheet): Promise<Agent> {
  const { storeNumbers, dialect, ...facts } = sheet;
  const places = await Promise.all(storeNumbers.map((number) => tx.lock(stores, { dialect, number })));
  const known = await tx.lock(agents, { login: sheet.login });
  const merchantId = known?.merchantId ?? places[0]?.merchantId;
  if (!merchantId) throw new Refusal("store_not_found");
  const agent = known
    ? tx.update(agents, { ...known, ...facts })
    : tx.insert(agents, {
        ...facts,
        id: tx.id(),
        merchantId,
        failures: 0,
        lockedUntil: null,
        createdAt: tx.now,
      });
  for (const place of places) {
    if (place?.merchantId !== merchantId) throw new Refusal("store_not_found");
    const key = { agentId: agent.id, storeId: place.id };
    if (!(await tx.lock(agentStores, key))) tx.insert(agentStores, key);
  }
  return agent;
}
