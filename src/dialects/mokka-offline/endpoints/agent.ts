import { publicUrl } from "../../../platform/http/index.ts";
import type { Operation } from "../operation.ts";
import { writeAgent } from "../wire.ts";

/** Obtaining information about the agent: the name, and the stores to work in. */
export const agent: Operation = {
  name: "agent",
  method: "GET",
  path: "/agent",
  by: "agent",
  async run({ onDuty, request, house }) {
    return { json: { agent: writeAgent(onDuty, publicUrl(request, house.publicUrl)) } };
  },
};
