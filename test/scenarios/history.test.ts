import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Writer } from "../../src/platform/db/index.ts";
import {
  type Deed,
  diaries,
  diariesSchema,
  diary,
  linesOf,
  Recorder,
  readAll,
  storedLines,
  verbOf,
} from "../support/diaries.ts";
import { anomalyIn, type Lists, type Operation } from "../support/history.ts";
import { cutConnections, type Shelf, useShelf } from "../support/jars.ts";
import { useWireCutter, type WireCutter } from "../support/wire-cutter.ts";

const isAcknowledged = ({ outcome }: Operation) => outcome === "acknowledged";

const names = ["a", "b", "c", "d", "e", "f"];

/** What clients will ask for: always the same, so that only time makes two runs differ. */
function deedsOf(count: number): Deed[] {
  const wish = fc.record({
    reads: fc.shuffledSubarray(names, { maxLength: 2 }),
    writes: fc.shuffledSubarray(names, { maxLength: 2 }),
    entries: fc.integer({ min: 1, max: 2 }),
    isRegretted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  });
  return fc.sample(wish, { numRuns: count, seed: 3 }).map(({ reads, writes, entries, isRegretted }, i) => {
    const added = Array.from({ length: entries }, (_, n) => `${i}.${n}`);
    const appends = Object.fromEntries(writes.map((name) => [name, added]));
    return { name: `deed ${i}`, reads, appends, isRegretted };
  });
}

/** A shelf of diaries on which two processes that deadlock find out at once. */
async function useDiaries(): Promise<Shelf> {
  const shelf = await useShelf();
  const database = shelf.client.escapeIdentifier(new URL(shelf.url).pathname.slice(1));
  await shelf.client.query(`alter database ${database} set deadlock_timeout = '20ms'`);
  await shelf.client.query(`drop table if exists diaries; ${diariesSchema}`);
  await shelf.writer.run(async (tx) => void names.map((name) => tx.insert(diaries, diary(name))));
  return shelf;
}

/** Does the deeds, many at the same time, while others look at one diary or at all of them. */
async function perform(
  recorder: Recorder,
  { reader }: Shelf,
  writers: Writer[],
  deeds: Deed[],
): Promise<void> {
  const left = deeds.values();
  const client = async (writer: Writer) => {
    for (const deed of left) await recorder.record(deed, () => writer.run(verbOf(deed)));
  };
  let isOver = false;
  const look = async (what: string, read: () => Promise<Lists>) => {
    for (let i = 0; !isOver; i++) {
      await recorder.record({ name: `look ${i} at ${what}`, appends: {} }, read);
      await pause(2);
    }
  };
  const readOne = async (name: string) => ({ [name]: (await reader.find(diaries, { name }))?.entries ?? [] });
  const looks = [...names.map((name) => look(name, () => readOne(name))), look("all", () => readAll(reader))];
  await Promise.all(writers.flatMap((writer) => Array.from({ length: 8 }, () => client(writer))));
  isOver = true;
  await Promise.all(looks);
}

/** Cuts connections of all kinds, at all moments, until it is over. */
async function harass(shelf: Shelf, wire: WireCutter, signal: AbortSignal): Promise<void> {
  for (let cuts = 0; !signal.aborted; cuts++) {
    await pause(40);
    if (cuts % 3 === 0) await cutConnections(shelf);
    if (cuts % 3 === 1) await Promise.race([wire.beforeAnswering("COMMIT"), pause(200)]);
    if (cuts % 3 === 2) await Promise.race([wire.beforeHearing("commit"), pause(200)]);
  }
}

/** Does a deed whose outcome is never told, as its wire is cut for good around the commit. */
async function doUnheard(
  recorder: Recorder,
  shelf: Shelf,
  name: string,
  cut: (wire: WireCutter) => Promise<void>,
): Promise<void> {
  const wire = await useWireCutter(shelf.url);
  const writer = shelf.another({ databaseUrl: wire.url });
  const cutForGood = cut(wire).then(() => wire.letThrough(false));
  const deed = { name, reads: ["b"], appends: { a: [name], c: [name] } };
  const { outcome } = await recorder.record(deed, () => writer.run(verbOf(deed)));
  await cutForGood;
  expect(outcome).toBe("unknown");
}

