import { Fault } from "./errors.ts";

/** How long a user has to approve a payment (facts 4.1). */
export const approvalTime = Temporal.Duration.from({ minutes: 35 });

/** How long an authorization is taken to hold until its integrator tells. */
export const reservationTime = Temporal.Duration.from({ hours: 24 * 30 });

/** How long a charge under an agreement may be tried again. */
export const chargeTime = Temporal.Duration.from({ hours: 24 * 365 });

const age = Temporal.Duration.from({ hours: 24 * 365 * 5 });

/** An instant that somebody could mean: within five years. Faults 4005. */
export function checkTime(at: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  const isOurs =
    Temporal.Instant.compare(now.subtract(age), at) <= 0 && Temporal.Instant.compare(at, now.add(age)) <= 0;
  if (!isOurs) throw new Fault(4005);
  return at;
}

/** One that is still to come, within five years. Faults 4005. */
export function checkFuture(at: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(at, now) <= 0) throw new Fault(4005);
  return checkTime(at, now);
}
