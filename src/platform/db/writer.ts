import { EventEmitter } from "node:events";
import pg from "pg";
import { keyedConfig } from "./connection.ts";
import { type Edge, Group, hasCommitted, type Job } from "./group.ts";
import type { AnyTable } from "./table.ts";
import type { Verb } from "./tx.ts";

/** The write queue is full, or the database is out of reach: try again later. Nothing was done, unless the
 *  database went away in the middle of a commit and did not come back. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** The database refused a verb by name: a check or unique constraint. Nothing was done. */
export class ConstraintViolation extends Error {
  override readonly name = "ConstraintViolation";
  readonly constraint: string;

  constructor(constraint: string, options: ErrorOptions) {
    super(`the database refused: ${constraint}`, options);
    this.constraint = constraint;
  }
}

export type WriterOptions = {
  readonly databaseUrl: string;
  readonly edge: Edge;
  readonly maxQueue?: number;
  readonly maxGroup?: number;
};

export type WriterState = { readonly queued: number; readonly groups: number; readonly verbs: number };

/** The connection was lost at the commit and did not come back: the change may or may not have been made. */
class OutcomeUnknown extends Busy {}

const attempts = 5;
const reconnectAttempts = 10;

/** The one door for change. Verbs that arrive while a commit is in flight share the next one; each caller is
 *  answered after its commit. See docs/writer.md. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #committed = new EventEmitter<{ committed: [ReadonlyMap<AnyTable, readonly object[]>] }>();
  #queue: Job[] = [];
  #client: pg.Client | undefined;
  #working: Promise<void> | undefined;
  #closed = false;
  #groups = 0;
  #verbs = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Runs `verb` in a transaction that it may share with others. Rejects with what the verb threw,
   *  ConstraintViolation, or Busy. */
  run<Result>(verb: Verb<Result>): Promise<Result> {
    if (this.#closed || this.#queue.length >= (this.#options.maxQueue ?? 5_000)) {
      return Promise.reject(new Busy("the write queue is full"));
    }
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ verb, resolve: resolve as Job["resolve"], reject });
      this.#working ??= this.#work();
    });
  }

  /** Called after each commit with the rows that were inserted. */
  onCommitted(listener: (inserted: ReadonlyMap<AnyTable, readonly object[]>) => void): void {
    this.#committed.on("committed", listener);
  }

  get state(): WriterState {
    return { queued: this.#queue.length, groups: this.#groups, verbs: this.#verbs };
  }

  /** Finishes what was accepted, then closes. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
    await this.#disconnect();
  }

  async #work(): Promise<void> {
    await undefined;
    while (this.#queue.length > 0) {
      const jobs = this.#queue.splice(0, this.#options.maxGroup ?? 256);
      const deferred = await this.#together(jobs);
      this.#queue.unshift(...deferred);
    }
    this.#working = undefined;
  }

  /** A group that lost its connection runs again as it was; one that was refused runs verb by verb. */
  async #together(jobs: Job[]): Promise<Job[]> {
    try {
      return await this.#persist(jobs, isLostConnection);
    } catch (error) {
      if (error instanceof OutcomeUnknown || isLostConnection(error)) {
        for (const job of jobs) job.reject(verdict(error));
      } else {
        for (const job of jobs) await this.#alone(job);
      }
      return [];
    }
  }

  /** A verb of a refused group, by itself: what fails now is its own doing. */
  async #alone(job: Job): Promise<void> {
    await this.#persist([job], isPassing).catch((error) => job.reject(verdict(error)));
  }

  async #persist(jobs: Job[], isPassing: (error: unknown, attempt: number) => boolean): Promise<Job[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#group(jobs);
      } catch (error) {
        if (attempt === attempts || !isPassing(error, attempt)) throw error;
        await pause(attempt);
      }
    }
  }

  async #group(jobs: Job[]): Promise<Job[]> {
    const client = await this.#connect();
    const group = new Group(this.#options.edge);
    try {
      await group.run(client, jobs);
    } catch (error) {
      await this.#recover(client, error);
      if (isRefusedByDatabase(error) || !group.commitSent || !(await this.#hasCommitted(group.id)))
        throw error;
    }
    this.#groups++;
    this.#verbs += jobs.length - group.deferred.length;
    group.answer();
    queueMicrotask(() => this.#committed.emit("committed", group.inserted));
    return group.deferred;
  }

  /** Asks until the database is back: before that, nobody can know. */
  async #hasCommitted(groupId: string): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await hasCommitted(await this.#connect(), groupId);
      } catch (error) {
        if (attempt === reconnectAttempts)
          throw new OutcomeUnknown("the commit's outcome is unknown", { cause: error });
        await pause(attempt);
      }
    }
  }

  async #connect(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({ ...keyedConfig(this.#options.databaseUrl), pipeline: true });
    client.on("error", () => this.#forget(client));
    client.on("end", () => this.#forget(client));
    await client.connect();
    this.#client = client;
    return client;
  }

  async #recover(client: pg.Client, error: unknown): Promise<void> {
    if (isRefusedByDatabase(error) && this.#client === client) {
      await client.query("rollback").catch(() => this.#forget(client));
    } else {
      this.#forget(client);
      await client.end().catch(() => undefined);
    }
  }

  #forget(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(20 * 2 ** attempt, 2_000)));
}

/** The database is there and said no, as opposed to being gone. */
function isRefusedByDatabase(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.severity !== "FATAL";
}

/** Deadlocks, serialization failures and lost connections pass; a unique key that somebody else has just
 *  taken is found by the lock the next time. */
function isPassing(error: unknown, attempt: number): boolean {
  if (!isRefusedByDatabase(error)) return isConnectionError(error);
  return ["40001", "40P01", "55P03"].includes(error.code ?? "") || (error.code === "23505" && attempt === 1);
}

function isLostConnection(error: unknown): boolean {
  return !isRefusedByDatabase(error) && isConnectionError(error);
}

function isConnectionError(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return true;
  const { code, message } = error as { code?: string; message?: string };
  return Boolean(code?.startsWith("E")) || /connection|terminated|not queryable/i.test(message ?? "");
}

function verdict(error: unknown): unknown {
  if (isRefusedByDatabase(error)) {
    return error.constraint ? new ConstraintViolation(error.constraint, { cause: error }) : error;
  }
  return isConnectionError(error) ? new Busy("the database is out of reach", { cause: error }) : error;
}
