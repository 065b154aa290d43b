import type { Answers } from "./batch.ts";
import { changedColumns, summed } from "./entries.ts";
import type { Wire } from "./line.ts";
import { markGroup } from "./mark.ts";
import type { Row } from "./reading.ts";
import { Select } from "./select.ts";
import {
  accumulateRows,
  begin,
  commit,
  insertRows,
  rollback,
  type Statement,
  updateRows,
} from "./statements.ts";
import { type AnyTable, type Columns, type Identity, identitiesOf, primaryKeyText } from "./table.ts";
import { BufferedTx, newMap, type Request, type Source, type Verb } from "./tx.ts";

/** A verb waiting for its commit. */
export type Job = {
  readonly verb: Verb<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** What the writer takes from the edge of the program. */
export type Edge = Source & { now(): Temporal.Instant };

/** What the groups of a writer have in common. */
export type Surroundings = {
  readonly edge: Edge;
  /** The groups that are not over. */
  readonly underway: Group[];
  /** The tables that somebody wants to hear of when rows were inserted. */
  readonly watched: ReadonlySet<AnyTable>;
};

type Run = {
  readonly job: Job;
  readonly group: Group;
  state: "running" | "done" | "failed" | "deferred";
  result?: unknown;
};

/** Verbs that run in one database transaction: locks in waves, one flush, one commit. A verb that wants what
 *  another holds, in this group or one under way beside it, waits until that group is over. */
export class Group {
  readonly id: string;
  /** The commit has been sent: if the connection is lost now, only the mark of the group tells the outcome. */
  commitSent = false;
  /** What the finished verbs have inserted into tables that are watched. */
  inserted: ReadonlyMap<AnyTable, readonly object[]> = new Map();
  readonly #surroundings: Surroundings;
  readonly #now: Temporal.Instant;
  readonly #runs: Run[] = [];
  /** Empty once the flush is put together: while the database works, what the verbs held is not to be copied by the
   *  collector of young garbage. */
  readonly #byTx = new Map<BufferedTx, Run>();
  /** Which verb of this group holds a row or an absent key, by columns and text. One map of all groups would keep what has
   *  left it from being collected young: V8 chains the tables that a long-lived map has outgrown. */
  readonly #claims = new Map<Columns, Map<string, Run>>();
  readonly #waiting: Job[] = [];
  readonly #elsewhere = new Set<Job>();
  readonly #ask = (request: Request) => void this.#wave.push(request);
  #wave: Request[] = [];
  #hasBegun = false;

  /** It is under way until its `release`. */
  constructor(surroundings: Surroundings) {
    const { edge, underway } = surroundings;
    this.#surroundings = surroundings;
    this.#now = edge.now();
    this.id = edge.idAt(this.#now);
    underway.push(this);
  }

  /** Runs the verbs and commits. Throws what the database said when the transaction failed as a whole. */
  async run(wire: Wire, jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) this.#start(job);
    await this.#settle(wire);
    this.#putOffBlocked();
    await this.#flush(wire);
  }

  /** How many verbs had to be put off. */
  get deferred(): number {
    return this.#runs.filter((run) => run.state === "deferred").length;
  }

  /** Whether a verb of this group was put off to the end of another. */
  waitsElsewhere(job: Job): boolean {
    return this.#elsewhere.has(job);
  }

  /** Lets go of all that the group held; answers the verbs that waited for it. For after its end. */
  release(): Job[] {
    const { underway } = this.#surroundings;
    underway.splice(underway.indexOf(this), 1);
    return this.#waiting.splice(0);
  }

  /** Tells each caller its outcome; for after the commit. */
  answer(): void {
    for (const { state, job, result } of this.#runs) {
      if (state === "done") job.resolve(result);
      if (state === "failed") job.reject(result);
    }
  }

  #start(job: Job): void {
    const tx = new BufferedTx(this.#now, this.#surroundings.edge, this.#ask);
    const run: Run = { job, group: this, state: "running" };
    this.#runs.push(run);
    this.#byTx.set(tx, run);
    job.verb(tx).then(
      (result) => finish(run, "done", result),
      (error) => finish(run, "failed", error),
    );
  }

  /** Serves wave after wave until every verb has finished or was put off. */
  async #settle(wire: Wire): Promise<void> {
    for (;;) {
      await drained();
      const wave = this.#wave;
      this.#wave = [];
      if (wave.length === 0) break;
      await this.#serve(wire, wave);
    }
    const stray = this.#runs.find((run) => run.state === "running");
    if (stray) throw new Error("a verb awaited something else than its Tx; do I/O before or after the write");
  }

  async #serve(wire: Wire, wave: readonly Request[]): Promise<void> {
    const asked = wave.filter((request) => !request.lock || this.#claim(request, request));
    if (asked.length === 0) return;
    const batches = [true, false].flatMap((lock) => batchesOf(asked, lock));
    const answers = await this.#send(
      wire,
      batches.map(({ select }) => select.statement),
    );
    for (const [i, batch] of batches.entries()) this.#deliver(batch, answers[i] ?? []);
  }

  /** What the group sends first begins its transaction. */
  async #send(wire: Wire, statements: readonly Statement[]): Promise<Answers> {
    if (this.#hasBegun) return wire.send(statements);
    this.#hasBegun = true;
    return (await wire.send([begin, ...statements])).slice(1);
  }

  #deliver({ requests, select }: Batch, answer: Answers[number]): void {
    const rowsOf = select.read(answer);
    for (const request of requests) {
      const found = rowsOf(request);
      const isFree = !request.lock || found.every((row) => this.#claimAll(request, row));
      if (isFree && this.#runOf(request).state === "running") request.resolve(found);
    }
  }

  /** One verb owns a row or an absent key; another that wants it waits for the end of the owner's group. */
  #claim(request: Request, { by, text }: Identity): boolean {
    const run = this.#runOf(request);
    if (run.state !== "running") return false;
    const owner = this.#ownerOf(by, text);
    if (owner === run) return true;
    if (owner) {
      this.#putOff(run, owner.group);
      return false;
    }
    this.#claims.getOrInsertComputed(by, newMap<Run>).set(text, run);
    return true;
  }

  #ownerOf(by: Columns, text: string): Run | undefined {
    for (const group of this.#surroundings.underway) {
      const owner = group.#holderOf(by, text);
      if (owner) return owner;
    }
    return undefined;
  }

  /** Who of this group holds it and has not let go. */
  #holderOf(by: Columns, text: string): Run | undefined {
    const owner = this.#claims.get(by)?.get(text);
    return owner && (owner.state === "running" || owner.state === "done") ? owner : undefined;
  }

  /** By the key that was asked for, it is claimed already, unless the row writes it in other letters. */
  #claimAll(request: Request, row: Row): boolean {
    const others = identitiesOf(request.by.table, row).filter(
      ({ by, text }) => by !== request.by || text !== request.text,
    );
    return others.every((identity) => this.#claim(request, identity));
  }

  /** A verb that adds onto a row which another group holds waits for that group, as one that locks it does;
   *  otherwise the two groups could wait for each other in the database. */
  #putOffBlocked(): void {
    for (const [tx, run] of this.#byTx) {
      const owner = run.state === "done" && this.#ownerOfWhatIsAddedTo(tx);
      if (owner) this.#putOff(run, owner.group);
    }
  }

  #ownerOfWhatIsAddedTo(tx: BufferedTx): Run | undefined {
    for (const group of this.#surroundings.underway) {
      const owner = group === this ? undefined : group.#holderOfWhatIsAddedTo(tx);
      if (owner) return owner;
    }
    return undefined;
  }

  #holderOfWhatIsAddedTo({ entries }: BufferedTx): Run | undefined {
    for (const by of this.#claims.keys()) {
      if (!by.isPrimaryKey || by.table.sums.length === 0) continue;
      for (const { sums } of entries.get(by.table) ?? []) {
        const owner = sums && this.#holderOf(by, primaryKeyText(by.table, sums));
        if (owner) return owner;
      }
    }
    return undefined;
  }

  #putOff(run: Run, until: Group): void {
    run.state = "deferred";
    until.#waiting.push(run.job);
    if (until !== this) this.#elsewhere.add(run.job);
  }

  #runOf(request: Request): Run {
    return this.#byTx.get(request.tx) as Run;
  }

  /** Everything the finished verbs handed over, and the commit, in one round trip. */
  async #flush(wire: Wire): Promise<void> {
    const statements = this.#handOver();
    if (statements.length > 0) {
      this.commitSent = true;
      await this.#send(wire, [...statements, markGroup(this.id), commit]);
    } else if (this.#hasBegun) {
      await wire.send([rollback]);
    }
  }

  /** As statements. */
  #handOver(): Statement[] {
    const done = [...this.#byTx].filter(([, { state }]) => state === "done");
    this.#byTx.clear();
    const { inserts, updates, sums } = collect(done.map(([tx]) => tx));
    const { watched } = this.#surroundings;
    this.inserted = new Map([...inserts].filter(([table]) => watched.has(table)));
    return [
      ...[...inserts].map(([table, rows]) => insertRows(table, rows)),
      ...[...updates].map(([columns, rows]) => updateRows(columns, rows)),
      ...[...sums].map(([table, rows]) => accumulateRows(table, inKeyOrder(rows))),
    ];
  }
}

