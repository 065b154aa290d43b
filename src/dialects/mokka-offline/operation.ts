import type { AgentCall, Answer, ApplicationCall, Call, ClientCall } from "./call.ts";

type Way = { readonly name: string; readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" };

/** One method of the document: where it listens below /api/loans/v1, who may call it, and what it does. */
export type Operation = Way & { readonly path: string } & (
    | { readonly by: "anybody"; readonly run: (call: Call) => Promise<Answer> }
    | { readonly by: "agent"; readonly run: (call: AgentCall) => Promise<Answer> }
    | { readonly by: "application"; readonly run: (call: ApplicationCall) => Promise<Answer> }
    | { readonly by: "client"; readonly run: (call: ClientCall) => Promise<Answer> }
  );

/** The same for the reports' API, below /api/softicon and /api/softicon/v1. */
export type Inquiry = Way & { readonly path: string; readonly run: (call: Call) => Promise<Answer> };
