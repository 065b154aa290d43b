import fc from "fast-check";
import { expect, test } from "vitest";
import { type DueSource, DueWork } from "./due.ts";

const start = Temporal.Instant.from("2027-03-01T10:00:00Z");

/** A clock that goes on by itself: a little whenever somebody looks at it. */
function tickingClock(tickMs: number) {
  let now = start;
  return {
    now() {
      now = now.add({ milliseconds: tickMs });
      return now;
    },
    travelTo(instant: Temporal.Instant) {
      now = instant;
    },
  };
}

/** Something that is due at each of these times, and remembers when it was done. */
function agenda(times: Temporal.Instant[]): DueSource & { readonly done: Temporal.Instant[] } {
  const waiting = times.toSorted(Temporal.Instant.compare);
  const done: Temporal.Instant[] = [];
  return {
    name: "agenda",
    done,
    next: async () => waiting[0] ?? null,
    async run(now) {
      let count = 0;
      for (; waiting[0] && Temporal.Instant.compare(waiting[0], now) <= 0; count++) {
        waiting.shift();
        done.push(now);
      }
      return count;
    },
  };
}

test("a journey of the clock stops at all that is due on the way, also at what becomes due while it looks", async () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(pauses, fc.integer({ min: 0, max: 9 }), async (gaps, tickMs) => {
      let last = start;
      const times = gaps.map((milliseconds) => (last = last.add({ milliseconds })));
      const source = agenda(times);
      const target = start.add({ hours: 24 });
      await new DueWork(tickingClock(tickMs), [source]).travelTo(target);
      expect(source.done).toHaveLength(times.length);
      source.done.forEach((doneAt, i) => {
        expect((times[i] as Temporal.Instant).until(doneAt).total("milliseconds")).toBeLessThan(100);
      });
    }),
  );
});

test("a journey ends, though something that is due is never done", async () => {
  const stuck: DueSource = { name: "stuck", next: async () => start, run: async () => 0 };
  const clock = tickingClock(1);
  const target = start.add({ hours: 24 });
  await new DueWork(clock, [stuck]).travelTo(target);
  expect(Temporal.Instant.compare(clock.now(), target)).toBe(1);
});

test("what becomes due by doing what is due is done in the same run, one run at a time", async () => {
  let left = 5;
  let running = 0;
  const chain: DueSource = {
    name: "chain",
    next: async () => null,
    async run() {
      expect(++running).toBe(1);
      await new Promise(setImmediate);
      running--;
      return left > 0 ? left-- && 1 : 0;
    },
  };
  const due = new DueWork(tickingClock(1), [chain]);
  expect(await Promise.all([due.run(), due.run()])).toEqual([5, 0]);
});

test("what falls due behind the clock, while others have their turn, does not wait for the journey's end", async () => {
  const clock = tickingClock(0);
  const hour = Temporal.Duration.from({ hours: 1 });
  const followed: Temporal.Instant[] = [];
  let appears: Temporal.Instant | null = start.add(hour);
  let next: Temporal.Instant | null = null;
  // Somebody else does its work; meanwhile the other source gets some, which would have been due before.
  const forerunner: DueSource = {
    name: "forerunner",
    next: async () => appears,
    async run(now) {
      if (appears && Temporal.Instant.compare(appears, now) <= 0) [appears, next] = [null, start];
      return 0;
    },
  };
  const follower: DueSource = {
    name: "follower",
    next: async () => next,
    async run(now) {
      if (!next || Temporal.Instant.compare(next, now) > 0) return 0;
      followed.push(now);
      next = followed.length < 3 ? now.add(hour) : null;
      return 1;
    },
  };
  await new DueWork(clock, [follower, forerunner]).travelTo(start.add({ hours: 24 }));
  expect(followed.map((at) => start.until(at).total("hours"))).toEqual([1, 2, 3]);
});
