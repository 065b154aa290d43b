import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** A customer's request for credit at a till, served by an agent; reached by its token. Amounts in minor units. */
export type Application = {
  readonly id: string;
  readonly token: string;
  readonly merchantId: string;
  readonly storeId: string;
  readonly lenderId: string;
  readonly agentId: string;
  readonly dialect: string;
  readonly currency: string;
  readonly phone: string | null;
  /** null: not known yet. */
  readonly amount: bigint | null;
  readonly prepayment: bigint;
  /** open: a tariff is to be chosen; approved: it is, and the limit is held; finalized: the goods are out. */
  readonly state: "open" | "approved" | "finalized" | "declined";
  readonly confirmationId: string | null;
  /** When the customer last proved to hold the phone. */
  readonly confirmedAt: Temporal.Instant | null;
  readonly customerId: string | null;
  readonly paymentId: string | null;
  readonly details: ApplicationDetails;
  readonly openedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
};

/** What the merchant told, JSON. */
export type ApplicationDetails = {
  /** The merchant's own number of the order. */
  readonly orderId?: string;
  readonly employeeId?: string;
  readonly items?: unknown;
  readonly additional?: unknown;
  /** Photos and scans that were handed in, by kind. */
  readonly files?: readonly string[];
  /** Whether the bill was confirmed. */
  readonly bill?: "confirmed";
};

export const applications: Table<Application> = table<Application>(
  "applications",
  {
    id: "uuid",
    token: "text",
    merchantId: "uuid",
    storeId: "uuid",
    lenderId: "uuid",
    agentId: "uuid",
    dialect: "text",
    currency: "text",
    phone: "text",
    amount: "bigint",
    prepayment: "bigint",
    state: "text",
    confirmationId: "uuid",
    confirmedAt: "timestamptz",
    customerId: "uuid",
    paymentId: "uuid",
    details: "jsonb",
    openedAt: "timestamptz",
    expiresAt: "timestamptz",
  },
  { unique: [["token"]] },
);

/** Takes an application for its next step. Refuses: application_not_found, application_expired, and
 *  application_declined or application_closed when it is not in one of `states`. */
export async function lockApplication(
  tx: Tx,
  token: string,
  states: readonly Application["state"][],
): Promise<Application> {
  const application = await tx.lock(applications, { token });
  if (!application) throw new Refusal("application_not_found");
  if (!states.includes(application.state)) {
    throw new Refusal(application.state === "declined" ? "application_declined" : "application_closed");
  }
  if (application.state !== "finalized" && isExpired(application, tx.now))
    throw new Refusal("application_expired");
  return application;
}

export function isExpired({ expiresAt }: Application, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(expiresAt, now) <= 0;
}
