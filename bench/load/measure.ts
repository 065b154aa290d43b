import { Connection } from "./client.ts";

export type Measured = {
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** One piece of work on one connection; answers false when there is no more. */
export type Work = (connection: Connection) => Promise<boolean>;

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
  const workers = Array.from({ length: connections }, async () => {
    const connection = new Connection(port);
    for (;;) {
      const start = performance.now();
      if (start >= end || !(await work(connection))) break;
      times.push(performance.now() - start);
    }
    connection.close();
  });
  await Promise.all(workers);
  return summarize(times, performance.now() - begin);
}

/** What these times tell, of all that was done within `elapsedMs`. */
export function summarize(times: readonly number[], elapsedMs: number): Measured {
  const sorted = Float64Array.from(times).sort();
  const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
  return {
    count: sorted.length,
    perSecond: (sorted.length * 1_000) / elapsedMs,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  };
}
