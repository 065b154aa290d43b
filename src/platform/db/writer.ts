import { EventEmitter } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { Edge, Job, Surroundings } from "./group.ts";
import { Lane } from "./lane.ts";
import { Busy } from "./outcome.ts";
import type { AnyTable, Table } from "./table.ts";
import type { Verb } from "./tx.ts";

export type WriterOptions = {
  readonly databaseUrl: string;
  readonly edge: Edge;
  /** How many verbs may wait; one more is refused as Busy. */
  readonly maxQueue?: number;
  readonly maxGroup?: number;
  /** How many groups may be under way at once: while the database works on one, the next is prepared. */
  readonly lanes?: number;
};

export type WriterState = {
  /** Verbs that wait. */
  readonly queued: number;
  /** Commits and verbs since the start. */
  readonly groups: number;
  readonly verbs: number;
  /** How many verbs shared the latest commit. */
  readonly lastGroup: number;
};

/** So many verbs are not worth two commits. */
const few = 128;

type Inserted = ReadonlyMap<AnyTable, readonly object[]>;

/** The one door for change. Verbs that arrive while commits are in flight share the next one; each caller is
 *  answered after its commit. See docs/writer.md. */
export class Writer {
  readonly #maxQueue: number;
  readonly #maxGroup: number;
  readonly #committed = new EventEmitter<{ committed: [Inserted] }>();
  readonly #watched = new Set<AnyTable>();
  readonly #lanes: readonly Lane[];
  readonly #idle: Lane[];
  readonly #driving = new Set<Promise<void>>();
  #queue: Job[] = [];
  #isGathering = false;
  #isClosed = false;
  #groups = 0;
  #verbs = 0;
  #lastGroup = 0;

  constructor({ databaseUrl, edge, maxQueue = 5_000, maxGroup = 256, lanes = 2 }: WriterOptions) {
    this.#maxQueue = maxQueue;
    this.#maxGroup = maxGroup;
    const surroundings: Surroundings = { edge, underway: [], watched: this.#watched };
    const onCommitted = (verbs: number, inserted: Inserted) => this.#count(verbs, inserted);
    this.#lanes = Array.from(
      { length: lanes },
      () => new Lane({ ...surroundings, databaseUrl, onCommitted }),
    );
    this.#idle = [...this.#lanes];
  }

  /** Runs `verb` in a transaction that it may share with others. Rejects with what the verb threw,
   *  ConstraintViolation, or Busy. */
  run<Result>(verb: Verb<Result>): Promise<Result> {
    if (this.#isClosed || this.#queue.length >= this.#maxQueue) {
      return Promise.reject(new Busy("the write queue is full"));
    }
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ verb, resolve: resolve as Job["resolve"], reject });
      this.#start();
    });
  }

  /** Calls `listener` after each commit that has inserted into `table`, with the rows. */
  onInserted<Row extends object>(table: Table<Row>, listener: (rows: readonly Row[]) => void): void {
    this.#watched.add(table);
    this.#committed.on("committed", (inserted) => {
      const rows = inserted.get(table);
      if (rows) listener(rows as readonly Row[]);
    });
  }

  get state(): WriterState {
    return {
      queued: this.#queue.length,
      groups: this.#groups,
      verbs: this.#verbs,
      lastGroup: this.#lastGroup,
    };
  }

  /** Finishes what was accepted, then closes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#driving.size > 0) await Promise.all(this.#driving);
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  /** Sets an idle lane to work, unless one is about to take what waits. */
  #start(): void {
    if (this.#isGathering || this.#queue.length === 0) return;
    const lane = this.#idle.pop();
    if (!lane) return;
    this.#isGathering = true;
    const drive = this.#drive(lane).finally(() => this.#driving.delete(drive));
    this.#driving.add(drive);
  }

  async #drive(lane: Lane): Promise<void> {
    // What else arrives in this turn of the event loop goes along.
    await setImmediate();
    this.#isGathering = false;
    while (this.#queue.length > 0) {
      const share = this.#share();
      this.#start();
      const again = await lane.run(share);
      this.#queue.unshift(...again);
    }
    this.#idle.push(lane);
  }

  /** Of what waits, as much as this lane should take: of many, so that each idle lane has two groups of it, and the
   *  database works on the first while the second is prepared. */
  #share(): Job[] {
    const fair = Math.ceil(this.#queue.length / (2 * (1 + this.#idle.length)));
    return this.#queue.splice(0, Math.min(Math.max(fair, few), this.#maxGroup));
  }

  #count(verbs: number, inserted: Inserted): void {
    this.#groups++;
    this.#verbs += verbs;
    this.#lastGroup = verbs;
    queueMicrotask(() => this.#committed.emit("committed", inserted));
  }
}
