import fc from "fast-check";
import { expect, test } from "vitest";
import { anomalyIn, type Lists, type Operation } from "./history.ts";

/** One operation, as in `A 0-9 x=1,2 y= x+3`: asked for at 0, answered at 9, it read 1 and 2 in x and nothing in y,
 *  and appended 3 to x. */
function operation(line: string): Operation {
  const [name = "", time = "", ...words] = line.trim().split(/ +/);
  const [invokedAt = 0, completedAt = 0] = time.split("-").map(Number);
  const outcome = words.find((word) => word === "refused" || word === "unknown") ?? "acknowledged";
  const lists = (sign: string) =>
    Object.fromEntries(
      words
        .map((word) => word.split(sign))
        .flatMap(([key = "", list]) => (list === undefined ? [] : [[key, list.split(",").filter(Boolean)]])),
    );
  return { name, invokedAt, completedAt, outcome, reads: lists("="), appends: lists("+") };
}

test.each([
  ["nothing happened", []],
  [
    "operations at the same time can be put into an order, whatever the order of their ends",
    ["A 0-9 x=2 x+1", "B 1-8 x= x+2", "C 2-7 x=2,1 y="],
  ],
  ["one of unknown outcome was never seen", ["A 0-1 unknown x+1", "B 2-3 x="]],
  ["one of unknown outcome was seen late", ["A 0-1 unknown x+1", "B 2-3 x=", "C 4-5 x=1"]],
  ["one of unknown outcome was built upon", ["A 0-1 unknown x+1", "B 0-9 x=1 x+2", "C 10-11 x=1,2"]],
  ["one that was refused was not seen", ["A 0-1 refused x+1", "B 2-3 x="]],
  ["nobody read what was appended", ["A 0-1 x+1 y+1", "B 2-3 y+2 x+2"]],
])("a history is accepted when %s", (_name, lines) => {
  expect(anomalyIn(lines.map(operation))).toBeUndefined();
});

type Planted = { readonly anomaly: string; readonly history: readonly string[]; readonly told: string[] };

const notRead = (key: string) => `it read ${key} without what the other appended`;
const inTime = "it had ended when the other began";

test.each<Planted>([
  {
    anomaly: "a lost update",
    history: ["A 0-9 x= x+1", "B 0-9 x= x+2", "C 10-11 x=1,2"],
    told: ["A is before B: what it appended to x is before the other's", `B is before A: ${notRead("x")}`],
  },
  {
    anomaly: "a lost update that nobody read",
    history: ["A 0-9 x= x+1", "B 0-9 x= x+2"],
    told: [`A is before B: ${notRead("x")}`, `B is before A: ${notRead("x")}`],
  },
  {
    anomaly: "a dirty read",
    history: ["A 0-9 refused x+1", "B 1-2 x=1", "C 10-11 x="],
    told: ["B read 1 in x, though A was refused"],
  },
  {
    anomaly: "a dirty read that was built upon",
    history: ["A 0-9 refused x+1", "B 1-2 x=1 x+2", "C 10-11 x=2"],
    told: ["B read 1 in x, though A was refused"],
  },
  {
    anomaly: "an intermediate read",
    history: ["A 0-9 x+1,2", "B 1-8 x=1", "C 10-11 x=1,2"],
    told: ["B read x as [1], in the middle of A"],
  },
  {
    anomaly: "an intermediate read of what nobody read whole",
    history: ["A 0-9 x+1,2", "B 1-8 x=1"],
    told: ["B read 1 in x torn out of what A appended: [1,2]"],
  },
  {
    anomaly: "an append between those of another operation",
    history: ["A 0-9 x+1,2", "B 0-9 x+3", "C 10-11 x=1,3,2"],
    told: ["C read 1 in x torn out of what A appended: [1,2]"],
  },
  {
    anomaly: "write skew",
    history: ["A 0-9 x= y= x+1", "B 0-9 x= y= y+2"],
    told: [`A is before B: ${notRead("y")}`, `B is before A: ${notRead("x")}`],
  },
  {
    anomaly: "a long fork",
    history: ["A 0-9 x+1", "B 0-9 y+2", "C 0-9 x=1 y=", "D 0-9 x= y=2"],
    told: [`C is before B: ${notRead("y")}`, `D is before A: ${notRead("x")}`],
  },
  {
    anomaly: "half of an operation",
    history: ["A 0-9 unknown x+1 y+1", "B 10-11 x=1 y="],
    told: ["A is before B: what it appended to x was read by the other", `B is before A: ${notRead("y")}`],
  },
  {
    anomaly: "a stale read, which only its time gives away",
    history: ["A 0-1 x+1", "B 2-3 x=", "C 4-5 x=1"],
    told: [`A is before B: ${inTime}`, `B is before A: ${notRead("x")}`],
  },
  {
    anomaly: "a read of what was asked for later",
    history: ["A 2-3 x+1", "B 0-1 x=1"],
    told: [`B is before A: ${inTime}`, "A is before B: what it appended to x was read by the other"],
  },
  {
    anomaly: "a value of unknown outcome that was seen and is gone",
    history: ["A 0-1 unknown x+1", "B 2-3 x=1", "C 4-5 x="],
    told: [`B is before C: ${inTime}`, `C is before A: ${notRead("x")}`],
  },
  {
    anomaly: "a duplicated append",
    history: ["A 0-1 x+1", "B 2-3 x=1,1"],
    told: ["B read 1 in x twice"],
  },
  {
    anomaly: "a lost acknowledged append",
    history: ["A 0-1 x+1", "B 0-1 x+2", "C 2-3 x=2"],
    told: [`A is before C: ${inTime}`, `C is before A: ${notRead("x")}`],
  },
  {
    anomaly: "two reads of which neither grows into the other",
    history: ["A 0-9 x+1", "B 0-9 x+2", "C 0-9 x=1", "D 0-9 x=2,1"],
    told: ["C read x as [1] and D as [2,1]: neither grows into the other"],
  },
  {
    anomaly: "a value that nobody appended",
    history: ["A 0-1 x=1"],
    told: ["A read 1 in x, which nobody appended"],
  },
  {
    anomaly: "an operation that read what it had yet to append",
    history: ["A 0-9 x=1 x+1", "B 0-9 x=1 x+2", "C 10-11 x=1,2"],
    told: ["A read x as [1] before it appended the last of that"],
  },
])("a history is rejected for $anomaly, and the reason is told", ({ history, told }) => {
  const anomaly = anomalyIn(history.map(operation));
  for (const line of told) expect(anomaly).toContain(line);
});