function finish(run: Run, state: "done" | "failed", result: unknown): void {
  if (run.state !== "running") return;
  run.state = state;
  run.result = result;
}

/** Requests that one statement answers. */
type Batch = { readonly requests: readonly Request[]; readonly select: Select };

function batchesOf(asked: readonly Request[], lock: boolean): Batch[] {
  const alike = asked.filter((request) => request.lock === lock);
  const byColumns = Map.groupBy(alike, ({ by }) => by);
  return [...byColumns].map(([by, requests]) => ({ requests, select: new Select(by, requests, lock) }));
}

type Collected = {
  readonly inserts: Map<AnyTable, object[]>;
  /** By the columns that change. */
  readonly updates: Map<Columns, object[]>;
  readonly sums: Map<AnyTable, Map<string, object>>;
};

/** What the verbs handed over, by table; what they add onto the same row is summed. */
function collect(done: readonly BufferedTx[]): Collected {
  const collected: Collected = { inserts: new Map(), updates: new Map(), sums: new Map() };
  for (const tx of done) {
    for (const [table, entries] of tx.entries) {
      for (const entry of entries) {
        const { written, isNew, sums } = entry;
        if (written && isNew) collected.inserts.getOrInsertComputed(table, newList).push(written);
        else if (written) addUpdate(collected.updates, changedColumns(table, entry), written);
        if (sums) addUp(collected.sums.getOrInsertComputed(table, newMap<object>), table, sums);
      }
    }
  }
  return collected;
}

function addUpdate(updates: Map<Columns, object[]>, columns: Columns, row: object): void {
  if (columns.names.length > 0) updates.getOrInsertComputed(columns, newList).push(row);
}

function addUp(total: Map<string, object>, table: AnyTable, sums: object): void {
  const text = primaryKeyText(table, sums);
  const before = total.get(text);
  total.set(text, before ? summed(table, before, sums) : sums);
}

const newList = (): object[] => [];

/** So that groups that add to the same rows wait for each other and never in a circle. */
function inKeyOrder(rows: ReadonlyMap<string, object>): object[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Resolves when no microtask is left: every verb then has finished or waits for its wave. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    queueMicrotask(() => process.nextTick(resolve));
  });
}
