import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  coinsOf,
  type Jar,
  jar,
  jars,
  put,
  type Shelf,
  times,
  upsert,
  useShelf,
} from "../../../test/support/jars.ts";
import { type Tx, table, type Writer } from "./index.ts";

function move(from: string, to: string, coins: bigint) {
  return async (tx: Tx) => {
    const source = await tx.lock(jars, { name: from });
    const target = await tx.lock(jars, { name: to });
    if (!source || !target) throw new Error("both jars must be there");
    tx.update(jars, { ...source, coins: source.coins - coins });
    tx.update(jars, { ...target, coins: target.coins + coins });
  };
}

describe("verbs that arrive together", () => {
  test("share one commit, and each gets its own answer", async () => {
    const shelf = await useShelf();
    const answers = await Promise.all(
      times(60, (i) => shelf.writer.run(async (tx) => tx.insert(jars, jar(`j${i}`)).name)),
    );
    expect(answers).toEqual(times(60, (i) => `j${i}`));
    expect(shelf.writer.state).toEqual({ queued: 0, groups: 1, verbs: 60, lastGroup: 60 });
    expect((await shelf.client.query("select count(*)::int as n from jars")).rows[0].n).toBe(60);
  });

  test("share commits that go on side by side, two for each lane, when they are many", async () => {
    const shelf = await useShelf();
    await Promise.all(times(640, (i) => shelf.writer.run(async (tx) => tx.insert(jars, jar(`j${i}`)))));
    expect(shelf.writer.state).toMatchObject({ queued: 0, groups: 4, verbs: 640 });
  });

  test("share the next commit while another is in flight", async () => {
    const shelf = await useShelf();
    const first = shelf.writer.run(async (tx) => void tx.insert(jars, jar("first")));
    await new Promise(setImmediate);
    const others = times(50, (i) => shelf.writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`))));
    await Promise.all([first, ...others]);
    expect(shelf.writer.state).toMatchObject({ queued: 0, groups: 2, verbs: 51 });
  });

  test("never make a group larger than they may", async () => {
    const shelf = await useShelf();
    const writer = shelf.another({ maxGroup: 10 });
    await Promise.all(times(35, (i) => writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`)))));
    expect(writer.state).toMatchObject({ queued: 0, groups: 4, verbs: 35 });
  });

  test("are answered after their commit, when everybody can see what they wrote", async () => {
    const shelf = await useShelf();
    const seen = times(20, async (i) => {
      await shelf.writer.run(async (tx) => void tx.insert(jars, jar(`j${i}`, { coins: 7n })));
      return coinsOf(shelf, `j${i}`);
    });
    expect(await Promise.all(seen)).toEqual(times(20, () => 7n));
  });

  test("never see each other's unfinished work on one row", async () => {
    const shelf = await useShelf(jar("a"));
    const totals = await Promise.all(times(40, () => shelf.writer.run(put("a", 1n))));
    expect(totals.toSorted((a, b) => Number(a - b))).toEqual(times(40, (i) => BigInt(i + 1)));
    expect(await coinsOf(shelf, "a")).toBe(40n);
  });

  test("never both create the same absent row", async () => {
    const shelf = await useShelf();
    const counts = await Promise.all(times(40, () => shelf.writer.run(upsert("new"))));
    expect(counts.toSorted((a, b) => Number(a - b))).toEqual(times(40, (i) => BigInt(i + 1)));
  });

  test("find that a row known by two keys is one row", async () => {
    const shelf = await useShelf(jar("a", { label: "red" }));
    const byLabel = async (tx: Tx) => {
      const known = await tx.lock(jars, { label: "red" });
      return known && tx.update(jars, { ...known, coins: known.coins + 1n }).coins;
    };
    const verbs = times(10, (i) => shelf.writer.run<bigint | undefined>(i % 2 ? put("a", 1n) : byLabel));
    await Promise.all(verbs);
    expect(await coinsOf(shelf, "a")).toBe(10n);
  });

  test("find that a row whose key is written in capital letters is the same row", async () => {
    const { client, reader, writer } = await useShelf();
    const marbles = table<{ id: string; count: bigint }>("marbles", { id: "uuid", count: "bigint" });
    const id = "0abcdef0-0000-4000-8000-00000000000a";
    await client.query(`drop table if exists marbles;
      create table marbles (id uuid primary key, count bigint not null);
      insert into marbles values ('${id}', 0)`);
    const add = (key: string) => async (tx: Tx) => {
      const known = await tx.lock(marbles, { id: key });
      return known && tx.update(marbles, { ...known, count: known.count + 1n });
    };
    await Promise.all(times(10, (i) => writer.run<unknown>(add(i % 2 ? id : id.toUpperCase()))));
    expect(await reader.find(marbles, { id })).toEqual({ id, count: 10n });
  });

  test("never deadlock over transfers in opposite directions", async () => {
    const shelf = await useShelf(jar("a", { coins: 1_000n }), jar("b", { coins: 1_000n }));
    const moves = times(60, (i) => shelf.writer.run(i % 2 ? move("a", "b", 3n) : move("b", "a", 2n)));
    await Promise.all(moves);
    expect([await coinsOf(shelf, "a"), await coinsOf(shelf, "b")]).toEqual([970n, 1_030n]);
  });

  test("leave the sum of all jars alone, whatever moves where", async () => {
    const names = ["a", "b", "c", "d"];
    const shelf = await useShelf(...names.map((name) => jar(name, { coins: 1_000_000n })));
    const name = fc.constantFrom(...names);
    const transfers = fc.array(fc.tuple(name, name, fc.bigInt(0n, 9n)), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(transfers, async (wanted) => {
        const different = wanted.filter(([from, to]) => from !== to);
        await Promise.all(different.map((args) => shelf.writer.run(move(...args))));
        const { rows } = await shelf.client.query("select sum(coins)::int as total from jars");
        expect(rows[0].total).toBe(4_000_000);
      }),
      { numRuns: 20 },
    );
  });
});

