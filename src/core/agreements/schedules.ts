import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { nextStepAt } from "./sale-days.ts";
import type { Schedule } from "./schedule.ts";
import { isOpen, saveSubscription, subscriptions } from "./subscription.ts";

/** A schedule that a merchant has given a name; sales follow it. */
export type NamedSchedule = Schedule & {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly name: string;
  readonly state: "active" | "deleted";
  readonly createdAt: Temporal.Instant;
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
  },
  { unique: [["number"]] },
);

type Owned = Pick<NamedSchedule, "id" | "merchantId">;

export function addSchedule(
  tx: Tx,
  schedule: Omit<NamedSchedule, "id" | "state" | "createdAt">,
): NamedSchedule {
  return tx.insert(schedules, { ...schedule, id: tx.id(), state: "active", createdAt: tx.now });
}

/** Changes what is named. Its sales follow it from their next step on. Refuses: schedule_not_found. */
export async function changeSchedule(
  tx: Tx,
  { id, merchantId, ...changes }: Owned & { readonly [Key in keyof Change]?: Change[Key] | undefined },
): Promise<NamedSchedule> {
  const known = await lockSchedule(tx, { id, merchantId });
  const named = Object.entries(changes).filter(([, value]) => value !== undefined);
  const schedule: NamedSchedule = { ...known, ...Object.fromEntries(named) };
  await followAgain(tx, schedule);
  return tx.update(schedules, schedule);
}

/** Its sales get no new steps. Refuses: schedule_not_found. */
export async function deleteSchedule(tx: Tx, owned: Owned): Promise<NamedSchedule> {
  const schedule: NamedSchedule = { ...(await lockSchedule(tx, owned)), state: "deleted" };
  await followAgain(tx, schedule);
  return tx.update(schedules, schedule);
}

type Change = Pick<NamedSchedule, "name" | "unit" | "every" | "daysOfWeek" | "daysOfMonth">;

async function lockSchedule(tx: Tx, { id, merchantId }: Owned): Promise<NamedSchedule> {
  const schedule = await tx.lock(schedules, { id });
  if (schedule?.merchantId !== merchantId || schedule.state === "deleted")
    throw new Refusal("schedule_not_found");
  return schedule;
}

async function followAgain(tx: Tx, schedule: NamedSchedule): Promise<void> {
  const all = await tx.list(subscriptions, { scheduleId: schedule.id });
  const sales = await Promise.all(all.filter(isOpen).map(({ id }) => tx.lock(subscriptions, { id })));
  for (const sale of sales) {
    if (sale && isOpen(sale)) saveSubscription(tx, { ...sale, nextAt: nextStepAt(sale, schedule, tx.now) });
  }
}