async function lookAtTheEnd(recorder: Recorder, { reader }: Shelf): Promise<Lists> {
  return (await recorder.record({ name: "the end", appends: {} }, () => readAll(reader))).reads;
}

test("what two writers and a reader did at the same time, on connections that were cut, is strictly serializable", async () => {
  const shelf = await useDiaries();
  const wire = await useWireCutter(shelf.url);
  const recorder = new Recorder();
  const over = new AbortController();
  const unheard = Promise.all([
    doUnheard(recorder, shelf, "lost before the commit", (own) => own.beforeHearing("commit")),
    doUnheard(recorder, shelf, "lost after the commit", (own) => own.beforeAnswering("COMMIT")),
  ]);
  const harassment = harass(shelf, wire, over.signal);
  await perform(recorder, shelf, [shelf.writer, shelf.another({ databaseUrl: wire.url })], deedsOf(800));
  over.abort();
  await Promise.all([harassment, unheard]);

  const entries = await lookAtTheEnd(recorder, shelf);
  const written = recorder.history.filter((one) => isAcknowledged(one) && one.name.startsWith("deed"));
  expect(written.length).toBeGreaterThan(600);
  expect(anomalyIn(recorder.history)).toBeUndefined();
  expect(await storedLines(shelf.client)).toEqual(linesOf(entries));
  expect(entries.a).not.toContain("lost before the commit");
  expect(entries.a).toContain("lost after the commit");
}, 30_000);

/** Anomalies to be planted in a history: what is changed about which operation. */
const plants: Record<string, (history: readonly Operation[]) => [Operation | undefined, Partial<Operation>]> =
  {
    "an update of what another had updated meanwhile": (history) => {
      const updates = history.filter((one) => isAcknowledged(one) && Object.keys(one.appends).length > 0);
      const update = updates.findLast(({ appends, reads }) =>
        Object.keys(appends).some((name) => reads[name]?.length),
      );
      const name = Object.keys(update?.appends ?? {}).find((one) => update?.reads[one]?.length) ?? "";
      return [update, { reads: { ...update?.reads, [name]: update?.reads[name]?.slice(0, -1) ?? [] } }];
    },
    "an entry of a verb that was refused": (history) => {
      const author = history.findLast((one) => isAcknowledged(one) && one.appends.a);
      return [author, { outcome: "refused" }];
    },
    "an acknowledged entry that is gone": (history) => {
      const end = history.at(-1);
      return [end, { reads: { ...end?.reads, a: end?.reads.a?.slice(0, -1) ?? [] } }];
    },
    "an entry that was made twice": (history) => {
      const end = history.at(-1);
      return [end, { reads: { ...end?.reads, a: [...(end?.reads.a ?? []), end?.reads.a?.[0] ?? ""] } }];
    },
    "a look at what was long over": (history) => {
      const look = history.findLast(({ name, reads }) => name.endsWith("at a") && reads.a?.length);
      return [look, { reads: { a: [] } }];
    },
    "an entry that was read before it was asked for": (history) => {
      const end = history.at(-1);
      const author = history.find((one) => isAcknowledged(one) && one.appends.a);
      return [author, { invokedAt: (end?.completedAt ?? 0) + 1, completedAt: (end?.completedAt ?? 0) + 2 }];
    },
  };

test("an anomaly that is planted in what really happened is found", async () => {
  const shelf = await useDiaries();
  const recorder = new Recorder();
  await perform(recorder, shelf, [shelf.writer, shelf.another()], deedsOf(150));
  await lookAtTheEnd(recorder, shelf);
  const { history } = recorder;
  expect(anomalyIn(history)).toBeUndefined();
  for (const [anomaly, plant] of Object.entries(plants)) {
    const [operation, change] = plant(history);
    const planted = history.map((one) => (one === operation ? { ...one, ...change } : one));
    expect([anomaly, anomalyIn(planted)]).toEqual([anomaly, expect.any(String)]);
  }
}, 20_000);
