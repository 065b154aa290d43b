import { describe, expect, test } from "vitest";
import {
  coinsOf,
  cutConnections,
  jar,
  jars,
  newWriter,
  put,
  times,
  useShelf,
} from "../../../test/support/jars.ts";
import { useWireCutter, type WireCutter } from "../../../test/support/wire-cutter.ts";
import { Busy, ConstraintViolation, type Tx } from "./index.ts";

describe("a verb that fails", () => {
  test("by a constraint is refused by its name, and no other of its group is", async () => {
    const shelf = await useShelf(jar("a", { coins: 5n }));
    const outcomes = await Promise.allSettled([
      ...times(10, (i) => shelf.writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`)))),
      shelf.writer.run(put("a", -6n)),
      shelf.writer.run(async (tx) => void tx.insert(jars, jar("twin", { label: "one" }))),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(11);
    expect(outcomes[10]).toMatchObject({ status: "rejected", reason: { constraint: "jar_overdrawn" } });
    expect((outcomes[10] as PromiseRejectedResult).reason).toBeInstanceOf(ConstraintViolation);
    expect((await shelf.client.query("select count(*)::int as n from jars")).rows[0].n).toBe(12);
  });

  test("by a constraint leaves nothing of what it wrote elsewhere", async () => {
    const shelf = await useShelf(jar("a", { label: "red" }));
    const verb = async (tx: Tx) => {
      tx.insert(jars, jar("b"));
      tx.accumulate(jars, jar("c", { drops: 1n }));
      tx.insert(jars, jar("d", { label: "red" }));
    };
    await expect(shelf.writer.run(verb)).rejects.toMatchObject({ constraint: "label_taken" });
    expect((await shelf.client.query("select name from jars")).rows).toEqual([{ name: "a" }]);
  });

  test("by throwing loses only its own writes", async () => {
    const shelf = await useShelf(jar("a"));
    const outcomes = await Promise.allSettled(
      times(9, (i) =>
        shelf.writer.run(async (tx) => {
          await put("a", 1n)(tx);
          tx.insert(jars, jar(`j${i}`));
          if (i % 3 === 0) throw new RangeError(`no ${i}`);
        }),
      ),
    );
    const reasons = outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason));
    expect(reasons).toEqual(times(9, (i) => i % 3 === 0 && `RangeError: no ${i}`));
    expect(await coinsOf(shelf, "a")).toBe(6n);
    expect((await shelf.client.query("select count(*)::int as n from jars")).rows[0].n).toBe(7);
  });

  test("by waiting for something else than its Tx is told so, and holds up nobody", async () => {
    const shelf = await useShelf();
    const foreign = shelf.writer.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    const good = shelf.writer.run(async (tx) => void tx.insert(jars, jar("good")));
    await expect(foreign).rejects.toThrow("awaited something else than its Tx");
    await good;
    expect(await coinsOf(shelf, "good")).toBe(0n);
  });

  test("because what it wrote cannot be stored fails alone", async () => {
    const shelf = await useShelf();
    const bad = shelf.writer.run(async (tx) => void tx.insert(jars, jar("nul", { label: "\0" })));
    const good = shelf.writer.run(async (tx) => void tx.insert(jars, jar("good")));
    await expect(bad).rejects.toThrow();
    await good;
    expect(await coinsOf(shelf, "good")).toBe(0n);
  });
});

describe("groups under way at the same time", () => {
  /** Holds its jar for some waves, so that a group on the other lane meets it. */
  const slowly = (name: string, last: (tx: Tx) => void) => async (tx: Tx) => {
    const coins = await put(name, 1n)(tx);
    for (let wave = 0; wave < 20; wave++) await tx.list(jars, { name });
    last(tx);
    return coins;
  };
  const nothing = () => undefined;
  const tooMuch = (tx: Tx) => void tx.insert(jars, jar("refused", { coins: -1n }));
  const nextTurn = () => new Promise(setImmediate);

  test("a verb that waits for a row is run when the group that held it was refused", async () => {
    const shelf = await useShelf(jar("a"));
    const refused = shelf.writer.run(slowly("a", tooMuch));
    await nextTurn();
    await nextTurn();
    const waiting = shelf.writer.run(put("a", 10n));
    await expect(refused).rejects.toThrow(ConstraintViolation);
    expect(await waiting).toBe(10n);
  });

  test("a verb that waits elsewhere is run once, though its own group was refused", async () => {
    const shelf = await useShelf(jar("a"), jar("b"));
    const holder = shelf.writer.run(slowly("a", nothing));
    await nextTurn();
    await nextTurn();
    const waiting = shelf.writer.run(put("a", 10n));
    const refused = shelf.writer.run(slowly("b", tooMuch));
    await expect(refused).rejects.toThrow(ConstraintViolation);
    await Promise.all([holder, waiting]);
    expect(await coinsOf(shelf, "a")).toBe(11n);
  });

  test("every verb is answered and counts once, whatever fails beside it", async () => {
    const names = ["a", "b", "c"];
    const shelf = await useShelf(...names.map((name) => jar(name)));
    const verbs = times(300, async (i) => {
      for (let turn = 0; turn < i % 40; turn++) await nextTurn();
      const name = names[i % 3] as string;
      if (i % 7 === 0) return shelf.writer.run(slowly(name, tooMuch)).catch(() => 0n);
      await shelf.writer.run(slowly(name, nothing));
      return 1n;
    });
    const counted = (await Promise.all(verbs)).reduce((sum, one) => sum + one, 0n);
    const coins = await Promise.all(names.map((name) => coinsOf(shelf, name)));
    expect(coins.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n)).toBe(counted);
  });
});

describe("a writer without room or without a database", () => {
  test("says Busy at once when its queue is full, and does what it had accepted", async () => {
    const shelf = await useShelf();
    const writer = shelf.another({ maxQueue: 20 });
    const startedAt = performance.now();
    const asked = times(100, (i) => writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`))));
    const refused = await Promise.allSettled(asked.slice(20));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(refused.every(({ status }) => status === "rejected")).toBe(true);
    expect((refused[0] as PromiseRejectedResult).reason).toBeInstanceOf(Busy);
    await Promise.all(asked.slice(0, 20));
    expect((await shelf.client.query("select count(*)::int as n from jars")).rows[0].n).toBe(20);
  });

  test("says Busy to all within seconds when the database cannot be reached", async () => {
    const writer = newWriter({ databaseUrl: "postgres://kassa@127.0.0.1:9/nowhere" });
    const startedAt = performance.now();
    const asked = await Promise.allSettled(
      times(300, () => writer.run(async (tx) => void tx.insert(jars, jar("a")))),
    );
    expect(asked.every((o) => o.status === "rejected" && o.reason instanceof Busy)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await writer.close();
  });

  test("accepts nothing more once it is closed, and finishes what it accepted", async () => {
    const shelf = await useShelf();
    const writer = shelf.another({ maxGroup: 5 });
    const asked = times(20, (i) => writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`))));
    const closed = writer.close();
    await expect(writer.run(async () => undefined)).rejects.toBeInstanceOf(Busy);
    await Promise.all([...asked, closed]);
    expect((await shelf.client.query("select count(*)::int as n from jars")).rows[0].n).toBe(20);
  });
});

describe("a connection that is cut", () => {
  test("in the middle of groups loses nothing that was acknowledged and doubles nothing", async () => {
    const shelf = await useShelf(jar("a"));
    const acknowledged = new Set<string>();
    const deposit = async (i: number) => {
      await shelf.writer.run(async (tx) => {
        await put("a", 1n)(tx);
        tx.accumulate(jars, jar("all", { drops: 1n }));
        tx.insert(jars, jar(`j${i}`));
      });
      acknowledged.add(`j${i}`);
    };
    for (let round = 0; round < 30; round++) {
      const deposits = Promise.allSettled(times(20, (i) => deposit(round * 20 + i)));
      for (let turns = 0; turns < round; turns++) await new Promise(setImmediate);
      await cutConnections(shelf);
      await deposits;
    }

    const { rows } = await shelf.client.query("select name from jars where name like 'j%'");
    const stored = new Set(rows.map(({ name }) => name));
    expect([...acknowledged].filter((name) => !stored.has(name))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(0);
    expect(await coinsOf(shelf, "a")).toBe(BigInt(stored.size));
    expect((await shelf.reader.find(jars, { name: "all" }))?.drops).toBe(BigInt(stored.size));
  });

  test("between groups is not noticed by anybody", async () => {
    const shelf = await useShelf(jar("a"));
    for (let i = 0; i < 5; i++) {
      await cutConnections(shelf);
      await Promise.all(times(10, () => shelf.writer.run(put("a", 1n))));
    }
    expect(await coinsOf(shelf, "a")).toBe(50n);
  });

  test.each<[string, (wire: WireCutter) => Promise<unknown>[]]>([
    [
      "before the commit was heard means that the verbs run again, once",
      (wire) => [wire.beforeHearing("commit")],
    ],
    [
      "after the commit means that nothing runs again, though its answer was lost",
      (wire) => [wire.beforeAnswering("COMMIT")],
    ],
    [
      "and cut again while asking for the outcome still leads to the truth",
      (wire) => [wire.beforeHearing("commit"), wire.beforeAnswering("INSERT 0")],
    ],
    [
      "and cut again while asking for the outcome of what was committed does not double it",
      (wire) => [wire.beforeAnswering("COMMIT"), wire.beforeAnswering("INSERT 0")],
    ],
  ])("%s", async (_, cut) => {
    const shelf = await useShelf(jar("a"));
    const wire = await useWireCutter(shelf.url);
    const writer = shelf.another({ databaseUrl: wire.url });
    const cuts = cut(wire);
    expect(await writer.run(put("a", 1n))).toBe(1n);
    await Promise.all(cuts);
    expect(await coinsOf(shelf, "a")).toBe(1n);
  });
});

test("a commit whose outcome nobody can tell is not made again, and the caller is not told that it was made", async () => {
  const shelf = await useShelf(jar("a"));
  const wire = await useWireCutter(shelf.url);
  const writer = shelf.another({ databaseUrl: wire.url });
  void wire.beforeAnswering("COMMIT").then(() => wire.letThrough(false));
  await expect(writer.run(put("a", 1n))).rejects.toThrow(Busy);
  wire.letThrough(true);
  expect(await writer.run(put("a", 0n))).toBe(1n);
}, 30_000);
