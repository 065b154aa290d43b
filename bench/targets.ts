import type { Figures } from "./part.ts";
import { bound } from "./parts/bounds.ts";

type Measured = number | null | undefined;

/** What Kassa promises about speed on two cores, and where the figure comes from. */
type Target = {
  readonly promise: string;
  readonly figure: (figures: Figures) => Measured;
  readonly digits: number;
} & ({ readonly atLeast: number } | { readonly atMost: number });

/** A promise beside what was measured. */
export type Verdict = {
  readonly promise: string;
  readonly measured: string;
  readonly verdict: "reached" | "not reached" | "not measured";
};

const targets: readonly Target[] = [
  {
    promise: "money-moving calls a second, 64 connections",
    figure: (f) => f.callsPerSecond,
    atLeast: 5_000,
    digits: 0,
  },
  { promise: "their p99, ms", figure: (f) => f.callsP99Ms, atMost: 20, digits: 1 },
  { promise: "their share of the bound, %", figure: shareOfBound, atLeast: 60, digits: 0 },
  { promise: "p50 at one connection, ms", figure: (f) => f.oneConnectionP50Ms, atMost: 3, digits: 1 },
  {
    promise: "CPU of server and database for each call, ms",
    figure: (f) => f.cpuMsPerCall,
    atMost: 0.3,
    digits: 3,
  },
  {
    promise: "calls about payments by card a second, 64 connections",
    figure: (f) => f.cardCallsPerSecond,
    atLeast: 5_000,
    digits: 0,
  },
  { promise: "their p99, ms", figure: (f) => f.cardCallsP99Ms, atMost: 20, digits: 1 },
  {
    promise: "complete purchases a second",
    figure: (f) => f.purchasesPerSecond,
    atLeast: 600,
    digits: 0,
  },
  {
    promise: "a hot account against uniform ones, %",
    figure: (f) => percent(f.hotShare),
    atLeast: 90,
    digits: 0,
  },
  {
    promise: "ledger transfers a second, one in a verb",
    figure: (f) => f.transfersPerSecond,
    atLeast: 50_000,
    digits: 0,
  },
  {
    promise: "ledger transfers a second, 16 in a verb",
    figure: (f) => f.packedTransfersPerSecond,
    atLeast: 50_000,
    digits: 0,
  },
  { promise: "deliveries a second", figure: (f) => f.deliveriesPerSecond, atLeast: 4_000, digits: 0 },
  {
    promise: "from an event to its first attempt, p99, ms",
    figure: (f) => f.firstAttemptP99Ms,
    atMost: 100,
    digits: 1,
  },
  {
    promise: "what a hanging receiver costs the others, %",
    figure: (f) => percent(f.hangingCost),
    atMost: 20,
    digits: 0,
  },
  {
    promise: "120,000 instalments, seconds",
    figure: (f) => f.instalmentsSeconds,
    atMost: 10,
    digits: 1,
  },
  {
    promise: "due steps collected a second",
    figure: (f) => f.stepsPerSecond,
    atLeast: 5_000,
    digits: 0,
  },
  {
    promise: "the same of a million that are due",
    figure: (f) => f.millionStepsPerSecond,
    atLeast: 5_000,
    digits: 0,
  },
  {
    promise: "slower with a million payments than with 10 thousand, %",
    figure: (f) => percent(f.millionSlowdown),
    atMost: 10,
    digits: 0,
  },
  {
    promise: "slower with 10 million payments than with 10 thousand, %",
    figure: (f) => percent(f.tenMillionSlowdown),
    atMost: 10,
    digits: 0,
  },
];

/** Every promise beside what was measured. */
export function judge(figures: Figures): Verdict[] {
  return targets.map((target) => {
    const { digits } = target;
    const isFloor = "atLeast" in target;
    const limit = isFloor ? target.atLeast : target.atMost;
    const promise = `${target.promise}: ${isFloor ? "at least" : "at most"} ${limit}`;
    const measured = target.figure(figures);
    if (measured === undefined || measured === null)
      return { promise, measured: "", verdict: "not measured" };
    const isReached = isFloor ? measured >= limit : measured <= limit;
    return { promise, measured: measured.toFixed(digits), verdict: isReached ? "reached" : "not reached" };
  });
}

function percent(share: Measured): Measured {
  return typeof share === "number" ? share * 100 : share;
}

function shareOfBound({ callsPerSecond, echoPerSecond, batchedPerSecond }: Figures): Measured {
  if (!callsPerSecond || !echoPerSecond || !batchedPerSecond) return undefined;
  return (100 * callsPerSecond) / bound(echoPerSecond, batchedPerSecond);
}
