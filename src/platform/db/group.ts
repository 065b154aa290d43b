import type { QueryResult } from "pg";
import type { Wire } from "./line.ts";
import { markGroup } from "./mark.ts";
import {
  accumulateRows,
  begin,
  commit,
  insertRows,
  rollback,
  type Statement,
  selectRows,
  updateRows,
} from "./statements.ts";
import { type AnyTable, identitiesOf, keyText, keyTextOf } from "./table.ts";
import { addOnto, BufferedTx, type Request, type Verb } from "./tx.ts";

/** A verb waiting for its commit. */
export type Job = {
  readonly verb: Verb<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** What the writer takes from the edge of the program. */
export type Edge = {
  now(): Temporal.Instant;
  idAt(now: Temporal.Instant): string;
  token(bytes: number): string;
};

type Run = {
  readonly job: Job;
  readonly tx: BufferedTx;
  readonly group: Group;
  state: "running" | "done" | "failed" | "deferred";
  result?: unknown;
};

/** Which verb under way in this process holds a row or an absent key, by its text. */
export type Owners = Map<string, Run>;

/** Verbs that run in one database transaction: locks in waves, one flush, one commit. A verb that wants what
 *  another holds, in this group or one under way beside it, waits until that group is over. */
export class Group {
  readonly id: string;
  /** The commit has been sent: if the connection is lost now, only the mark of the group tells the outcome. */
  commitSent = false;
  /** What the finished verbs have inserted. */
  inserted: ReadonlyMap<AnyTable, readonly object[]> = new Map();
  readonly #edge: Edge;
  readonly #runs: Run[] = [];
  readonly #byTx = new Map<BufferedTx, Run>();
  readonly #owners: Owners;
  readonly #claims: string[] = [];
  readonly #waiting: Job[] = [];
  readonly #elsewhere = new Set<Job>();
  #wave: Request[] = [];
  #hasBegun = false;

  constructor(edge: Edge, owners: Owners) {
    this.#edge = edge;
    this.#owners = owners;
    this.id = edge.idAt(edge.now());
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
    for (const text of this.#claims) {
      if (this.#owners.get(text)?.group === this) this.#owners.delete(text);
    }
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
    const now = this.#edge.now();
    const source = { now, id: () => this.#edge.idAt(now), token: this.#edge.token };
    const tx = new BufferedTx(source, (request) => this.#wave.push(request));
    const run: Run = { job, tx, group: this, state: "running" };
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
    const asked = wave.filter((request) => !request.lock || this.#claim(request, requestText(request)));
    if (asked.length === 0) return;
    const batches = [...Map.groupBy(asked, kindOf).values()];
    const answers = await this.#send(wire, batches.map(selectAll));
    for (const [i, requests] of batches.entries()) this.#deliver(requests, answers[i]?.rows ?? []);
  }

  /** What the group sends first begins its transaction. */
  async #send(wire: Wire, statements: readonly Statement[]): Promise<QueryResult[]> {
    if (this.#hasBegun) return wire.send(statements);
    this.#hasBegun = true;
    return (await wire.send([begin, ...statements])).slice(1);
  }

  #deliver(requests: readonly Request[], rows: readonly Record<string, unknown>[]): void {
    const { table, columns } = requests[0] as Request;
    const byKey = Map.groupBy(rows, (row) => keyTextOf(table, columns, row));
    for (const request of requests) {
      const found = byKey.get(requestText(request)) ?? [];
      const isFree =
        !request.lock || found.every((row) => this.#claimAll(request, identitiesOf(request.table, row)));
      if (isFree && this.#runOf(request).state === "running") request.resolve(found);
    }
  }

  /** One verb owns a row or an absent key; another that wants it waits for the end of the owner's group. */
  #claim(request: Request, text: string): boolean {
    const run = this.#runOf(request);
    if (run.state !== "running") return false;
    const owner = this.#ownerOf(text);
    if (owner === run) return true;
    if (owner) {
      this.#putOff(run, owner.group);
      return false;
    }
    this.#owners.set(text, run);
    this.#claims.push(text);
    return true;
  }

  #claimAll(request: Request, texts: readonly string[]): boolean {
    return texts.every((text) => this.#claim(request, text));
  }

  /** A verb that adds onto a row which another group holds waits for that group, as one that locks it does;
   *  otherwise the two groups could wait for each other in the database. */
  #putOffBlocked(): void {
    for (const run of this.#done()) {
      const texts = [...run.tx.sums.values()].flatMap((rows) => [...rows.keys()]);
      const owner = texts.map((text) => this.#ownerOf(text)).find((one) => one && one.group !== this);
      if (owner) this.#putOff(run, owner.group);
    }
  }

  #ownerOf(text: string): Run | undefined {
    const owner = this.#owners.get(text);
    return owner && (owner.state === "running" || owner.state === "done") ? owner : undefined;
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
    const done = this.#done();
    this.inserted = merge(done.map((run) => run.tx.inserts));
    const statements = [
      ...[...this.inserted].map(([table, rows]) => insertRows(table, rows)),
      ...[...merge(done.map((run) => run.tx.updates))].map(([table, rows]) => updateRows(table, rows)),
      ...sum(done).map(([table, rows]) => accumulateRows(table, rows)),
    ];
    if (statements.length > 0) {
      this.commitSent = true;
      await this.#send(wire, [...statements, markGroup(this.id), commit]);
    } else if (this.#hasBegun) {
      await wire.send([rollback]);
    }
  }

  #done(): Run[] {
    return this.#runs.filter((run) => run.state === "done");
  }
}

function finish(run: Run, state: "done" | "failed", result: unknown): void {
  if (run.state !== "running") return;
  run.state = state;
  run.result = result;
}

function kindOf({ table, columns, lock }: Request): string {
  return `${lock}\n${table.name}\n${columns.join()}`;
}

/** What requests of one kind ask, as one statement. */
function selectAll(requests: readonly Request[]): Statement {
  const { table, columns, lock } = requests[0] as Request;
  const keys = new Map(requests.map((request) => [requestText(request), request.values]));
  return selectRows(table, columns, [...keys.values()], lock);
}

function requestText({ table, columns, values }: Request): string {
  return keyText(table.name, columns, values);
}

function merge(collections: readonly BufferedTx["inserts"][]): Map<AnyTable, object[]> {
  const merged = new Map<AnyTable, object[]>();
  for (const collection of collections) {
    for (const [table, rows] of collection) {
      const all = merged.get(table) ?? [];
      merged.set(table, all);
      all.push(...rows.values());
    }
  }
  return merged;
}

function sum(runs: readonly Run[]): [AnyTable, object[]][] {
  const total: BufferedTx["sums"] = new Map();
  for (const { tx } of runs) {
    for (const [table, rows] of tx.sums) {
      for (const row of rows.values()) addOnto(total, table, row as Record<string, unknown>);
    }
  }
  // In key order, so that groups that add to the same rows wait for each other and never in a circle.
  return [...total].map(([table, rows]) => [table, [...rows].sort(byKey).map(([, row]) => row)]);
}

function byKey([a]: readonly [string, object], [b]: readonly [string, object]): number {
  return a < b ? -1 : 1;
}

/** Resolves when no microtask is left: every verb then has finished or waits for its wave. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    queueMicrotask(() => process.nextTick(resolve));
  });
}
