import type { FastifyInstance } from "fastify";
import { type Step, type Subscription, steps, subscriptions } from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import { dayAt } from "../core/merchants/index.ts";
import type { ClockControls } from "./clock.ts";

/** Has everything charged that sales of Moka have planned for today or earlier, without waiting for noon or six. */
export function registerRun(server: FastifyInstance, { house, due }: ClockControls): void {
  server.post("/sandbox/moka/run", async () => {
    const sales = await house.reader.list(subscriptions, { dialect: "moka", state: "active" });
    await Promise.all(sales.filter((sale) => isToday(house, sale)).map((sale) => makeStepNow(house, sale)));
    await due.run();
    const waiting = await waitingSteps(house, sales);
    await Promise.all(waiting.map((step) => chargeNow(house, step)));
    await due.run();
    return { now: house.now().toString(), steps: waiting.length };
  });
}

/** Whether a step of the schedule is made later today. */
function isToday({ now }: House, sale: Subscription): boolean {
  const { nextAt } = sale;
  return nextAt !== null && dayAt(sale, nextAt).equals(dayAt(sale, now()));
}

function makeStepNow({ write }: House, { id }: Subscription): Promise<unknown> {
  return write(async (tx) => {
    const sale = await tx.lock(subscriptions, { id });
    if (sale?.nextAt && Temporal.Instant.compare(sale.nextAt, tx.now) > 0)
      tx.update(subscriptions, { ...sale, nextAt: tx.now });
  });
}

async function waitingSteps({ reader, now }: House, sales: readonly Subscription[]): Promise<Step[]> {
  const today = new Map(sales.map((sale) => [sale.id, dayAt(sale, now())]));
  const all = await Promise.all(waitingStates.map((state) => reader.list(steps, { dialect: "moka", state })));
  return all.flat().filter(({ subscriptionId, dueOn }) => {
    const day = today.get(subscriptionId);
    return day && dueOn && Temporal.PlainDate.compare(dueOn, day) <= 0;
  });
}

const waitingStates: readonly Step["state"][] = ["scheduled", "retrying"];

function chargeNow({ write }: House, { id }: Step): Promise<unknown> {
  return write(async (tx) => {
    const step = await tx.lock(steps, { id });
    const isWaiting = step && waitingStates.includes(step.state) && step.nextAttemptAt !== null;
    if (isWaiting && Temporal.Instant.compare(step.nextAttemptAt, tx.now) > 0)
      tx.update(steps, { ...step, nextAttemptAt: tx.now });
  });
}
