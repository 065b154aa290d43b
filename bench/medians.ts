import type { Measured } from "./load/measure.ts";
import type { Cell, Column, Plan, Table } from "./part.ts";
import { type CpuTimes, spending } from "./setting/cpu.ts";
import { type Kassa, quiet } from "./setting/servers.ts";

/** What one run has measured, with the processor time of each call where the system tells it. */
export type Run = Measured & { readonly serverMs: number | null; readonly databaseMs: number | null };

/** One thing to measure, in words, and how. */
export type Case<Found extends Measured> = { readonly name: string; readonly run: () => Promise<Found> };

type Named = { readonly name: string };

/** Runs every case once in each round, so that what changes on the machine meanwhile touches all alike, and takes
 *  each one's run in the middle, by rate or by what `order` says. */
export async function medians<Found extends Measured>(
  plan: Plan,
  cases: readonly Case<Found>[],
  order: (found: Found) => number = ({ perSecond }) => perSecond,
): Promise<(Found & Named)[]> {
  const runs = new Map<string, Found[]>(cases.map(({ name }) => [name, []]));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const { name, run } of cases) {
      const found = await run();
      runs.get(name)?.push(found);
      plan.say(`round ${round}, ${name}: ${found.perSecond.toFixed(0)}/s, p99 ${found.p99Ms.toFixed(1)} ms`);
    }
  }
  return [...runs].map(([name, found]) => ({ name, ...middle(found, order) }));
}

/** Measures on a server that is at rest, and what it and its database spend on it. */
export async function watched(kassa: Kassa, run: () => Promise<Measured>): Promise<Run> {
  await quiet(kassa);
  const { result: measured, spent } = await spending(kassa, run);
  return { ...measured, ...costOfEach(spent, measured.count) };
}

/** The run in the middle. */
export function middle<Found>(runs: readonly Found[], order: (found: Found) => number): Found {
  const sorted = runs.toSorted((a, b) => order(a) - order(b));
  const run = sorted[Math.floor(sorted.length / 2)];
  if (!run) throw new RangeError("a median needs at least one run");
  return run;
}

/** The one of this name. */
export function of<Found extends Named>(found: readonly Found[], name: string): Found {
  const median = found.find((candidate) => candidate.name === name);
  if (!median) throw new RangeError(`${name} was not measured`);
  return median;
}

const rate: readonly Column[] = [
  { name: "what" },
  { name: "per second", digits: 0 },
  { name: "p50 ms", digits: 1 },
  { name: "p99 ms", digits: 1 },
];

const cpu: readonly Column[] = [
  { name: "server CPU ms", digits: 3 },
  { name: "database CPU ms", digits: 3 },
];

export function rateTable(found: readonly (Measured & Named)[]): Table {
  return { columns: rate, rows: found.map(rateCells) };
}

/** The same with the processor time of each call. */
export function cpuTable(found: readonly (Run & Named)[]): Table {
  const rows = found.map((median) => [...rateCells(median), median.serverMs, median.databaseMs]);
  return { columns: [...rate, ...cpu], rows };
}

/** Work that was done as a whole: how long it took, and the processor time where the system tells it. */
export type Work = { readonly seconds: number; readonly spent: CpuTimes | undefined };

/** Of work that had so many pieces, what each of them cost. */
export function workTable(name: string, pieces: number, { seconds, spent }: Work): Table {
  const { serverMs, databaseMs } = costOfEach(spent, pieces);
  return {
    columns: [{ name: "what" }, { name: "seconds", digits: 2 }, { name: "per second", digits: 0 }, ...cpu],
    rows: [[name, seconds, pieces / seconds, serverMs, databaseMs]],
  };
}

function costOfEach(spent: CpuTimes | undefined, pieces: number): Pick<Run, "serverMs" | "databaseMs"> {
  if (!spent) return { serverMs: null, databaseMs: null };
  return { serverMs: spent.serverMs / pieces, databaseMs: spent.databaseMs / pieces };
}

function rateCells({ name, perSecond, p50Ms, p99Ms }: Measured & Named): Cell[] {
  return [name, perSecond, p50Ms, p99Ms];
}