describe("within one verb", () => {
  test("a row that was changed is seen as changed", async () => {
    const shelf = await useShelf(jar("a", { label: "red", coins: 1n, drops: 10n }));
    const seen = await shelf.writer.run(async (tx) => {
      await put("a", 1n)(tx);
      tx.accumulate(jars, jar("a", { drops: 5n }));
      const after = await tx.lock(jars, { name: "a" });
      tx.update(jars, { ...(after as Jar), coins: 9n });
      return [after, await tx.lock(jars, { label: "red" })];
    });
    expect(seen).toMatchObject([
      { coins: 2n, drops: 15n },
      { coins: 9n, drops: 15n },
    ]);
    expect(await shelf.reader.find(jars, { name: "a" })).toMatchObject({ coins: 9n, drops: 15n });
  });

  test("a row that was inserted, added to and changed is stored as it was seen last", async () => {
    const shelf = await useShelf();
    const seen = await shelf.writer.run(async (tx) => {
      tx.insert(jars, jar("a", { drops: 10n }));
      tx.accumulate(jars, jar("a", { drops: 5n }));
      const known = (await tx.lock(jars, { name: "a" })) as Jar;
      tx.update(jars, { ...known, coins: 3n });
      return tx.lock(jars, { name: "a" });
    });
    expect(seen).toMatchObject({ coins: 3n, drops: 15n });
    expect(await shelf.reader.find(jars, { name: "a" })).toMatchObject({ coins: 3n, drops: 15n });
  });
});

