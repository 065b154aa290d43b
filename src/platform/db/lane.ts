import { type Edge, Group, hasCommitted, type Job, type Owners } from "./group.ts";
import { Line } from "./line.ts";
import { isLostConnection, isPassing, isRefusedByDatabase, OutcomeUnknown, verdict } from "./outcome.ts";
import type { AnyTable } from "./table.ts";

type LaneOptions = {
  readonly databaseUrl: string;
  readonly edge: Edge;
  readonly owners: Owners;
  readonly onCommitted: (verbs: number, inserted: ReadonlyMap<AnyTable, readonly object[]>) => void;
};

const attempts = 5;
const reconnectAttempts = 10;

/** Runs one group after the other on a connection of its own, and sees each verb through to its verdict. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #line: Line;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#line = new Line(options.databaseUrl);
  }

  /** Runs the verbs together; one that cannot be is run alone. Answers those that have to be run again, because
   *  what they wanted was taken until now. */
  async run(jobs: readonly Job[]): Promise<Job[]> {
    try {
      return await this.#persist(jobs, isLostConnection);
    } catch (error) {
      if (error instanceof OutcomeUnknown || isLostConnection(error)) {
        for (const job of jobs) job.reject(verdict(error));
        return [];
      }
      const again: Job[] = [];
      for (const job of jobs) again.push(...(await this.#alone(job)));
      return again;
    }
  }

  close(): Promise<void> {
    return this.#line.drop();
  }

  /** A verb of a refused group, by itself: what fails now is its own doing. */
  async #alone(job: Job): Promise<Job[]> {
    try {
      return await this.#persist([job], isPassing);
    } catch (error) {
      job.reject(verdict(error));
      return [];
    }
  }

  async #persist(
    jobs: readonly Job[],
    isWorthRetrying: (error: unknown, attempt: number) => boolean,
  ): Promise<Job[]> {
    for (let attempt = 1; ; attempt++) {
      const group = new Group(this.#options.edge, this.#options.owners);
      try {
        await this.#commit(group, jobs);
        return group.release();
      } catch (error) {
        const waiting = group.release();
        if (attempt === attempts || !isWorthRetrying(error, attempt)) throw error;
        await pause(attempt);
        jobs = [...jobs, ...waiting.filter((job) => !jobs.includes(job))];
      }
    }
  }

  async #commit(group: Group, jobs: readonly Job[]): Promise<void> {
    try {
      await group.run(await this.#line.open(), jobs);
    } catch (error) {
      await this.#recover(error);
      if (isRefusedByDatabase(error) || !group.commitSent || !(await this.#hasCommitted(group.id)))
        throw error;
    }
    group.answer();
    this.#options.onCommitted(jobs.length - group.deferred, group.inserted);
  }

  /** Asks until the database is back: before that, nobody can know. */
  async #hasCommitted(groupId: string): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await hasCommitted(await this.#line.open(), groupId);
      } catch (error) {
        await this.#line.drop();
        if (attempt === reconnectAttempts) {
          throw new OutcomeUnknown("the commit's outcome is unknown", { cause: error });
        }
        await pause(attempt);
      }
    }
  }

  async #recover(error: unknown): Promise<void> {
    if (!isRefusedByDatabase(error)) return this.#line.drop();
    const client = await this.#line.open();
    await client.query("rollback").catch(() => this.#line.drop());
  }
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(20 * 2 ** attempt, 2_000)));
}
