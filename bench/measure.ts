import { Connection } from "./client.ts";

export type Measured = {
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** One piece of work on one connection; answers false when there is no more. */
export type Work = (connection: Connection, worker: number) => Promise<boolean>;

/** Runs `work` on so many connections at once until it is used up or the time is over. */
export async function measure(
  port: number,
  connections: number,
  seconds: number,
  work: Work,
): Promise<Measured> {
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  const workers = Array.from({ length: connections }, async (_, worker) => {
    const connection = new Connection(port);
    for (;;) {
      const start = performance.now();
      if (start >= end || !(await work(connection, worker))) break;
      times.push(performance.now() - start);
    }
    connection.close();
  });
  await Promise.all(workers);
  const elapsed = (performance.now() - begin) / 1_000;
  times.sort((a, b) => a - b);
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
  return {
    count: times.length,
    perSecond: times.length / elapsed,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  };
}

/** The run in the middle, by rate. */
export function median(runs: readonly Measured[]): Measured {
  const sorted = runs.toSorted((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new RangeError("a median needs at least one run");
  return middle;
}
