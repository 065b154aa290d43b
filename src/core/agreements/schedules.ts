import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule that a merchant has given a name; sales follow it. */
export type NamedSchedule = Schedule & {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly name: string;
  readonly state: "active" | "deleted";
  readonly createdAt: Temporal.Instant;
  /** Of a change that its sales have not all taken over yet; null: they have. */
  readonly changedAt: Temporal.Instant | null;
};

export const schedules: Table<NamedSchedule> = table<NamedSchedule>(
  "schedules",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    name: "text",
    unit: "text",
    every: "integer",
    daysOfWeek: "jsonb",
    daysOfMonth: "jsonb",
    state: "text",
    createdAt: "timestamptz",
    changedAt: "timestamptz",
  },
  { unique: [["number"]] },
);

type Owned = Pick<NamedSchedule, "id" | "merchantId">;

export function addSchedule(
  tx: Tx,
  schedule: Omit<NamedSchedule, "id" | "state" | "createdAt" | "changedAt">,
): NamedSchedule {
  return tx.insert(schedules, {
    ...schedule,
    id: tx.id(),
    state: "active",
    createdAt: tx.now,
    changedAt: null,
  });
}

/** Changes what is named. Its sales follow it from their next step on, by `followSchedule`. Refuses:
 *  schedule_not_found. */
export async function changeSchedule(
  tx: Tx,
  { id, merchantId, ...changes }: Owned & { readonly [Key in keyof Change]?: Change[Key] | undefined },
): Promise<NamedSchedule> {
  const known = await lockSchedule(tx, { id, merchantId });
  const named = Object.entries(changes).filter(([, value]) => value !== undefined);
  return tx.update(schedules, { ...known, ...Object.fromEntries(named), changedAt: tx.now });
}

/** Its sales get no new steps, once they have taken that over. Refuses: schedule_not_found. */
export async function deleteSchedule(tx: Tx, owned: Owned): Promise<NamedSchedule> {
  return tx.update(schedules, { ...(await lockSchedule(tx, owned)), state: "deleted", changedAt: tx.now });
}

type Change = Pick<NamedSchedule, "name" | "unit" | "every" | "daysOfWeek" | "daysOfMonth">;

async function lockSchedule(tx: Tx, { id, merchantId }: Owned): Promise<NamedSchedule> {
  const schedule = await tx.lock(schedules, { id });
  if (schedule?.merchantId !== merchantId || schedule.state === "deleted")
    throw new Refusal("schedule_not_found");
  return schedule;
}
