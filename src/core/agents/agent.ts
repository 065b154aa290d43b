import { sha256Hex } from "../../platform/crypto/index.ts";
import { type Table, table } from "../../platform/db/index.ts";

/** A salesperson, who works for a merchant in some of its stores. */
export type Agent = {
  readonly id: string;
  readonly merchantId: string;
  /** Lower case: an e-mail address. */
  readonly login: string;
  /** Where codes for a forgotten password go. */
  readonly phone: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly passwordHash: string;
  /** Wrong passwords since the last right one. */
  readonly failures: number;
  readonly lockedUntil: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
};

export type AgentStore = { readonly agentId: string; readonly storeId: string };

/** One login. Known by the digest of its token alone. */
export type AgentSession = {
  readonly digest: string;
  readonly agentId: string;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
};

/** How long a login lasts, and what wrong passwords lead to. */
export const rules = {
  session: Temporal.Duration.from({ hours: 12 }),
  failures: 5,
  lock: Temporal.Duration.from({ minutes: 10 }),
} as const;

export const agents: Table<Agent> = table<Agent>(
  "agents",
  {
    id: "uuid",
    merchantId: "uuid",
    login: "text",
    phone: "text",
    firstName: "text",
    lastName: "text",
    passwordHash: "text",
    failures: "integer",
    lockedUntil: "timestamptz",
    createdAt: "timestamptz",
  },
  { unique: [["login"]] },
);

export const agentStores: Table<AgentStore> = table<AgentStore>(
  "agent_stores",
  { agentId: "uuid", storeId: "uuid" },
  { key: ["agentId", "storeId"] },
);

export const agentSessions: Table<AgentSession> = table<AgentSession>(
  "agent_sessions",
  { digest: "text", agentId: "uuid", createdAt: "timestamptz", expiresAt: "timestamptz" },
  { key: ["digest"] },
);

export function sessionDigest(token: string): string {
  return sha256Hex(token);
}

export function isLocked({ lockedUntil }: Agent, now: Temporal.Instant): boolean {
  return lockedUntil !== null && Temporal.Instant.compare(now, lockedUntil) < 0;
}

export function agentName({ firstName, lastName }: Pick<Agent, "firstName" | "lastName">): string {
  return `${lastName} ${firstName}`.trim();
}