describe("columns that are added up", () => {
  test("accumulate per key over all verbs of a group, and create what is missing", async () => {
    const shelf = await useShelf(jar("a", { coins: 5n, drops: 100n }));
    const drops = times(30, (i) =>
      shelf.writer.run(async (tx) => {
        tx.accumulate(jars, jar("a", { drops: 1n }));
        tx.accumulate(jars, jar("a", { drops: 2n }));
        tx.accumulate(jars, jar(i % 2 ? "b" : "c", { drops: BigInt(i) }));
      }),
    );
    await Promise.all(drops);
    expect(await shelf.reader.find(jars, { name: "a" })).toMatchObject({ coins: 5n, drops: 190n });
    expect(await shelf.reader.find(jars, { name: "b" })).toMatchObject({ drops: 225n });
    expect(await shelf.reader.find(jars, { name: "c" })).toMatchObject({ drops: 210n });
    expect(shelf.writer.state.groups).toBe(1);
  });

  test("are never overwritten by an update that saw them before", async () => {
    const shelf = await useShelf(jar("a"));
    const other = shelf.another();
    const updates = times(25, () => shelf.writer.run(put("a", 1n)));
    const drops = times(25, () => other.run(async (tx) => tx.accumulate(jars, jar("a", { drops: 1n }))));
    const here = times(25, () =>
      shelf.writer.run(async (tx) => tx.accumulate(jars, jar("a", { drops: 1n }))),
    );
    await Promise.all([...updates, ...drops, ...here]);
    expect(await shelf.reader.find(jars, { name: "a" })).toMatchObject({ coins: 25n, drops: 50n });
  });

  test("are judged by the sum, so that only the verb that goes too far is refused", async () => {
    const shelf = await useShelf(jar("a", { drops: 999_990n }));
    const drops = times(3, () =>
      shelf.writer.run(async (tx) => tx.accumulate(jars, jar("a", { drops: 4n }))),
    );
    const outcomes = await Promise.allSettled(drops);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { constraint: "jar_overfull" },
    });
    expect(await shelf.reader.find(jars, { name: "a" })).toMatchObject({ drops: 999_998n });
  });
});

describe("two writers on one database", () => {
  test("count the coins of one jar without losing one", async () => {
    const shelf = await useShelf(jar("a"));
    const writers = [shelf.writer, shelf.another()];
    await Promise.all(times(200, (i) => (writers[i % 2] as Writer).run(put("a", 1n))));
    expect(await coinsOf(shelf, "a")).toBe(200n);
  });

  test("create each of many rows once, though both try at the same time", async () => {
    const shelf = await useShelf();
    const writers = [shelf.writer, shelf.another()];
    const counts = await Promise.all(
      times(30, (i) => Promise.all(writers.map((writer) => writer.run(upsert(`j${i}`))))),
    );
    for (const pair of counts) expect(pair.toSorted()).toEqual([1n, 2n]);
  });

  test("resolve deadlocks by themselves, so that no verb ever sees one", async () => {
    const names = times(6, (i) => `j${i}`);
    const shelf = await useShelf(...names.map((name) => jar(name, { coins: 10_000n })));
    await noticeDeadlocksSoon(shelf);
    const writers = [shelf.writer, shelf.another(), shelf.another()];
    const moves = times(150, (i) => {
      const from = names[i % 6] as string;
      const to = names[(i * 5 + 1 + (i % 4)) % 6] as string;
      return from === to ? undefined : (writers[i % 3] as Writer).run(move(from, to, 1n));
    });
    await Promise.all(moves);
    expect((await shelf.client.query("select sum(coins)::int as total from jars")).rows[0].total).toBe(
      60_000,
    );
  });
});

describe("reads", () => {
  test("never wait for a write, and see what was committed before", async () => {
    const shelf = await useShelf(jar("a", { coins: 1n }));
    await shelf.client.query("begin");
    await shelf.client.query("select * from jars where name = 'a' for update");
    const waiting = shelf.writer.run(put("a", 1n));
    const reads = await Promise.all(times(50, () => coinsOf(shelf, "a")));
    expect(reads.every((coins) => coins === 1n)).toBe(true);
    await shelf.client.query("rollback");
    expect(await waiting).toBe(2n);
  });
});

async function noticeDeadlocksSoon({ url, client }: Shelf): Promise<void> {
  const database = client.escapeIdentifier(new URL(url).pathname.slice(1));
  await client.query(`alter database ${database} set deadlock_timeout = '20ms'`);
}
