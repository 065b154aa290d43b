import type { Reader } from "../../platform/db/index.ts";
import type { Directory, StoreFacts } from "../merchants/index.ts";
import { type Agent, agentSessions, agentStores, agents, sessionDigest } from "./agent.ts";

/** An agent at work, and the stores they see. */
export type OnDuty = { readonly agent: Agent; readonly stores: readonly StoreFacts[] };

/** Who has logged in with this token; undefined: nobody, or too long ago. */
export async function findOnDuty(
  { reader, directory }: { reader: Reader; directory: Directory },
  token: string,
  now: Temporal.Instant,
): Promise<OnDuty | undefined> {
  const session = await reader.find(agentSessions, { digest: sessionDigest(token) });
  if (!session || Temporal.Instant.compare(session.expiresAt, now) <= 0) return undefined;
  const [agent, places] = await Promise.all([
    reader.find(agents, { id: session.agentId }),
    reader.list(agentStores, { agentId: session.agentId }),
  ]);
  if (!agent) return undefined;
  const stores = await Promise.all(places.map(({ storeId }) => directory.byId(storeId)));
  return { agent, stores: stores.filter((facts) => facts !== undefined) };
}