test("a history in which a value was appended twice tells nothing", () => {
  expect(() => anomalyIn(["A 0-9 x+1", "B 0-9 x+1"].map(operation))).toThrow("1 was appended to x twice");
});

const keys = ["x", "y", "z"];

/** What one operation does and how long it takes, before and after the moment in which it happens. */
const deed = fc.record({
  reads: fc.subarray(keys),
  appends: fc.subarray(keys, { maxLength: 2 }),
  count: fc.integer({ min: 1, max: 2 }),
  outcome: fc.constantFrom<Operation["outcome"]>("acknowledged", "acknowledged", "refused", "unknown"),
  happens: fc.boolean(),
  before: fc.integer({ min: 0, max: 5 }),
  after: fc.integer({ min: 0, max: 5 }),
});

type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs the deeds one after the other, each in a moment of its own, and records them as spread around it. Nobody
 *  appends without reading, and all is read in the end. */
function perform(deeds: readonly Deed[]): Operation[] {
  const state: Record<string, string[]> = Object.fromEntries(keys.map((key) => [key, []]));
  const history = deeds.map(({ reads, appends, count, outcome, happens, before, after }, i) => {
    const seen = Object.fromEntries([...reads, ...appends].map((key) => [key, [...(state[key] ?? [])]]));
    const added = Object.fromEntries(appends.map((key) => [key, values(i, count)]));
    const isDone = outcome === "acknowledged" || (outcome === "unknown" && happens);
    if (isDone) for (const key of appends) state[key]?.push(...values(i, count));
    return {
      name: `#${i}`,
      invokedAt: i - before,
      completedAt: i + after + 0.5,
      outcome,
      reads: outcome === "acknowledged" ? seen : {},
      appends: added,
    };
  });
  const end = deeds.length + 10;
  return [...history, { ...operation(`end ${end}-${end + 1}`), reads: state }];
}

