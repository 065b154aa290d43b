import type pg from "pg";
import { Busy, type Reader, table, type Verb } from "../../src/platform/db/index.ts";
import type { Lists, Operation } from "./history.ts";

/** A row that keeps all that was ever written into it, in order; `lines` are added up beside it. */
export type Diary = { readonly name: string; readonly entries: readonly string[]; readonly lines: bigint };

export const diaries = table<Diary>(
  "diaries",
  { name: "text", entries: "text[]", lines: "bigint" },
  { key: ["name"], sums: ["lines"] },
);

export const diariesSchema =
  "create table diaries (name text primary key, entries text[] not null, lines bigint not null)";

export function diary(name: string, lines = 0n): Diary {
  return { name, entries: [], lines };
}

/** The diary that counts what is written into all of them; nobody ever locks it. */
export const total = "total";

/** What a verb does with the diaries, which it takes one after the other. */
export type Deed = {
  readonly name: string;
  readonly reads: readonly string[];
  readonly appends: Lists;
  /** Throws after it has handed over everything. */
  readonly isRegretted?: boolean;
};

/** A verb that reads diaries and writes into some; answers what it read, before its own entries. */
export function verbOf({ reads, appends, isRegretted = false }: Deed): Verb<Lists> {
  return async (tx) => {
    const read: Record<string, readonly string[]> = {};
    for (const name of new Set([...reads, ...Object.keys(appends)])) {
      const known = await tx.lock(diaries, { name });
      if (!known) throw new Error(`there is no diary ${name}`);
      read[name] = known.entries;
      const added = appends[name];
      if (!added) continue;
      tx.update(diaries, { ...known, entries: [...known.entries, ...added] });
      for (const counted of [name, total]) tx.accumulate(diaries, diary(counted, BigInt(added.length)));
    }
    if (isRegretted) throw new RangeError("this had better not be written");
    return read;
  };
}

/** All diaries as they are at one moment. */
export async function readAll(reader: Reader): Promise<Lists> {
  const rows = await reader.query<Diary>("select name, entries from diaries where name <> $1", [total]);
  return Object.fromEntries(rows.map(({ name, entries }) => [name, entries]));
}

/** What each diary's `lines` must be when these are its entries, and their sum. */
export function linesOf(entries: Lists): Record<string, bigint> {
  const lines = Object.entries(entries).map(([name, { length }]) => [name, BigInt(length)] as const);
  return Object.fromEntries([...lines, [total, lines.reduce((sum, [, count]) => sum + count, 0n)]]);
}

export async function storedLines(client: pg.Client): Promise<Record<string, bigint>> {
  const { rows } = await client.query<{ name: string; lines: string }>("select name, lines from diaries");
  return Object.fromEntries(rows.map(({ name, lines }) => [name, BigInt(lines)]));
}

/** Writes down what was asked, when, and what was answered. */
export class Recorder {
  readonly history: Operation[] = [];

  async record(asked: Pick<Operation, "name" | "appends">, act: () => Promise<Lists>): Promise<Operation> {
    const { name, appends } = asked;
    const invokedAt = performance.now();
    const told = await act().then(
      (reads) => ({ outcome: "acknowledged" as const, reads }),
      (error) => ({ outcome: outcomeOf(error), reads: {} }),
    );
    const operation = { name, invokedAt, completedAt: performance.now(), appends, ...told };
    this.history.push(operation);
    return operation;
  }
}

/** A plain Busy says that nothing was done; one that says less is a kind of its own. */
function outcomeOf(error: unknown): "refused" | "unknown" {
  return error instanceof Busy && error.constructor !== Busy ? "unknown" : "refused";
}
