import { type Measured, summarize } from "./measure.ts";

/** Runs `work` with so many callers at once, each waiting for its own, until the time is over. */
export async function race(
  callers: number,
  seconds: number,
  work: (caller: number) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let start = performance.now(); start < end; start = performance.now()) {
        await work(caller);
        times.push(performance.now() - start);
      }
    }),
  );
  return summarize(times, performance.now() - begin);
}