function values(i: number, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${i}.${n}`);
}

const histories = fc.array(deed, { minLength: 1, maxLength: 30 }).map(perform);

test("whatever happened one after the other is accepted, in whatever order it is told", () => {
  const told = histories.chain((history) =>
    fc.shuffledSubarray(history, { minLength: history.length, maxLength: history.length }),
  );
  fc.assert(fc.property(told, (history) => anomalyIn(history) === undefined));
});

type Choice = <Value>(among: readonly Value[]) => Value;

function replaced(history: readonly Operation[], one: Operation, by: Partial<Operation>): Operation[] {
  return history.map((other) => (other === one ? { ...one, ...by } : other));
}

type Mutation = (history: readonly Operation[], pick: Choice) => Operation[];
type List = readonly string[];

/** Replaces one read of an acknowledged operation, among those that `fits` likes. */
function misread(
  fits: (reader: Operation, list: List, history: readonly Operation[]) => boolean,
  change: (list: List, pick: Choice) => List,
): Mutation {
  return (history, pick) => {
    const reads = history
      .filter(({ outcome }) => outcome === "acknowledged")
      .flatMap((reader) => Object.entries(reader.reads).map(([key, list]) => ({ reader, key, list })))
      .filter(({ reader, list }) => fits(reader, list, history));
    fc.pre(reads.length > 0);
    const { reader, key, list } = pick(reads);
    return replaced(history, reader, { reads: { ...reader.reads, [key]: change(list, pick) } });
  };
}

/** Whether `reader` must know `value`: it had been acknowledged before. */
function mustKnow(reader: Operation, value: string | undefined, history: readonly Operation[]): boolean {
  const author = history.find(({ appends }) =>
    Object.values(appends)
      .flat()
      .includes(value ?? ""),
  );
  return author?.outcome === "acknowledged" && author.completedAt < reader.invokedAt;
}

const mutations: Readonly<Record<string, Mutation>> = {
  "the last value was forgotten": misread(
    (reader, list, history) => mustKnow(reader, list.at(-1), history),
    (list) => list.slice(0, -1),
  ),
  "the first value was lost": misread(
    (reader, list, history) => mustKnow(reader, list[0], history),
    (list) => list.slice(1),
  ),
  "everything was forgotten": misread(
    (reader, list, history) => list.some((value) => mustKnow(reader, value, history)),
    () => [],
  ),
  "a value came twice": misread(
    (_, list) => list.length > 0,
    (list, pick) => [...list, pick(list)],
  ),
  "a value came from nowhere": misread(
    () => true,
    (list) => [...list, "nowhere"],
  ),
  "one that was seen had been refused": (history, pick) => {
    const seen = new Set(Object.values(history.at(-1)?.reads ?? {}).flat());
    const authors = history.filter(({ appends }) =>
      Object.values(appends)
        .flat()
        .some((one) => seen.has(one)),
    );
    fc.pre(authors.length > 0);
    return replaced(history, pick(authors), { outcome: "refused" });
  },
  "one that never happened had been acknowledged": (history, pick) => {
    const refused = history.filter(
      ({ outcome, appends }) => outcome === "refused" && Object.keys(appends).length > 0,
    );
    fc.pre(refused.length > 0);
    return replaced(history, pick(refused), { outcome: "acknowledged" });
  },
};

test.each(Object.entries(mutations))("a history in which %s is rejected", (_name, mutate) => {
  const choice = fc.nat().map(
    (n): Choice =>
      (among) =>
        among[n % among.length] as never,
  );
  fc.assert(
    fc.property(histories, choice, (history, pick) => anomalyIn(mutate(history, pick)) !== undefined),
  );
});

/** Whether some order explains the history, found by trying them all. */
function isExplained(left: readonly Operation[], state: Lists): boolean {
  const due = left.filter(({ outcome }) => outcome === "acknowledged");
  if (due.length === 0) return true;
  return left.some((next) => {
    if (next.outcome === "refused" || due.some(({ completedAt }) => completedAt < next.invokedAt))
      return false;
    const fits = Object.entries(next.reads).every(([key, list]) => `${state[key] ?? []}` === `${list}`);
    const added = Object.entries(next.appends).map(([key, more]) => [key, [...(state[key] ?? []), ...more]]);
    const rest = left.filter((one) => one !== next);
    return fits && isExplained(rest, { ...state, ...Object.fromEntries(added) });
  });
}

test("exactly those histories are accepted that some order of the operations explains", () => {
  const verdicts = { accepted: 0, rejected: 0 };
  const small = fc.array(deed, { minLength: 2, maxLength: 5 }).map(perform);
  const cut = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 2 })), { maxLength: 2 });
  fc.assert(
    fc.property(small, cut, fc.boolean(), (history, cuts, seesTheEnd) => {
      const told = cuts.reduce(shortened, seesTheEnd ? history : history.slice(0, -1));
      const isAccepted = anomalyIn(told) === undefined;
      verdicts[isAccepted ? "accepted" : "rejected"]++;
      expect(isAccepted).toBe(isExplained(told, {}));
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(verdicts.accepted, verdicts.rejected)).toBeGreaterThan(200);
});

/** The history with the last values of one read missing, be that possible or not. */
function shortened(history: readonly Operation[], [n, count]: readonly [number, number]): Operation[] {
  const reads = history.flatMap((reader) => Object.keys(reader.reads).map((key) => ({ reader, key })));
  const { reader, key } = reads[n % reads.length] ?? {};
  if (!reader || !key) return [...history];
  return replaced(history, reader, {
    reads: { ...reader.reads, [key]: reader.reads[key]?.slice(0, -count) ?? [] },
  });
}

test("thousands of operations are judged at once", () => {
  const [deeds] = fc.sample(fc.array(deed, { minLength: 5_000, maxLength: 5_000, size: "max" }), {
    numRuns: 1,
    seed: 1,
  });
  const history = perform(deeds ?? []);
  const startedAt = performance.now();
  expect(anomalyIn(history)).toBeUndefined();
  expect(anomalyIn(replaced(history, history[4_000] as Operation, { reads: { x: [] } }))).toContain(
    "read x without",
  );
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
